import MartletActions
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// What was registered since a sign-in that its owner reports, until an administrator ends it (A022, PN-12).
@Suite struct `Suspect methods` {
    @Test
    func `A022 a new password of whoever was in hides nothing, and an administrator's ends it when nothing is left`()
        async throws
    {
        let attack = try await AttackHouse()
        let (tools, id) = (attack.house.tools, attack.mia.id)
        let caller = try await attack.house.operatorCaller()
        func register(_ name: String) async throws {
            attack.house.clock.advance(by: .minutes(1))
            let enrolment = try tools.newEnrolment(account: attack.mia.name, organization: "Example")
            let method = try tools.method(
                of: enrolment, user: id, tenant: attack.app.tenant, name: name, at: attack.house.now)
            try await attack.house.store.write { try tools.insert(method, in: $0) }
        }
        func suspects() async throws -> [String] { try await detail(attack).suspects.map(\.name) }
        attack.house.clock.advance(by: .minutes(1))
        let report = RiskDetection(
            id: ID("00000000-0000-4000-8000-0000000000aa"), tenant: attack.app.tenant, user: id,
            kind: .userReportedSuspiciousActivity, level: .high, signIn: nil, detectedAt: attack.house.now)
        try await attack.house.store.write { try $0.riskDetections.insert(report) }
        try await register("First")
        let closing = attack.house.now
        // Behind a method of their own whoever was in changes the password, which closes the report.
        _ = try await attack.house.store.write { try $0.riskDetections.close(id, as: .remediated, at: closing) }
        try await register("Second")
        #expect(try await suspects() == ["First", "Second"])
        // Also of the password of an administrator, as long as one of them is there to sign in with.
        _ = try await ResetPassword(tools)(id, by: caller)
        try await register("Third")
        #expect(try await suspects() == ["First", "Second", "Third"])
        try await WithdrawSuspectMethods(tools)(id, by: caller)
        _ = try await ResetPassword(tools)(id, by: caller)
        try await register("The owner's")
        #expect(try await suspects().isEmpty)
    }

    @Test func `A022 recovery codes made since are suspect by themselves, and who dismisses the report clears them`()
        async throws
    {
        let attack = try await AttackHouse()
        let (tools, id) = (attack.house.tools, attack.mia.id)
        let caller = try await attack.house.operatorCaller()
        let report = RiskDetection(
            id: ID("00000000-0000-4000-8000-0000000000aa"), tenant: attack.app.tenant, user: id,
            kind: .userReportedSuspiciousActivity, level: .high, signIn: nil,
            detectedAt: attack.house.now + .minutes(1))
        attack.house.clock.advance(by: .minutes(2))
        try await attack.house.store.write { try $0.riskDetections.insert(report) }
        // Those of before are the owner's.
        #expect(try await detail(attack).suspects.isEmpty)
        await #expect(throws: ActionError.conflict(.alreadyDone)) {
            try await WithdrawSuspectMethods(tools)(id, by: caller)
        }
        func replaceCodes() async throws {
            let made = RecoveryCode(user: id, tenant: attack.app.tenant, hash: [1], createdAt: attack.house.now)
            try await attack.house.store.write {
                try $0.recoveryCodes.replace(of: id, in: attack.app.tenant, with: [made])
            }
        }
        try await replaceCodes()
        #expect(try await detail(attack).suspects.map(\.kind) == [.recoveryCode])
        try await WithdrawSuspectMethods(tools)(id, by: caller)
        #expect(try await attack.house.store.read { try $0.recoveryCodes.countUnspent(id) } == 0)
        try await replaceCodes()
        let closing = attack.house.now
        _ = try await attack.house.store.write { try $0.riskDetections.close(id, as: .remediated, at: closing) }
        #expect(try await detail(attack).suspects.map(\.kind) == [.recoveryCode])
        try await DismissRisk(tools)(id, by: caller)
        #expect(try await detail(attack).suspects.isEmpty)
    }

    private func detail(_ attack: AttackHouse) async throws -> UserDetail.Detail {
        try await UserDetail(attack.house.tools)(attack.mia.id, by: try await attack.house.operatorCaller())
    }
}
