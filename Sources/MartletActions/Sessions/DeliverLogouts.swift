import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Tells apps that sessions have ended (OpenID Connect Back-Channel Logout 1.0): one round over what is due.
///
/// Safe on several nodes and when a node dies: a message is claimed by one conditional write for a minute, and only who
/// holds the claim writes down how it ended.
package struct DeliverLogouts: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// How many apps are told at the same time.
    private static let batch = 16
    /// How long a claim lasts; no try takes longer than a few seconds.
    private static let lease: Duration = .minutes(1)
    /// How long a message is tried.
    static let patience: Duration = .hours(24)
    /// What passes before the next try; the last one counts for all that follow.
    static let pauses: [Duration] = [.seconds(5), .seconds(30), .minutes(2), .minutes(10), .hours(1), .hours(4)]

    /// Tries what is due and says how many tries there were; the caller repeats while there are any.
    /// - Throws: `StoreError`.
    @discardableResult
    package func callAsFunction() async throws -> Int {
        let at = tools.now
        guard try await tools.store.read({ try $0.logoutDeliveries.isAnyDue(at: at) }) else { return 0 }
        let claimed = try await tools.store.write { tables in
            try tables.logoutDeliveries.claim(at: at, until: at + Self.lease, limit: Self.batch)
        }
        try await withThrowingTaskGroup { group in
            for delivery in claimed { group.addTask { try await self.try(delivery) } }
            try await group.waitForAll()
        }
        return claimed.count
    }

    /// What a try came to.
    private enum Result {
        case delivered
        /// It may go better later.
        case failed(String)
        /// It will never go better.
        case hopeless(String)
    }

    private func `try`(_ delivery: LogoutDelivery) async throws {
        let application = try await tools.store.read {
            try $0.applications.find(delivery.application, in: delivery.tenant)
        }
        // With the app its messages were deleted.
        guard let application else { return }
        var settled = delivery
        let result = try await tell(application, delivery)
        let at = tools.now
        switch result {
        case .delivered: settled.deliveredAt = at
        case .hopeless(let problem):
            settled.lastProblem = problem
            settled.givenUpAt = at
        case .failed(let problem):
            settled.lastProblem = problem
            settled.nextTryAt = at + Self.pauses[min(max(delivery.attempts, 1), Self.pauses.count) - 1]
            if settled.nextTryAt > delivery.createdAt + Self.patience { settled.givenUpAt = at }
        }
        try await keep(settled, of: application, at: at)
    }

    private func tell(_ application: Application, _ delivery: LogoutDelivery) async throws -> Result {
        guard let uri = application.settings.logout.backChannelURI else { return .hopeless("noAddress") }
        let at = tools.now
        let token: String
        do {
            let signer = try await tools.keyRing.signer(
                for: application.tenant, algorithm: application.settings.tokens.idTokenAlgorithm, at: at)
            let claims = LogoutTokenClaims(tools: tools, application: application, delivery: delivery).make(at: at)
            token = try signer.sign(claims: claims, type: .logoutToken)
        } catch is KeyRing.KeyMissing {
            return .failed("noKey")
        }
        do throws(OutgoingRefusal) {
            return Self.result(of: try await tools.outgoing.post(uri, form: "logout_token=\(token)"))
        } catch {
            return .failed(Self.word(for: error))
        }
    }

    /// What the status of an answer means (section 2.8): the app did it, will not do it, or could not do it now.
    private static func result(of status: Int) -> Result {
        switch status {
        case 200..<300: .delivered
        case 408, 425, 429: .failed("status \(status)")
        case 400..<500: .hopeless("status \(status)")
        default: .failed("status \(status)")
        }
    }

    /// A word for an administrator; nothing of what the other side said.
    private static func word(for refusal: OutgoingRefusal) -> String {
        switch refusal {
        case .malformed, .scheme, .port, .address, .switchedOff: "notAllowed"
        case .unresolved: "unresolved"
        case .tooSlow: "tooSlow"
        case .redirect: "redirect"
        case .status(let status): "status \(status)"
        case .unreachable, .tooLarge, .contentType, .content, .busy: "unreachable"
        }
    }

    /// Writes the end of a try down; who gives up says so in the audit log.
    private func keep(_ delivery: LogoutDelivery, of application: Application, at: Timestamp) async throws {
        let caller = Caller(
            identity: .system, tenant: application.tenant, correlationID: tools.newCorrelationID())
        try await tools.store.write { tables in
            guard try tables.logoutDeliveries.settle(delivery), delivery.givenUpAt != nil else { return }
            var log = ChangeLog()
            log.on(application)
            log.on(.session, delivery.session.rawValue, "")
            log.set("attempts", from: nil, to: String(delivery.attempts))
            log.set("problem", from: nil, to: delivery.lastProblem)
            try tables.audits.insert(tools.record(.logoutGivenUp, by: caller, at: at, log: log))
        }
    }
}
