import MartletDirectory

/// Why something was not done, inside the admin center.
package struct AdminProblemPage: Sendable, Equatable {
    /// What stood in the way.
    package enum Problem: Sendable, Equatable {
        /// The viewer's roles do not reach; `roles` are those that would.
        case forbidden(roles: [ID<DirectoryRole>])
        /// It would have removed the last usable Global Administrator (promise 7).
        case lastAdministrator
        /// One's own Global Administrator role cannot be removed by oneself (SD-71).
        case ownRole
        /// Somebody else was quicker, or the name is taken; nothing was changed.
        case conflict
        /// There is nothing at this address, or it was deleted.
        case notFound
        /// The form's token was missing or old (CSRF).
        case staleForm
        /// The form held something that no page of ours sends.
        case badRequest
        /// The server is too busy; try again after `seconds`.
        case busy(seconds: Int)
        /// Something that was not foreseen; the log has it under the correlation id.
        case unexpected

        /// The stable word: the end of the message keys.
        package var word: String {
            switch self {
            case .forbidden: "forbidden"
            case .lastAdministrator: "lastAdministrator"
            case .ownRole: "ownRole"
            case .conflict: "conflict"
            case .notFound: "notFound"
            case .staleForm: "staleForm"
            case .badRequest: "badRequest"
            case .busy: "busy"
            case .unexpected: "unexpected"
            }
        }
    }

    /// What stood in the way.
    package let problem: Problem
    /// Where the viewer came from, a path under `/admin`.
    package let backPath: String
    /// The id under which the server's log tells more; may be empty.
    package let correlationID: String

    /// A page with every field given.
    package init(
        problem: Problem, backPath: String, correlationID: String
    ) {
        self.problem = problem
        self.backPath = backPath
        self.correlationID = correlationID
    }
}
