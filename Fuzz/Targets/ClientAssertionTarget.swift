import Foundation
import MartletCredentials
import MartletDirectory

/// The reader and the judge of what apps prove themselves with (A172, A173, A175, A185): a line of header, and claims.
///
/// The signature is checked in between and is none of this target's business.
enum ClientAssertionTarget: FuzzTarget {
    static let name = "client-assertion"

    private static let client = "0d9f4c1e-5b1a-4d7e-9c3f-2a6b8e7d1f00"
    private static let audience = "https://login.contoso.com/token"

    static func check(_ input: [UInt8]) throws {
        _ = try? ClientAssertion(input.text)
        let lines = input.lines(2)
        let compact = [lines[0], lines[1], [0]].map { Base64URL.encode($0) }.joined(separator: ".")
        guard let assertion = try? ClientAssertion(compact) else { return }
        guard let header = object(lines[0]), object(lines[1]) != nil || holdsFraction(lines[1]) else {
            throw Broken(description: "what is read is JSON to Foundation too")
        }
        let algorithms = JWSAlgorithm.allCases.map(\.rawValue)
        try hold(algorithms.contains(header["alg"] as? String ?? ""), "the algorithm is one of ours")
        try hold(header["crit"] == nil, "no extension is critical")
        let once = try? assertion.judge(client: ID(client), audience: .anyOf([audience]), at: FuzzKeys.now)
        guard let once, let claims = object(lines[1]) else { return }
        let now = FuzzKeys.now.seconds
        try hold((claims["sub"] as? String)?.lowercased() == client, "the subject is the app")
        try hold(claims["iss"] as? String == claims["sub"] as? String, "the issuer is the subject")
        let audiences = claims["aud"] as? [String] ?? (claims["aud"] as? String).map { [$0] } ?? []
        try hold(audiences == [audience], "the audience is one, and this one")
        try hold((claims["jti"] as? String)?.isEmpty == false, "it has an id")
        try hold(once.digest.count == 32, "the id is remembered by its digest")
        let life = once.expiresAt.seconds - now
        try hold(life > 0 && life <= ClientAssertion.longestLife.inSeconds + 60, "it lives for an hour")
        let expiry = (claims["exp"] as? NSNumber)?.doubleValue ?? 0
        try hold(abs(expiry - Double(once.expiresAt.seconds)) <= 1, "it is remembered until it ends")
    }

    private static func object(_ bytes: [UInt8]) -> [String: Any]? {
        (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any]
    }

    /// Numbers that no `Double` holds are numbers to JSON and not to Foundation.
    private static func holdsFraction(_ bytes: [UInt8]) -> Bool {
        bytes.contains { $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") || $0 == UInt8(ascii: ".") }
    }
}
