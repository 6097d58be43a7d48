import MartletActions

/// Why something was not done, with the status that says so to a program.
struct AdminRefusal: Sendable, Equatable {
    let status: Int
    let problem: AdminProblemPage.Problem

    /// The refusal that an error is; `nil` for an error that is a mistake of ours, and for a second factor that is
    /// wanted first, which is a sign-in and no refusal.
    init?(_ error: any Error) {
        switch error {
        case let error as ActionError: self.init(error)
        case let stop as Stop: self.init(stop)
        default: return nil
        }
    }

    private init?(_ error: ActionError) {
        switch error {
        case .notFound: (status, problem) = (404, .notFound)
        case .conflict: (status, problem) = (409, .conflict)
        // A form of ours that comes back with problems is shown again by its handler; this one is not ours.
        case .invalid: (status, problem) = (400, .badRequest)
        case .forbidden: (status, problem) = (403, .forbidden(roles: []))
        case .lastAdministrator: (status, problem) = (409, .lastAdministrator)
        case .ownAdministratorRole: (status, problem) = (403, .ownRole)
        case .overloaded(let seconds): (status, problem) = (503, .busy(seconds: seconds))
        case .needsFreshSecondFactor: return nil
        }
    }

    private init(_ stop: Stop) {
        switch stop {
        case .notFound: (status, problem) = (404, .notFound)
        case .forged: (status, problem) = (403, .staleForm)
        case .badRequest: (status, problem) = (400, .badRequest)
        case .methodNotAllowed: (status, problem) = (405, .badRequest)
        case .tooLarge: (status, problem) = (413, .badRequest)
        case .timedOut: (status, problem) = (408, .badRequest)
        case .unsupportedMediaType: (status, problem) = (415, .badRequest)
        }
    }
}
