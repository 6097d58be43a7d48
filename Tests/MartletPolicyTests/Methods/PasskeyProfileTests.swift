import Foundation
import MartletDirectory
import MartletPolicy
import Testing

/// PK-4…PK-10: what a passkey must be like, and for whom.
@Suite struct `Passkey profiles` {
    private let crew: ID<Group> = ID("00000000-0000-4000-8000-00000000000a")
    private let pilots: ID<Group> = ID("00000000-0000-4000-8000-00000000000b")
    private let model = String(repeating: "07", count: 16)
    private let other = String(repeating: "08", count: 16)

    @Test func `PK-1 where a passkey lives counts where a profile says so`() {
        var profile = PasskeyProfile()
        #expect(profile.allows(model: model, isSynced: true) && profile.allows(model: model, isSynced: false))
        profile.kinds = .deviceBound
        #expect(!profile.allows(model: model, isSynced: true) && profile.allows(model: model, isSynced: false))
        profile.kinds = .synced
        #expect(profile.allows(model: model, isSynced: true) && !profile.allows(model: model, isSynced: false))
    }

    @Test func `PK-8 a list of models is meant one way or the other`() {
        var profile = PasskeyProfile()
        profile.models = [model]
        #expect(profile.allows(model: other, isSynced: false))
        profile.modelRule = .onlyListed
        #expect(profile.allows(model: model, isSynced: false) && !profile.allows(model: other, isSynced: false))
        profile.modelRule = .notListed
        #expect(!profile.allows(model: model, isSynced: false) && profile.allows(model: other, isSynced: false))
    }

    @Test func `PK-9 the profiles of the own groups hold, and the standard one where there are none`() {
        var settings = PasskeySettings()
        settings.standard.name = "standard"
        settings.second.name = "second"
        settings.third.name = "third"
        let names = { (groups: Set<ID<Group>>) in settings.profiles(memberOf: groups).map(\.name) }
        #expect(names([crew]) == ["standard"])
        settings.second.groups = [crew]
        settings.third.groups = [pilots]
        #expect(names([crew]) == ["second"] && names([pilots]) == ["third"] && names([]) == ["standard"])
        #expect(names([crew, pilots]) == ["second", "third"])
    }

    @Test func `whoever changes a group of a profile changes the policy`() {
        var policy = AuthenticationMethodsPolicy()
        #expect(!policy.looksAtGroups && !policy.names(crew))
        policy.passkeys.third.groups = [crew]
        #expect(policy.looksAtGroups && policy.names(crew) && !policy.names(pilots))
    }

    @Test func `what was kept before there were profiles is the standard one`() throws {
        let kept = """
            {"passkeys":{"isEnabled":true,"wantsAttestation":true,"modelRule":"onlyListed","models":["\(model)"]}}
            """
        var policy = try JSONDecoder().decode(AuthenticationMethodsPolicy.self, from: Data(kept.utf8))
        #expect(policy.passkeys.standard.wantsAttestation && policy.passkeys.standard.models == [model])
        #expect(policy.passkeys.second == PasskeyProfile() && policy.passkeys.isSelfServiceAllowed)
        policy.passkeys.third.groups = [crew]
        policy.passkeys.isEnabled = false
        let again = try JSONDecoder().decode(
            AuthenticationMethodsPolicy.self, from: try JSONEncoder().encode(policy))
        #expect(again == policy)
    }
}
