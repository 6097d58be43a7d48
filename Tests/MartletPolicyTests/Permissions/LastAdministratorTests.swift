import MartletPolicy
import Testing

/// Promise 7, SD-70…SD-72, D13.
@Suite struct `Last administrator` {
    private func administrator(_ change: (inout AdministratorFacts) -> Void = { _ in }) -> AdministratorFacts {
        var facts = AdministratorFacts(
            isEnabled: true, isDeleted: false, isGuest: false, hasPassword: true, hasSecondFactor: true)
        change(&facts)
        return facts
    }

    @Test func `one usable administrator is enough and none is not`() {
        #expect(LastAdministrator.keepsOne(after: [administrator()]))
        #expect(!LastAdministrator.keepsOne(after: []))
    }

    @Test func `an administrator who could not sign in does not count`() {
        let useless = [
            administrator { $0.isEnabled = false }, administrator { $0.isDeleted = true },
            administrator { $0.isGuest = true }, administrator { $0.hasPassword = false },
            administrator { $0.hasSecondFactor = false },
        ]
        for one in useless { #expect(!LastAdministrator.keepsOne(after: [one])) }
        #expect(!LastAdministrator.keepsOne(after: useless))
        #expect(LastAdministrator.keepsOne(after: useless + [administrator()]))
    }
}
