import MartletActions
import MartletDirectory
import MartletPolicy
import MartletTesting
import Testing

/// AS-2, AS-3, AS-4: the authentication strengths of the admin center.
@Suite struct `Authentication strengths in the admin center` {
    private static let path = "/admin/strengths"
    private static let model = "ee882879-721c-4913-9775-3dfcce97072a"

    private static func add(_ name: String, to center: AdminHouse) async throws -> CustomStrength {
        try await SaveStrength(center.house.tools)(
            SaveStrength.Wish(displayName: name, combinations: ["fido2"]), by: try await center.house.operatorCaller())
    }

    private static func demand(_ strength: CustomStrength, in center: AdminHouse) async throws {
        let id = strength.id
        try await EditApplicationSettings(center.house.tools)(
            center.app.id, by: try await center.house.operatorCaller()
        ) { settings in settings.requiredStrength = id }
    }

    private static func find(_ name: String, in center: AdminHouse) async throws -> AuthenticationStrength? {
        try await FindStrength(center.house.tools)(name, by: try await center.house.operatorCaller())
    }

    @Test func `AS-2 AS-4 a strength is added, changed and deleted, and each is in the log`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client)
            let form = try await browser.get("\(Self.path)/new")
            let added = try await browser.submit(
                form, Self.path,
                [
                    ("displayName", "Keys"), ("explanation", "For the vault"), ("combination", "fido2"),
                    ("combination", "password,hardwareOath"), ("passkeyModels", Self.model + "\r\n"),
                ])
            #expect(added.status == 200 && added.location.hasSuffix("?notice=strengthAdded"))
            #expect(added.body.contains("Keys") && added.body.contains("For the vault"))
            let made = try #require(try await Self.find("Keys", in: center))
            #expect(made.combinations.map(\.name) == ["fido2", "password,hardwareOath"])
            #expect(made.passkeyModels == ["ee882879721c491397753dfcce97072a"])

            let page = try await browser.get("\(Self.path)/\(made.id)")
            #expect(page.body.contains("Password + Hardware token"))
            let saved = try await browser.submit(
                page, "/\(made.id)", [("displayName", "Any key"), ("combination", "fido2")])
            #expect(saved.status == 200 && saved.location.hasSuffix("?notice=strengthSaved"))
            let changed = try #require(try await Self.find("Any key", in: center))
            #expect(changed.id == made.id && changed.combinations.count == 1 && changed.passkeyModels.isEmpty)

            let deleted = try await browser.submit(saved, "/delete")
            #expect(deleted.status == 200 && deleted.location.hasSuffix("?notice=strengthDeleted"))
            #expect(try await Self.find("Any key", in: center) == nil)
            for activity in [AuditActivity.strengthAdded, .strengthChanged, .strengthDeleted] {
                let record = try #require(try await center.audit(activity))
                #expect(record.succeeded && record.address == "192.0.2.10")
            }
        }
    }

    @Test func `AS-4 a strength limits certificates, and the page shows by what`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client)
            let form = try await browser.get("\(Self.path)/new")
            let fields = [
                ("displayName", "Cards"), ("combination", "x509CertificateMultiFactor"),
                ("combination", "password,x509CertificateSingleFactor"), ("certificateIssuers", "AB:CD\r\nef01"),
                ("certificatePolicies", "1.2.3"), ("certificateCombination", "x509CertificateMultiFactor"),
            ]
            let added = try await browser.submit(form, Self.path, fields)
            #expect(added.status == 200 && added.location.hasSuffix("?notice=strengthAdded"))
            let made = try #require(try await Self.find("Cards", in: center))
            #expect(
                made.certificates
                    == CertificateLimit(
                        issuers: ["abcd", "ef01"], policies: ["1.2.3"], combinations: ["x509CertificateMultiFactor"]))
            let page = try await browser.get("\(Self.path)/\(made.id)")
            #expect(page.body.contains("abcd\nef01") && page.body.contains("1.2.3"))
            let wrong = try await browser.submit(
                page, "/\(made.id)",
                [("displayName", "Cards"), ("combination", "fido2"), ("certificateIssuers", "no key")])
            #expect(wrong.status == 400 && wrong.body.contains("at most 5 key identifiers"))
            #expect(wrong.body.contains("Limit certificates only in combinations"))
        }
    }

    @Test func `AS-3 the fifteenth is added, and the sixteenth refused with what was typed`() async throws {
        let center = try await AdminHouse()
        for number in 1...14 { _ = try await Self.add("Keys \(number)", to: center) }
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client)
            let form = try await browser.get("\(Self.path)/new")
            let last = try await browser.submit(
                form, Self.path, [("displayName", "Keys 15"), ("combination", "fido2")])
            #expect(last.status == 200 && last.location.hasSuffix("?notice=strengthAdded"))
            #expect(!last.body.contains("\(Self.path)/new"))
            let before = try await center.changes()
            let refused = try await browser.submit(
                form, Self.path, [("displayName", "Keys <16>"), ("combination", "fido2")])
            #expect(refused.status == 400 && refused.body.contains("Keys &lt;16&gt;"))
            #expect(refused.body.contains("There are 15 strengths of your own already"))
            #expect(try await center.changes() == before)
        }
    }

    @Test func `a form that is wrong comes back with what is wrong`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client)
            let form = try await browser.get("\(Self.path)/new")
            let refused = try await browser.submit(
                form, Self.path, [("displayName", "Phishing-resistant MFA"), ("passkeyModels", "a-key")])
            #expect(refused.status == 400 && refused.body.contains("that no other strength has"))
            #expect(refused.body.contains("Tick at least one combination") && refused.body.contains("a-key"))
        }
    }

    @Test func `AS-3 what an app demands changes only with a tick, and is not deleted`() async throws {
        let center = try await AdminHouse()
        let keys = try await Self.add("Keys", to: center)
        try await Self.demand(keys, in: center)
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client)
            let page = try await browser.get("\(Self.path)/\(keys.id)")
            #expect(page.body.contains("Harbour") && page.forms.allSatisfy { !$0.hasSuffix("/delete") })
            let wish = [("displayName", "Codes"), ("combination", "password,softwareOath")]
            let asked = try await browser.submit(page, "/\(keys.id)", wish)
            #expect(asked.status == 409 && asked.body.contains("value=\"Codes\""))
            #expect(try await Self.find("Codes", in: center) == nil)
            let deleting = try await browser.raw("\(Self.path)/\(keys.id)/delete", [("token", page.token)])
            #expect(deleting.status == 409 && deleting.body.contains("cannot be deleted"))
            #expect(try await Self.find("Keys", in: center) != nil)

            let sure = try await browser.submit(asked, "/\(keys.id)", wish + [("sure", "1")])
            #expect(sure.status == 200 && sure.location.hasSuffix("?notice=strengthSaved"))
            #expect(try await Self.find("Codes", in: center)?.id.rawValue == keys.id.rawValue)
        }
    }

    @Test func `who only reads is offered no form and refused by each`() async throws {
        let center = try await AdminHouse()
        let keys = try await Self.add("Keys", to: center)
        try await Self.demand(keys, in: center)
        let reader = try await center.house.add("rea", role: .securityReader)
        try await center.house.serve { client in
            let (browser, first) = try await center.browser(client, as: reader)
            for path in [Self.path, "\(Self.path)/\(keys.id)"] {
                let page = try await browser.get(path)
                #expect(page.status == 200 && page.forms.allSatisfy { !$0.hasPrefix(Self.path) }, "\(path)")
            }
            #expect(try await browser.get("\(Self.path)/new").status == 403)
            let fields = [("token", first.token), ("displayName", "Mine"), ("combination", "password")]
            for path in [Self.path, "\(Self.path)/\(keys.id)", "\(Self.path)/\(keys.id)/delete"] {
                #expect(try await browser.raw(path, fields).status == 403, "\(path)")
            }
            #expect(try await Self.find("Mine", in: center) == nil)
            #expect(try await Self.find("Keys", in: center) != nil)
        }
    }

    @Test func `a built-in strength is shown and never changes`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client)
            for strength in AuthenticationStrength.builtIn {
                let page = try await browser.get("\(Self.path)/\(strength.id)")
                #expect(page.status == 200 && page.forms.allSatisfy { !$0.hasPrefix(Self.path) })
                let fields = [("token", page.token), ("displayName", "Mine"), ("combination", "password")]
                for action in ["", "/delete"] {
                    let answer = try await browser.raw("\(Self.path)/\(strength.id)\(action)", fields)
                    #expect(answer.status == 404, "\(strength.id)\(action)")
                }
            }
        }
    }
}
