extension Measures {
    /// The requests of all doors.
    package final class Requests: Sendable {
        /// What requests are counted under: fixed words.
        package struct Kind: Sendable, Hashable {
            /// The class of the route, such as `token`; `none` where there is no such URL.
            package let route: String
            /// The method, `other` for one that no route has.
            package let method: String
            /// The class of the status, such as `2xx`.
            package let status: String

            /// A kind with every word given.
            package init(route: String, method: String, status: String) {
                self.route = route
                self.method = method
                self.status = status
            }
        }

        /// Requests that were answered.
        package let answered = Tally<Kind>()
        /// How long an answer took, by the class of the route.
        package let seconds = Histograms<String>()
        /// Requests that are being answered.
        package let underWay = Gauge()
        /// Open connections of clients.
        package let connections = Gauge()
        /// How many connections there may be; 0 where there is no limit.
        package let connectionLimit = Gauge()
        /// Connections that could not be taken for want of descriptors or memory.
        package let acceptFailures = Counter()

        /// Measures at zero.
        package init() {}
    }
}
