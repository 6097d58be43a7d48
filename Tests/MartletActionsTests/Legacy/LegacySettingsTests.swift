import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import Testing

/// The switches of the surfaces and the mail door: who turns them, and what is written down.
@Suite struct `Legacy settings` {
    @Test func `a switch is recorded with who and when, and letting passwords in is an alert`() async throws {
        let house = try await Organization()
        try await SetLegacySurface(house.tools)(.mail, .both, by: house.operator)
        let allowed = try #require(try await house.audits(.legacyAuthenticationAllowed).first)
        #expect(allowed.isAlert)
        #expect(allowed.changes == [AuditRecord.Change(property: "mode", old: "modern", new: "both")])
        let status = try await LegacySettingsStatus(house.tools)(by: house.operator)
        #expect(status.setting.mail.mode == .both && status.setting.mail.changedAt != nil)
        #expect(status.setting.modernSurfaces == [.web, .directory, .network] && status.isUnderDefaults)
        try await SetLegacySurface(house.tools)(.mail, .modern, by: house.operator)
        let required = try #require(try await house.audits(.modernAuthenticationRequired).first)
        #expect(!required.isAlert)
        await #expect(throws: ActionError.conflict(.alreadyDone)) {
            try await SetLegacySurface(house.tools)(.mail, .modern, by: house.operator)
        }
    }

    @Test(arguments: DirectoryRole.all)
    func `A221 three roles turn the switches, and those who read settings see them`(role: DirectoryRole) async throws {
        let house = try await Organization()
        let caller = try await house.caller(try await house.add("cal", role: role, registered: true))
        let writers: [DirectoryRole] = [
            .globalAdministrator, .securityAdministrator, .conditionalAccessAdministrator,
        ]
        let readers = writers + [.globalReader, .securityReader]
        let acts: [@Sendable () async throws -> Void] = [
            { try await SetLegacySurface(house.tools)(.web, .both, by: caller) },
            { try await SetMailServers(house.tools)([.imap: "192.0.2.4:143"], by: caller) },
            { _ = try await MakeMailKey(house.tools)(by: caller) },
            { try await RevokeMailKeys(house.tools)(all: true, by: caller) },
        ]
        for act in acts {
            do {
                try await act()
                #expect(writers.contains(role))
            } catch ActionError.forbidden {
                #expect(!writers.contains(role))
            }
        }
        do {
            let status = try await LegacySettingsStatus(house.tools)(by: caller)
            #expect(readers.contains(role) && status.mayChange == writers.contains(role))
        } catch ActionError.forbidden {
            #expect(!readers.contains(role))
        }
    }

    @Test(arguments: [
        "mail.example.com:143", "192.0.2.4", "192.0.2.4:0", "192.0.2.4:65536", "2001:db8::4:143", "[192.0.2.4]:143",
        "192.0.2.04:143", "192.0.2.4:143 ", "[fe80::1%eth0]:143", "192.0.2.4:+143",
    ])
    func `a mail server is an address and a port`(text: String) async throws {
        let house = try await Organization()
        try await SetMailServers(house.tools)([.imap: "192.0.2.4:143", .smtp: "[2001:db8::4]:587"], by: house.operator)
        await #expect(throws: ActionError.self) {
            try await SetMailServers(house.tools)([.imap: text, .pop3: "192.0.2.4:110"], by: house.operator)
        }
        let door = try await LegacySettingsStatus(house.tools)(by: house.operator).setting.mailDoor
        #expect(door.imap?.text == "192.0.2.4:143" && door.smtp?.text == "[2001:db8::4]:587" && door.pop3 == nil)
    }

    @Test func `no record and no row holds a key, and old keys are not kept for ever`() async throws {
        let house = try await Organization()
        var keys: [OpaqueToken] = []
        for _ in 0..<8 { keys.append(try await MakeMailKey(house.tools)(by: house.operator)) }
        let door = try await LegacySettingsStatus(house.tools)(by: house.operator).setting.mailDoor
        #expect(door.keys.count == 5 && door.keys.first?.digest == keys.last?.digest)
        #expect(door.keys.dropFirst().allSatisfy { $0.expiresAt != nil })
        let changes = try await house.audits(.mailKeyMade).flatMap(\.changes)
        #expect(changes.count == 8 && changes.allSatisfy { $0.new?.utf8.count == 8 })
        try await RevokeMailKeys(house.tools)(all: false, by: house.operator)
        let left = try await LegacySettingsStatus(house.tools)(by: house.operator).keys
        #expect(left.count == 1 && left.first?.digest == keys.last?.digest)
    }
}
