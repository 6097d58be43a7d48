import HTTPTypes
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

@testable import MartletServer

/// The door that nginx's mail proxy asks at.
@Suite struct `The mail door` {
    @Test func `A213, SD-42 under the defaults every login is refused alike and logged as the protocol it was`()
        async throws
    {
        let here = try await GuessingHouse(defaults: true)
        let protocols = [("imap", "IMAP4"), ("pop3", "POP3"), ("smtp", "Authenticated SMTP")]
        try await here.house.serve { client in
            let proxy = TestBrowser(client, address: "198.51.100.200")
            for (spoken, client) in protocols {
                var answers: [TestBrowser.Answer] = []
                for (name, password) in [
                    (here.member.name, here.member.password), (here.member.name, "Wrong-Harbour-93-lamp"),
                    ("nobody@example.com", here.member.password),
                ] {
                    here.house.clock.advance(by: .seconds(1))
                    answers.append(
                        try await proxy.mail(
                            here.mailKey, name: name, password: password, from: "203.0.113.9", speaking: spoken))
                }
                for answer in answers {
                    #expect(answer.status == 200 && answer.mailStatus == "Invalid login or password")
                    #expect(answer.headers == answers[0].headers && answer.body == answers[0].body)
                    #expect(answer.header("Auth-Error-Code") == "535 5.7.8" && answer.header("Auth-Wait") == "3")
                    #expect(answer.header("Auth-Server") == nil)
                }
                let rows = try await here.house.signIns(limit: 3)
                #expect(rows.map(\.errorCode) == [50034, 50126, 530_035])
                // The address is that of the mail program, which only the holder of the key may say.
                #expect(rows.allSatisfy { $0.clientAppUsed == client && $0.origin.address == "203.0.113.9" })
                #expect(rows.allSatisfy { $0.door == "legacyMail" })
            }
        }
    }

    @Test func `without the defaults the switch decides, and who passes is sent to the server of the protocol`()
        async throws
    {
        let here = try await GuessingHouse()
        try await here.house.serve { client in
            let proxy = TestBrowser(client)
            let name = here.member.name.uppercased()
            let passed = try await proxy.mail(here.mailKey, name: name, password: here.member.password)
            #expect(passed.status == 200 && passed.mailStatus == "OK")
            #expect(passed.header("Auth-Server") == "192.0.2.4" && passed.header("Auth-Port") == "143")
            // A076: the mail server hears the one name of the account.
            #expect(passed.header("Auth-User") == here.member.name)
            let smtp = try await proxy.mail(
                here.mailKey, name: here.member.name, password: here.member.password, speaking: "smtp")
            #expect(smtp.header("Auth-Server") == "2001:db8::4" && smtp.header("Auth-Port") == "587")
            let caller = try await here.house.operatorCaller()
            try await SetLegacySurface(here.house.tools)(.mail, .modern, by: caller)
            // The newest row is the last one by a second.
            here.house.clock.advance(by: .seconds(1))
            let refused = try await proxy.mail(here.mailKey, name: here.member.name, password: here.member.password)
            #expect(refused.mailStatus == "Invalid login or password" && refused.header("Auth-Server") == nil)
            #expect(try await here.house.signIns(limit: 1).first?.errorCode == 53003)
            try await SetMailServers(here.house.tools)([.pop3: ""], by: caller)
            let none = try await proxy.mail(
                here.mailKey, name: here.member.name, password: here.member.password, speaking: "pop3")
            #expect(none.mailStatus?.hasPrefix("Temporary") == true && none.header("Auth-Server") == nil)
        }
    }

    @Test func `A078 without the key nothing is tried, and the key of another purpose is none`() async throws {
        let here = try await GuessingHouse()
        let caller = try await here.house.operatorCaller()
        try await here.house.serve { client in
            let proxy = TestBrowser(client)
            let name = here.member.name
            for key in [
                "", "x", String(here.mailKey.dropLast()) + "A", here.mailKey.uppercased(), here.app.secret ?? "",
            ] {
                let answer = try await proxy.mail(key, name: name, password: here.member.password)
                #expect(answer.status == 403 && answer.mailStatus == nil)
            }
            #expect(try await here.numbers()[50126] == nil)
            // A newer key leaves the older one a day; taken back, it is gone at once.
            let newer = try await MakeMailKey(here.house.tools)(by: caller).text
            for key in [here.mailKey, newer] {
                let answer = try await proxy.mail(key, name: name, password: here.member.password)
                #expect(answer.mailStatus == "OK")
            }
            here.house.clock.advance(by: .days(1))
            let old = try await proxy.mail(here.mailKey, name: name, password: here.member.password)
            #expect(old.status == 403)
            let good = try await proxy.mail(newer, name: name, password: here.member.password)
            #expect(good.mailStatus == "OK")
            try await RevokeMailKeys(here.house.tools)(all: true, by: caller)
            let shut = try await proxy.mail(newer, name: name, password: here.member.password)
            #expect(shut.status == 403)
        }
    }

    @Test(arguments: [
        ("Auth-Method", "external"), ("Auth-Method", "none"), ("Auth-Protocol", "http"), ("Auth-User", "%zz"),
        ("Auth-User", ""), ("Auth-User", "mia%00@example.com"), ("Auth-Pass", "%0d%0aX-Evil: 1"), ("Auth-Pass", "%"),
        ("Auth-Pass", "%FF%FE"),
    ])
    func `A214, A219 what cannot be read is refused like any other login, and nothing is tried`(
        field: String, value: String
    ) async throws {
        let here = try await GuessingHouse()
        try await here.house.serve { client in
            let proxy = TestBrowser(client)
            let name = try #require(HTTPField.Name(field))
            let answer = try await proxy.mail(here.mailKey, name: here.member.name, password: here.member.password) {
                $0[name] = value
            }
            #expect(answer.status == 200 && answer.mailStatus == "Invalid login or password")
            #expect(try await here.house.signIns().isEmpty)
        }
    }

    @Test func `A214 a header that is there twice is nothing, and an address that is none is not believed`() {
        var fields = [
            ("Auth-Method", "plain"), ("Auth-User", "mia%40example.com"), ("Auth-Pass", "a%20b+c"),
            ("Auth-Protocol", "imap"), ("Auth-Login-Attempt", "2"), ("Client-IP", "2001:db8::7"),
        ]
        func read() -> MailAuthRequest {
            MailAuthRequest { name in fields.filter { $0.0 == name }.map(\.1) }
        }
        #expect(read().login == MailLogin(mailProtocol: .imap, name: "mia@example.com", password: "a b+c"))
        #expect(read().clientAddress == "2001:db8::7" && read().attempt == 2)
        for name in ["Auth-Method", "Auth-User", "Auth-Pass", "Auth-Protocol"] {
            fields.append((name, "plain"))
            #expect(read().login == nil)
            fields.removeLast()
        }
        fields.append(("Client-IP", "192.0.2.1"))
        #expect(read().clientAddress == nil && read().login != nil)
        fields = [("Client-IP", "unix:"), ("Auth-Login-Attempt", "-1")]
        #expect(read().clientAddress == nil && read().attempt == 1 && read().login == nil)
    }

    @Test func `A219 a login without a password to look at is a wrong one, and counted`() async throws {
        let here = try await GuessingHouse()
        try await here.house.serve { client in
            for method in ["apop", "cram-md5"] {
                let answer = try await TestBrowser(client).mail(here.mailKey, name: here.member.name, password: "x") {
                    $0[HTTPField.Name("Auth-Method") ?? .accept] = method
                }
                #expect(answer.mailStatus == "Invalid login or password")
            }
            #expect(try await here.numbers(of: here.member) == [50126: 2])
        }
    }

    @Test func `after three tries on a connection it is closed, whatever the password was`() async throws {
        let here = try await GuessingHouse(defaults: true)
        try await here.house.serve { client in
            for (attempt, wait) in [(1, "3"), (2, "3"), (3, nil), (9, nil)] {
                for password in [here.member.password, "Wrong-Harbour-93-lamp"] {
                    let answer = try await TestBrowser(client).mail(
                        here.mailKey, name: here.member.name, password: password, attempt: attempt)
                    #expect(answer.header("Auth-Wait") == wait)
                }
            }
        }
    }

    @Test func `A079 one password over 5,000 people from 50 addresses is throttled, and locks nobody out`() async throws
    {
        let here = try await GuessingHouse()
        try await here.house.serve { client in
            let proxy = TestBrowser(client)
            var stopped = 0
            for number in 0..<5_000 {
                let name = number == 17 ? here.member.name : "person\(number)@example.com"
                let answer = try await proxy.mail(
                    here.mailKey, name: name, password: "Sommer-2026-Regen", from: "203.0.113.\(number % 50)")
                #expect(answer.header("Auth-Server") == nil)
                if answer.mailStatus?.hasPrefix("Temporary") == true { stopped += 1 }
            }
            let tenant = try await here.house.operatorCaller().tenant
            let locked = try await here.house.store.read { tables in
                try tables.lockouts.list(in: tenant, subject: here.member.id.rawValue).filter {
                    $0.lockedUntil != nil
                }
            }
            #expect(locked.isEmpty)
            let own = try await proxy.mail(
                here.mailKey, name: here.member.name, password: here.member.password, from: "198.51.100.4")
            #expect(own.mailStatus == "OK")
            // Each address was heard for 60 names and the one too many, and not for the other 39.
            #expect(stopped == 50 * 39)
        }
    }
}
