import Testing

@testable import MartletPolicy

@Suite struct `Password rule` {
    private let ada = PasswordContext(
        userPrincipalName: "ada.lovelace@engine.example", displayName: "Ada Lovelace", givenName: "Ada",
        surname: "Lovelace", tenantName: "Analytical Engine", customBanned: ["Difference", "b3rnoulli"])

    private func judge(_ candidate: String) -> PasswordVerdict { PasswordRule.judge(candidate, context: ada) }

    @Test(arguments: [
        "correct horse battery staple", "Tr4m-vogel-zeven", "xK9#qLm2", "mijn fiets is geel", "パスワードでは無い言葉",
        "    tab    le    ", "🦊🐻🌵🚲🎺🪁🧦🥁", "winter-mantel-kopje", "h7Fqz0pLw3",
    ])
    func `a password of one's own is accepted without any rule of composition (PP-19)`(candidate: String) {
        #expect(judge(candidate) == .accepted)
    }

    @Test func `length is counted in code points after NFKC`() {
        #expect(judge("xK9#qLm") == .refused(reason: .tooShort))
        #expect(judge("xK9#qLm2") == .accepted)
        // Eight letters typed, seven left: the ligature and the combining accent become what they mean.
        #expect(judge("xK9#qLe\u{301}") == .refused(reason: .tooShort))
        #expect(judge("xK9#qﬁ2") == .accepted)
        let long = (0..<256).map { Character(Unicode.Scalar(UInt8(33 + $0 * 37 % 90))) }
        #expect(judge(String(long)) == .accepted)
        #expect(judge(String(long) + "x") == .refused(reason: .tooLong))
        #expect(judge("") == .refused(reason: .tooShort))
    }

    @Test(arguments: [
        "Password123!", "P@ssw0rd!", "Passw0rd2024", "Summer2025!", "Winter2024", "Welcome1!", "Welcome123", "changeme",
        "ChangeMe123!", "qwerty123", "Qwertyuiop1", "1qaz2wsx", "1q2w3e4r5t", "iloveyou1", "iloveyou!!", "Admin123!",
        "admin2024", "letmein1!", "dragon123", "monkey12", "football1", "baseball!", "trustno1", "sunshine1",
        "princess1", "superman1", "Martlet1!", "martlet2025", "martlet123!", "October2024!", "Monday123", "January1!",
        "P@$$w0rd", "passwort1", "asdfghjk1", "zxcvbnm1", "sakura123", "konnichiwa1", "password", "Password1",
        "starwars1", "michael1", "jordan23", "liverpool1", "computer1", "secret123", "server2024", "Company2025",
        "test1234", "demo1234!", "guest123", "root1234", "London2025!", "Tokyo2024!", "pokemon1", "charlie1",
    ])
    func `PP-13 the passwords that everybody tries first are refused`(candidate: String) {
        #expect(judge(candidate) == .refused(reason: .commonTerm))
    }

    @Test(arguments: [
        "aaaaaaaa", "12345678", "87654321", "abcdefgh", "abababab", "abcabcabc", "11112222", "1234567890", "0987654321",
        "abcd1234", "xyxyxyxyxyxyxyxy", "aaaabbbbcccc", "zzzzzzzzzzzzzzzzzzzzzz",
        "\u{3042}\u{3042}\u{3042}\u{3042}\u{3042}\u{3042}\u{3042}\u{3042}",
        "hjhjhjhjhj", "abc12345", "abc123xyz",
    ])
    func `PP-13 pure repetition and sequence is refused, whatever the letters`(candidate: String) {
        #expect(judge(candidate) == .refused(reason: .repetition))
    }

    @Test(arguments: [
        "lovelace-x7q9z", "xqLOVELACE99x", "q7z-L0velace-k", "ada.lovelace!x7", "adalovelace#kq9",
        "x-analytical engine-7",
        "zqAnalyticalEngine",
    ])
    func `PP-8 names of four letters or more are refused wherever they are`(candidate: String) {
        #expect(judge(candidate) == .refused(reason: .containsName))
    }

    @Test func `PP-8 the worked example and shorter names`() {
        let poll = PasswordContext(
            userPrincipalName: "p@x.example", displayName: "J Poll", givenName: "J", surname: "Poll", tenantName: "X")
        #expect(PasswordRule.judge("p0LL23fb", context: poll) == .refused(reason: .containsName))
        #expect(judge("xada7qz-fk") == .accepted, "Ada has three letters")
    }

    @Test(arguments: [
        "difference77!", "D1fference!x", "B3rnoulli!7x", "bernou11i-7x", "Engine-77", "Engine!difference",
    ])
    func `PP-2 PP-14 the organisation's own words are told apart from common ones`(candidate: String) {
        #expect(judge(candidate) == .refused(reason: .organizationTerm))
        let elsewhere = PasswordContext(userPrincipalName: "x@y.example", displayName: "X", tenantName: "Y")
        #expect(PasswordRule.judge(candidate, context: elsewhere) == .accepted)
    }

    @Test func `PP-1 the list is in normalised form, without repeats, and of the promised size`() {
        #expect(CommonTerms.all.count >= 400)
        #expect(Set(CommonTerms.all).count == CommonTerms.all.count)
        for term in CommonTerms.all {
            #expect(PasswordNormalisation.text(of: term) == term)
            #expect(term.unicodeScalars.count >= 3)
        }
    }
}
