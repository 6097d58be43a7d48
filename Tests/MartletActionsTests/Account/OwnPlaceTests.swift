import MartletActions
import MartletDirectory
import Testing

@Suite struct `A person's own place` {
    @Test func `it is the groups that one is in, and the roles with the way in which they are held`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob", role: .globalReader, registered: true)
        let cleo = try await house.add("cleo", registered: true)
        let crew = try await AddGroup(house.tools)(
            displayName: "Harbour crew", description: "At the quay", isAssignableToRole: true, by: house.operator)
        try await AddMember(house.tools)(bob.id, to: crew.id, by: house.operator)
        try await AssignRole(house.tools)(
            DirectoryRole.helpdeskAdministrator.id, to: .group(crew.id), by: house.operator)

        let place = try await OwnPlace(house.tools)(by: try await house.caller(bob))
        #expect(place.groups.map(\.displayName) == ["Harbour crew"])
        #expect(place.roles.map(\.role.displayName) == ["Global Reader", "Helpdesk Administrator"])
        #expect(place.roles.map { $0.group?.id } == [nil, crew.id])

        let other = try await OwnPlace(house.tools)(by: try await house.caller(cleo))
        #expect(other.groups.isEmpty && other.roles.isEmpty)
    }

    @Test func `nobody reads it who has no account of their own, or no longer`() async throws {
        let house = try await Organization()
        let bob = try await house.add("bob", registered: true)
        let caller = try await house.caller(bob)
        try await SetUserEnabled(house.tools)(bob.id, isEnabled: false, by: house.operator)
        await #expect(throws: ActionError.notFound("account")) { try await OwnPlace(house.tools)(by: caller) }
        await #expect(throws: ActionError.self) { try await OwnPlace(house.tools)(by: house.operator) }
    }
}
