import MartletCredentials
import Testing

@Suite struct `Opaque tokens` {
    private static let random = (0..<32).map { UInt8($0 * 7) }

    @Test(arguments: OpaqueToken.Kind.allCases)
    func `a token comes back as itself`(kind: OpaqueToken.Kind) throws {
        let token = OpaqueToken(kind, random: Self.random)
        #expect(token.text.utf8.count == 47)
        let parsed = try #require(OpaqueToken.parse(token.text, kind))
        #expect(parsed == token)
        #expect(parsed.digest == token.digest)
        #expect(token.digest.count == 32)
    }

    @Test func `prefixes are all different`() {
        #expect(Set(OpaqueToken.Kind.allCases.map(\.prefix)).count == OpaqueToken.Kind.allCases.count)
        #expect(OpaqueToken.Kind.allCases.allSatisfy { $0.prefix.utf8.count == 4 })
    }

    @Test(arguments: OpaqueToken.Kind.allCases, OpaqueToken.Kind.allCases)
    func `A150: a token of one kind is nothing as another`(made: OpaqueToken.Kind, wanted: OpaqueToken.Kind) {
        let token = OpaqueToken(made, random: Self.random)
        #expect((OpaqueToken.parse(token.text, wanted) != nil) == (made == wanted))
        #expect((OpaqueToken(wanted, random: Self.random).digest == token.digest) == (made == wanted))
    }

    @Test func `A167: truncated, padded, case-changed and prefix-valid texts are refused`() {
        let text = OpaqueToken(.refreshToken, random: Self.random).text
        let (kept, random) = (String(text.dropLast()), String(text.dropFirst(4)))
        var variants: [String] = ["", "mrt_", kept, text + "A", text + "=", " " + text, text + "\n", text.uppercased()]
        variants += [random, "MRT_" + random, "mrt-" + random, kept + "=", kept + "+", kept + "é"]
        variants.append(String(repeating: text, count: 1000))
        // The last character carries two bits of nothing: only one of the four spellings is the token.
        for last in ["B", "C", "D"] { variants.append("mrt_" + String(repeating: "A", count: 42) + last) }
        for variant in variants { #expect(OpaqueToken.parse(variant, .refreshToken) == nil, "\(variant.prefix(60))") }
        #expect(OpaqueToken.parse("mrt_" + String(repeating: "A", count: 43), .refreshToken) != nil)
    }

    @Test func `a token with another case is another token`() {
        let text = OpaqueToken(.session, random: Self.random).text
        let changed = "mse_" + text.dropFirst(4).map { $0.isUppercase ? $0.lowercased() : $0.uppercased() }.joined()
        let other = OpaqueToken.parse(changed, .session)
        #expect(other != OpaqueToken(.session, random: Self.random))
        #expect(other?.digest != OpaqueToken(.session, random: Self.random).digest)
    }

    @Test func `it is never printed`() {
        let token = OpaqueToken(.clientSecret, random: Self.random)
        var dumped = ""
        dump(token, to: &dumped)
        for text in ["\(token)", String(reflecting: token), String(describing: [token]), dumped] {
            #expect(!text.contains(token.text.dropFirst(4)))
        }
        #expect(token.hint.count == 8)
        #expect(token.text.hasPrefix(token.hint))
    }
}

@Suite struct `Form tokens` {
    @Test func `a form token is good for its flow in its browser only`() {
        let token = FormToken.make(handle: "flow-1", browserSecret: "browser-1")
        #expect(token.utf8.count == 43)
        #expect(FormToken.isValid(token, handle: "flow-1", browserSecret: "browser-1"))
        #expect(!FormToken.isValid(token, handle: "flow-2", browserSecret: "browser-1"))
        #expect(!FormToken.isValid(token, handle: "flow-1", browserSecret: "browser-2"))
        #expect(!FormToken.isValid("", handle: "flow-1", browserSecret: "browser-1"))
        #expect(!FormToken.isValid(token + "A", handle: "flow-1", browserSecret: "browser-1"))
        #expect(!FormToken.isValid(String(token.dropLast()), handle: "flow-1", browserSecret: "browser-1"))
    }
}

@Suite struct `Proof key for code exchange` {
    private static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    private static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

    @Test func `the example of RFC 7636 appendix B matches`() {
        #expect(PKCE.challenge(for: Self.verifier) == Self.challenge)
        #expect(PKCE.matches(verifier: Self.verifier, challenge: Self.challenge))
    }

    @Test func `A147: another verifier does not match, and plain does not exist`() {
        #expect(!PKCE.matches(verifier: Self.verifier.replacing("d", with: "e"), challenge: Self.challenge))
        #expect(!PKCE.matches(verifier: Self.challenge, challenge: Self.challenge))
        #expect(!PKCE.matches(verifier: "", challenge: Self.challenge))
        #expect(!PKCE.matches(verifier: "", challenge: ""))
        #expect(!PKCE.matches(verifier: Self.verifier, challenge: ""))
        #expect(!PKCE.matches(verifier: Self.verifier + "=", challenge: Self.challenge))
        // One character short of what the RFC asks, with the challenge that belongs to it.
        let short = String(repeating: "a", count: 42)
        #expect(!PKCE.matches(verifier: short, challenge: PKCE.challenge(for: short)))
    }

    @Test func `verifiers are 43 to 128 unreserved characters`() {
        #expect(!PKCE.isValidVerifier(String(repeating: "a", count: 42)))
        #expect(PKCE.isValidVerifier(String(repeating: "a", count: 43)))
        #expect(PKCE.isValidVerifier(String(repeating: "~", count: 128)))
        #expect(!PKCE.isValidVerifier(String(repeating: "a", count: 129)))
        for bad in ["+", "/", "=", " ", "%", "\u{0}", "é"] {
            #expect(!PKCE.isValidVerifier(String(repeating: "a", count: 50) + bad))
        }
    }

    @Test func `challenges are the one spelling of 32 bytes`() {
        #expect(PKCE.isValidChallenge(Self.challenge))
        #expect(!PKCE.isValidChallenge(Self.challenge + "="))
        #expect(!PKCE.isValidChallenge(String(Self.challenge.dropLast())))
        #expect(!PKCE.isValidChallenge(String(Self.challenge.dropLast()) + "N"))
        #expect(!PKCE.isValidChallenge(String(Self.challenge.dropLast()) + "+"))
    }
}

@Suite struct `Access token hash` {
    @Test func `the example of OpenID Connect Core appendix A_3 holds`() {
        #expect(
            AccessTokenHash.atHash("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y") == "77QmUPtjPfzWtF2AnpK9RQ")
    }
}
