import Foundation
import HTTPTypes
import MartletActions
import MartletDirectory
import MartletTesting
import Testing

@Suite struct `Legacy authentication` {
    private static func knock(
        _ browser: TestBrowser, _ name: String, _ password: String
    ) async throws -> TestBrowser.Answer {
        let text = Data("\(name):\(password)".utf8).base64EncodedString()
        return try await browser.send("/legacy/basic/example.com", .get, nil, [.authorization: "Basic \(text)"])
    }

    @Test func `T12, T13, A213 under the defaults every knock is refused alike and logged as what it was`() async throws
    {
        let house = try await TestHouse()
        _ = try await house.setUp()
        let member = try await house.add("mia")
        try await house.serve { client in
            let browser = TestBrowser(client)
            let right = try await Self.knock(browser, member.name, member.password)
            house.clock.advance(by: .seconds(1))
            let wrong = try await Self.knock(browser, member.name, "Wrong-Harbour-93-lamp")
            house.clock.advance(by: .seconds(1))
            let unknown = try await Self.knock(browser, "nobody@example.com", "Wrong-Harbour-93-lamp")
            for answer in [right, wrong, unknown] {
                #expect(answer.status == 401 && answer.body == right.body && answer.headers == right.headers)
            }
        }
        let codes = try await house.signIns().map(\.errorCode)
        #expect(codes == [50034, 50126, 530_035])
        let row = try #require(try await house.signIns().last)
        #expect(row.clientAppUsed == "Other clients" && row.userPrincipalName == member.name)
        #expect(row.origin.address == "192.0.2.10")
    }

    @Test func `D8 the password grant is refused under the defaults with one answer whatever the password`()
        async throws
    {
        let house = try await TestHouse()
        _ = try await house.setUp()
        let member = try await house.add("mia")
        let app = try await house.app()
        try await house.serve { client in
            let browser = TestBrowser(client)
            var answers: [TestBrowser.Answer] = []
            for (name, password) in [
                (member.name, member.password), (member.name, "Wrong-Harbour-93-lamp"),
                ("nobody@example.com", member.password),
            ] {
                house.clock.advance(by: .seconds(1))
                answers.append(
                    try await browser.token(
                        app, [("grant_type", "password"), ("username", name), ("password", password)]))
            }
            for answer in answers {
                #expect(answer.status == 400 && answer.json("error") == "invalid_grant")
                #expect(answer.json("error_description")?.hasPrefix("AADSTS530035") == true)
            }
        }
        #expect(try await house.signIns().map(\.errorCode) == [50034, 50126, 530_035])
    }

    @Test func `without the defaults a password opens what no policy guards`() async throws {
        let house = try await TestHouse()
        _ = try await house.setUp()
        let member = try await house.add("mia")
        let app = try await house.app()
        try await SwitchSecurityDefaults(house.tools)
            .off(reason: .tooManyPrompts, by: try await house.operatorCaller())
        try await house.serve { client in
            let browser = TestBrowser(client)
            // The surface has switched to modern authentication until somebody says otherwise.
            #expect(try await Self.knock(browser, member.name, member.password).status == 401)
            #expect(try await house.signIns().first?.errorCode == 53003)
            try await SetLegacySurface(house.tools)(.web, .both, by: try await house.operatorCaller())
            #expect(try await Self.knock(browser, member.name, member.password).status == 200)
            #expect(try await Self.knock(browser, member.name, "Wrong-Harbour-93-lamp").status == 401)
            let granted = try await browser.token(
                app, [("grant_type", "password"), ("username", member.name), ("password", member.password)])
            #expect(granted.status == 200 && granted.json("access_token") != nil)
        }
    }

    @Test(arguments: [
        "Basic", "Basic !!!", "Basic bm9jb2xvbg==", "Digest x", "Basic " + String(repeating: "A", count: 9000),
    ])
    func `A219 a header that cannot be read is a 401 and nothing worse`(header: String) async throws {
        let house = try await TestHouse()
        _ = try await house.setUp()
        try await house.serve { client in
            let answer = try await TestBrowser(client)
                .send("/legacy/basic/example.com", .get, nil, [.authorization: header])
            #expect(answer.status == 401)
        }
    }
}
