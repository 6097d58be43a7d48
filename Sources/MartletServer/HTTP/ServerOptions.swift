/// What the operator decides about the doors.
package struct ServerOptions: Sendable {
    /// Addresses of proxies whose `X-Forwarded-For` is believed; none unless said (A078).
    package var trustedProxies: Set<String>
    /// Hosts that are answered besides the public one, such as the address that a health check uses.
    package var extraHosts: Set<String>
    /// The country of an address, where a location database is at hand.
    package var country: @Sendable (_ address: String) -> String?

    /// Options with every field given.
    package init(
        trustedProxies: Set<String> = [], extraHosts: Set<String> = [],
        country: @escaping @Sendable (String) -> String? = { _ in nil }
    ) {
        self.trustedProxies = trustedProxies
        self.extraHosts = extraHosts
        self.country = country
    }
}
