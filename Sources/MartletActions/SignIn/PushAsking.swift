import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Where the question to somebody's phones stands, as the page of a sign-in shows it.
package struct PushAsking: Sendable, Equatable {
    /// What is the matter.
    package enum State: String, Sendable {
        /// Nothing was asked in this sign-in yet.
        case none
        /// The phones are asked, and the page shows the number.
        case pending
        /// The phone said yes; the sign-in can go on.
        case approved
        /// The phone said no.
        case denied
        /// The person said that it was not them.
        case reported
        /// Nobody answered.
        case expired
    }

    /// Where it stands.
    package let state: State
    /// The number to type on the phone, while it is asked.
    package let number: Int?
    /// Whether the phone wants its PIN with the number (PH-1).
    package let wantsPIN: Bool
    /// What stands in the way of asking, or asking again.
    package let verdict: PushFatigue.Verdict

    /// Whether the phones are to be asked without being told to; a pause is looked at as well, since it is recorded.
    var wantsQuestion: Bool {
        guard state == .none else { return false }
        if case .outstanding = verdict { return false }
        return true
    }

    /// Where a question stands that only a name is behind.
    init(alone state: State, number: Int? = nil) {
        (self.state, self.number, wantsPIN, verdict) = (state, number, true, .free)
    }

    init(_ request: PhoneRequest?, wantsPIN: Bool, verdict: PushFatigue.Verdict, at: Timestamp) {
        self.wantsPIN = wantsPIN
        self.verdict = verdict
        let isOver = request.map { $0.expiresAt <= at } ?? false
        state =
            switch request?.state {
            case nil: .none
            case .pending: isOver ? .expired : .pending
            case .approved:
                request?.answeredAt.map { $0 + PushFatigue.useWithin > at && !$0.isAhead(of: at) } ?? false
                    ? .approved : .expired
            case .spent: .expired
            case .denied: .denied
            case .reported: .reported
            }
        number = state == .pending ? request?.number : nil
    }
}

extension Tables {
    /// Where the question to the phones of a flow's person stands, of whom `demand` is made; `nil` for somebody without
    /// one.
    func asking(of flow: Flow, under demand: StrengthDemand?, at: Timestamp) throws -> PushAsking? {
        guard let subject = flow.subject, let isAlone = subject.phoneStandsAlone(under: demand, at: at) else {
            return nil
        }
        let newest = try pushRequests.newest(handleHash: flow.pending.handleHash, alone: isAlone)
        return PushAsking(
            newest, wantsPIN: isAlone,
            verdict: try verdict(on: subject.user, for: flow.pending, alone: isAlone, at: at), at: at)
    }

    /// Whether somebody's phones may be asked once more for a second factor. A question of the same browser's earlier
    /// sign-in stands in nobody's way: its page was left. A question that waits for another browser is never replaced, also
    /// where the phone's PIN is wanted: who looks at its number is asked about, and nobody else (A053).
    private func verdict(
        on user: User, for pending: PendingSignIn, alone isAlone: Bool, at: Timestamp
    ) throws -> PushFatigue.Verdict {
        try PushFatigue.judge(pushRequests.list(user.id, after: at - PushFatigue.window), at: at) { request in
            guard try isOpen(request, at: at),
                let other = try pendingSignIns.find(handleHash: request.handleHash)
            else { return false }
            // The question of the step before, which only the name was behind, is not the one that is wanted now.
            if ConstantTime.areEqual(other.handleHash, pending.handleHash) { return request.isAlone == isAlone }
            // Nobody who has only typed a name keeps somebody waiting who has proven something (PH-1).
            guard request.followsProof else { return false }
            return !ConstantTime.areEqual(other.browserHash, pending.browserHash)
        }
    }
}

extension Tools {
    /// Asks the phones of a flow's person, unless they are to be left alone; says whether it did. `asking` is where the
    /// question stands in this transaction.
    ///
    /// Who is locked for codes is not asked: nothing that came of it would count (A054).
    func askPhones(
        for flow: Flow, as asking: PushAsking, from origin: Origin, at: Timestamp, in tables: Tables
    ) throws -> Bool {
        guard let subject = flow.subject, subject.user.isEnabled,
            try !tables.isLockedForCodes(subject.user, at: at)
        else { return false }
        switch asking.verdict {
        case .free: break
        case .outstanding: return false
        case .paused(let end):
            try recordPause(of: subject.user, until: end, origin: origin, flow: flow, at: at, in: tables)
            return false
        }
        try ask(
            subject.user, for: flow, number: newNumber(), isAlone: asking.wantsPIN, from: origin, at: at, in: tables)
        return true
    }

    /// Puts a question to somebody's phones. What the same browser asked in a sign-in that it has left is not to be answered
    /// any more.
    func ask(
        _ user: User, for flow: Flow, number: Int, isAlone: Bool, from origin: Origin, at: Timestamp, in tables: Tables
    ) throws {
        for left in try tables.pushRequests.list(user.id, after: at - PushFatigue.window)
        where left.state == .pending {
            try tables.pushRequests.withdraw(left.id, at: at)
        }
        try tables.pushRequests.insert(
            PhoneRequest(
                id: ambient.newID(), user: user.id, tenant: flow.tenant.id, handleHash: flow.pending.handleHash,
                number: number, client: flow.application?.id.rawValue ?? flow.pending.target.rawValue,
                applicationName: flow.application?.displayName ?? "", origin: origin, isAlone: isAlone,
                followsProof: !flow.pending.proofs.isEmpty, createdAt: at,
                expiresAt: at + PushFatigue.lifetime))
    }

    /// A number of two digits, each as likely as the others.
    func newNumber() -> Int {
        while true {
            // 180 is the last whole round of 90 in a byte.
            for byte in ambient.randomBytes(16) where byte < 180 { return 10 + Int(byte) % 90 }
        }
    }

    /// Writes once a pause that somebody who knows the password asks for phones in vain (A050).
    func recordPause(
        of user: User, until end: Timestamp, origin: Origin, flow: Flow, isAlone: Bool = false, at: Timestamp,
        in tables: Tables
    ) throws {
        let digest = IdentifierDigest.of("\(user.id):\(end.milliseconds)")
        guard try tables.spentIdentifiers.spend(digest, for: .pushPause, in: user.tenant, expiresAt: end) else {
            return
        }
        let caller = Caller(
            identity: .system, tenant: user.tenant, address: origin.address,
            correlationID: flow.pending.correlationID)
        var log = ChangeLog()
        log.on(user)
        log.set("requests", from: nil, to: String(isAlone ? PushFatigue.mostAlone : PushFatigue.most))
        if isAlone { log.set("password", from: nil, to: "notProven") }
        try tables.audits.insert(record(.pushPaused, by: caller, at: at, log: log))
    }
}
