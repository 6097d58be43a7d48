import Foundation
import MartletCredentials
import MartletDirectory

/// The verifier of tokens (A169–A177).
///
/// The first line of an input says what it is:
/// - `raw`: a token as it came. None is accepted but the good one.
/// - `edit`: the good token, changed as the bytes say: place (two bytes) and new byte, over and over. Any change refuses it.
/// - `signed`: a line of header and the rest as claims, well signed. What is accepted keeps every rule, as Foundation
///   reads it.
enum JWTTarget: FuzzTarget {
    static let name = "jwt"

    private static let verifier = Result { try FuzzKeys.verifier() }

    static func check(_ input: [UInt8]) throws {
        let lines = input.lines(2)
        switch lines[0].text {
        case "raw": try checkRaw(lines[1].text)
        case "edit": try checkRaw(edited(lines[1]))
        case "signed": try checkSigned(header: lines[1].lines(2)[0], payload: lines[1].lines(2)[1])
        default: try checkRaw(input.text)
        }
    }

    private static func verify(_ token: String, as type: JWTType) throws -> JSONObject? {
        try? verifier.get().verify(
            token, type: type, issuer: FuzzKeys.issuer, audience: "app", at: FuzzKeys.now)
    }

    private static func checkRaw(_ token: String) throws {
        for type in JWTType.allCases where try verify(token, as: type) != nil {
            try hold(
                Array(token.utf8) == Array(FuzzKeys.rsaToken.utf8), "no token is accepted that the issuer did not sign")
            try hold(type == .jwt, "a token is of one type")
        }
        let isGood = Array(token.utf8) == Array(FuzzKeys.rsaToken.utf8)
        try hold(try !isGood || verify(token, as: .jwt) != nil, "the good token is accepted")
        _ = JWTVerifier.unverifiedClaim("iss", of: token)
    }

    private static func edited(_ edits: [UInt8]) -> String {
        var bytes = Array(FuzzKeys.rsaToken.utf8)
        var index = 0
        while index + 3 <= edits.count, index < 30 {
            bytes[(Int(edits[index]) << 8 | Int(edits[index + 1])) % bytes.count] = edits[index + 2]
            index += 3
        }
        return bytes.text
    }

    private static func checkSigned(header: [UInt8], payload: [UInt8]) throws {
        guard header.count + payload.count < 8192 else { return }
        let token = try FuzzKeys.signed(header: header, payload: payload)
        var accepted = 0
        for type in JWTType.allCases {
            guard let claims = try verify(token, as: type) else { continue }
            accepted += 1
            guard let head = object(header), let body = object(payload) else {
                // But for a number that no `Double` holds, in a claim that nobody reads.
                let both = [header, payload].compactMap { try? JSONReader.object($0) }
                try hold(both.contains { JSONTarget.holdsRaw(.object($0)) }, "it is JSON to Foundation too")
                continue
            }
            try hold(head["alg"] as? String == "ES256", "the algorithm is the key's")
            try hold(head["kid"] as? String == FuzzKeys.ecKeyID, "the key is named")
            try hold(head["typ"] as? String == type.rawValue, "the type is the one that was asked for")
            try hold(head["crit"] == nil, "no extension is critical")
            try checkClaims(body)
            try hold(JSONReader.sameAgain(claims), "the claims can be written and read again")
        }
        try hold(accepted <= 1, "a token is of one type")
    }

    private static func checkClaims(_ body: [String: Any]) throws {
        let now = FuzzKeys.now.seconds
        try hold(body["iss"] as? String == FuzzKeys.issuer, "the issuer is the one that was asked for")
        let audiences = body["aud"] as? [String] ?? (body["aud"] as? String).map { [$0] } ?? []
        try hold(audiences.contains("app"), "the audience is the one that was asked for")
        guard let expiry = (body["exp"] as? NSNumber)?.int64Value else { throw Broken(description: "there is an end") }
        try hold(expiry > now - 60 && expiry <= now + 86_400 + 60, "the end is near, and not past")
        for name in ["iat", "nbf"] {
            guard let start = body[name] else { continue }
            try hold((start as? NSNumber)?.int64Value ?? .max <= now + 60, "\(name) is not in the future")
        }
    }

    private static func object(_ bytes: [UInt8]) -> [String: Any]? {
        (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any]
    }
}

extension JSONReader {
    /// Whether what is written of `object` reads as the same.
    static func sameAgain(_ object: JSONObject) -> Bool { (try? JSONReader.object(object.utf8)) == object }
}
