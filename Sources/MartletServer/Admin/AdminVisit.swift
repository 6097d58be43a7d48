import Hummingbird
import MartletActions
import MartletDirectory
import MartletPolicy

/// What every handler of the admin center shares.
extension Visit {
    /// Lets somebody into the admin center; what goes wrong there is told inside its layout.
    func admin(_ body: (Inside) async throws -> Response) async throws -> Response {
        try await inside(.admin) { inside in
            do {
                return try await body(inside)
            } catch {
                // What is no refusal, and a second factor that is wanted first, have their answers further out.
                guard let refusal = AdminRefusal(error) else { throw error }
                return try inside.answer(refusal)
            }
        }
    }

    /// The identifier in a segment of the path.
    /// - Throws: `Stop.notFound` if it is none.
    func id<Entity>(_ name: String) throws -> ID<Entity> {
        guard let id = ID<Entity>(parsing: try segment(name)) else { throw Stop.notFound }
        return id
    }
}

extension Inside {
    /// What the form before this page did.
    var notice: AdminNotice? { visit.query["notice"].flatMap(AdminNotice.init(rawValue:)) }

    /// Goes to a page that says what was done.
    func done(_ notice: AdminNotice, at path: String) -> Response {
        visit.redirect(to: "\(path)?notice=\(notice.rawValue)")
    }

    /// Makes a change and goes to a page that says so; what was so already is no mistake of the person.
    func change(_ notice: AdminNotice, at path: String, _ act: () async throws -> Void) async throws -> Response {
        do {
            try await act()
            return done(notice, at: path)
        } catch ActionError.conflict(.alreadyDone) {
            return done(.nothingChanged, at: path)
        }
    }

    /// Refuses whoever may not send a form at all, before it is told what is wrong with it. The audit log has the refusal.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    func want(
        _ operation: MartletPolicy.Operation, for activity: AuditActivity, _ doors: Doors
    ) async throws {
        try await PermittedOperations(doors.tools).want(operation, for: activity, by: caller)
    }

    /// What a form is refused with that is none of ours; whoever may not send it at all is told so instead.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    func badRequest(
        wanting operation: MartletPolicy.Operation, for activity: AuditActivity, _ doors: Doors
    ) async throws -> Stop {
        try await want(operation, for: activity, doors)
        return .badRequest
    }

    /// The page of a refusal.
    func answer(_ refusal: AdminRefusal) throws -> Response {
        let problem = AdminProblemPage(
            problem: refusal.problem, backPath: backPath, correlationID: caller.correlationID)
        var response = try page(problem, status: refusal.status)
        if case .busy(let seconds) = refusal.problem { response.headers[.retryAfter] = String(seconds) }
        return response
    }

    /// The page one came from: a form's own page, or the list above. Who may not see the first page of the admin
    /// center has only the own account left.
    private var backPath: String {
        let segments = visit.request.uri.path.split(separator: "/").dropLast().prefix(3)
        return segments.isEmpty ? "/account" : "/" + segments.joined(separator: "/")
    }
}
