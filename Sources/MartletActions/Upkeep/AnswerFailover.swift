import Logging
import MartletDirectory
import MartletStore

/// Begins anew after a failover of the database that may have lost writes (F17, A297): what was revoked, used or rotated
/// in them would live again, so everything of its kind ends. Passwords, roles, lockouts and signing keys are as the
/// database has them; the record names the keys.
package struct AnswerFailover: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What the engine calls.
    package var answer: FailoverAnswer {
        FailoverAnswer(
            mend: { tables, failover in try mend(tables, failover) }, announce: { failover in announce(failover) })
    }

    private func mend(_ tables: Tables, _ failover: StoreFailover) throws {
        let at = tools.now
        for tenant in try tables.tenants.list() {
            var log = ChangeLog()
            log.on(.directory, tenant.id.rawValue, tenant.displayName)
            log.set("database", from: failover.left ?? "", to: failover.reached)
            try tables.endEverything(in: tenant.id, at: at, &log)
            let caller = Caller(identity: .system, tenant: tenant.id, correlationID: tools.newCorrelationID())
            try tables.audits.insert(tools.record(.storeFailedOver, by: caller, at: at, log: log))
        }
    }

    private func announce(_ failover: StoreFailover) {
        let metadata: Logger.Metadata = ["from": "\(failover.left ?? "unknown")", "to": "\(failover.reached)"]
        switch (failover.loss, failover.endsEverything) {
        case (.none, _):
            tools.logger.notice("the database failed over, and lacks nothing of this node", metadata: metadata)
        case (.some, true):
            tools.logger.error(
                """
                the database failed over and lost acknowledged writes: every session and token was ended; a signing key \
                that was withdrawn in them signs again (martlet keys rotate --immediately)
                """,
                metadata: metadata)
        case (.unknown, true):
            tools.logger.error(
                """
                the database goes on from another history, and may lack writes: every session and token was ended; a \
                signing key that was withdrawn in them signs again (martlet keys rotate --immediately)
                """,
                metadata: metadata)
        case (_, false):
            tools.logger.error(
                "the database failed over; another node has ended every session and token", metadata: metadata)
        }
    }
}
