import MartletDirectory
import MartletPolicy
import MartletStore

/// What a change did, for its audit record; filled in by the action while it works.
package struct ChangeLog: Sendable {
    package var targets: [AuditRecord.Target] = []
    package var changes: [AuditRecord.Change] = []

    /// Notes what was acted on.
    package mutating func on(_ kind: AuditRecord.Target.Kind, _ id: String, _ name: String) {
        targets.append(AuditRecord.Target(kind: kind, id: id, name: name))
    }

    /// Notes a property that changed; nothing is noted where old and new are the same. Never pass a secret.
    package mutating func set(_ property: String, from old: String?, to new: String?) {
        guard old != new else { return }
        changes.append(AuditRecord.Change(property: property, old: old, new: new))
    }
}

/// A refusal on its way out of a transaction, with what it was about.
private struct Refusal: Error {
    let error: ActionError
    let targets: [AuditRecord.Target]
}

extension Tools {
    /// Runs a change and writes its audit record in the same transaction (promise 5).
    ///
    /// `body` may run again on a conflict, so it has no effect but on the tables. When it throws a refusal
    /// (`forbidden`, `lastAdministrator`, `ownAdministratorRole`), nothing of it stays and the refusal is recorded.
    /// - Throws: what `body` throws; `StoreError`.
    package func change<Result: Sendable>(
        _ activity: AuditActivity, by caller: Caller,
        _ body: @escaping @Sendable (Tables, inout ChangeLog) throws -> Result
    ) async throws -> Result {
        let id = ambient.newID(of: AuditRecord.self)
        let at = now
        do {
            // Many a change ends sessions; an outbox that is looked into for nothing costs one read.
            defer { logoutBell.ring() }
            return try await store.write { tables in
                var log = ChangeLog()
                do {
                    let result = try body(tables, &log)
                    try tables.audits.insert(record(activity, by: caller, id: id, at: at, log: log))
                    return result
                } catch let error as ActionError where error.isRefusal {
                    throw Refusal(error: error, targets: log.targets)
                }
            }
        } catch let refusal as Refusal {
            try await keep(refusal, of: activity, by: caller)
            throw refusal.error
        }
    }

    /// Reads and judges what must stand before costly work such as hashing a password begins; a refusal is recorded
    /// as one of `activity`. The change that follows judges again inside its transaction.
    /// - Throws: what `body` throws; `StoreError`.
    package func judge<Result: Sendable>(
        _ activity: AuditActivity, by caller: Caller,
        _ body: @escaping @Sendable (Tables, inout ChangeLog) throws -> Result
    ) async throws -> Result {
        do {
            return try await store.read { tables in
                var log = ChangeLog()
                do {
                    return try body(tables, &log)
                } catch let error as ActionError where error.isRefusal {
                    throw Refusal(error: error, targets: log.targets)
                }
            }
        } catch let refusal as Refusal {
            try await keep(refusal, of: activity, by: caller)
            throw refusal.error
        }
    }

    private func keep(_ refusal: Refusal, of activity: AuditActivity, by caller: Caller) async throws {
        var log = ChangeLog()
        log.targets = refusal.targets
        var refused = record(activity, by: caller, at: now, log: log)
        refused.succeeded = false
        refused.resultReason = refusal.error.reasonForLog
        let kept = refused
        try await store.write { tables in try tables.audits.insert(kept) }
    }

    /// The audit record of a change, for actions that write more than one.
    package func record(
        _ activity: AuditActivity, by caller: Caller, id: ID<AuditRecord>? = nil, at: Timestamp, log: ChangeLog
    ) -> AuditRecord {
        AuditRecord(
            id: id ?? ambient.newID(), tenant: caller.tenant, createdAt: at, correlationID: caller.correlationID,
            activity: activity.rawValue, category: activity.category, isAlert: activity.isAlert, actor: caller.actor,
            address: caller.address, targets: log.targets, changes: log.changes)
    }
}

extension ActionError {
    /// Whether somebody was stopped, rather than something being wrong with what was sent.
    package var isRefusal: Bool {
        switch self {
        case .forbidden, .lastAdministrator, .ownAdministratorRole, .needsFreshSecondFactor: true
        case .notFound, .conflict, .invalid, .overloaded: false
        }
    }

    /// One English sentence for the audit log.
    package var reasonForLog: String {
        switch self {
        case .notFound(let what): "\(what) does not exist"
        case .conflict(let conflict): "conflict: \(conflict.rawValue)"
        case .invalid(let problems): "invalid: \(problems.map(\.field).joined(separator: ", "))"
        case .forbidden: "the caller holds no role that permits this"
        case .lastAdministrator: "no usable Global Administrator would remain"
        case .ownAdministratorRole: "nobody removes the Global Administrator role from themselves"
        case .needsFreshSecondFactor: "a second factor within the last five minutes was wanted"
        case .overloaded: "overloaded"
        }
    }
}
