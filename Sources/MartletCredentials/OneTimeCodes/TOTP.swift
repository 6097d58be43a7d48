import Crypto
import MartletDirectory

/// Time-based one-time passwords as every authenticator app makes them: SHA-1, 6 digits, 30 seconds (RFC 6238).
///
/// A code is good for its own step and one step either way (D15, A041), and only if that step is later than the last
/// one that was accepted (A037, A039). This says which step a code belongs to; the store spends the step.
package enum TOTP {
    /// Seconds in a step.
    package static let stepSeconds: Int64 = 30
    /// Bytes in a secret: as many as SHA-1 gives (RFC 4226 section 4, R6).
    package static let secretLength = 20
    /// Digits in a code.
    package static let digits = 6

    /// The lengths of a step that there are: those of apps, and of tokens (OT-2).
    package static let periods: [Int64] = [stepSeconds, 60]

    /// The step of `period` seconds that `point` falls into.
    package static func step(at point: Timestamp, period: Int64 = stepSeconds) -> Int64 {
        // Rounded down, so that the boundaries lie where they should before 1970 too.
        let seconds = point.seconds
        return seconds >= 0 ? seconds / period : (seconds - period + 1) / period
    }

    /// The code of one step, with leading zeros; `digits` is 6…8.
    package static func code(secret: [UInt8], step: Int64, digits: Int = TOTP.digits) -> String {
        precondition((6...8).contains(digits), "6 to 8 digits (RFC 4226 section 5.3)")
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * Int64($0))) }
        let mac = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
        let offset = Int(mac[19] & 15)
        let number =
            UInt32(mac[offset] & 0x7f) << 24 | UInt32(mac[offset + 1]) << 16 | UInt32(mac[offset + 2]) << 8
            | UInt32(mac[offset + 3])
        let modulus: UInt32 = digits == 6 ? 1_000_000 : digits == 7 ? 10_000_000 : 100_000_000
        let text = String(number % modulus)
        return String(repeating: "0", count: digits - text.utf8.count) + text
    }

    /// The six digits in what was typed, or `nil`.
    ///
    /// Spaces are dropped wherever they stand, as apps show `123 456`; anything else that is not one of the ASCII
    /// digits, or another number of digits, is not a code (A043).
    package static func parse(_ typed: String) -> String? {
        guard typed.utf8.count <= 2 * digits else { return nil }
        let code = typed.utf8.filter { $0 != UInt8(ascii: " ") }
        guard code.count == digits,
            code.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return String(decoding: code, as: UTF8.self)
    }

    /// The step that a typed code proves, or `nil` if it proves none.
    ///
    /// The steps looked at are the current one and its two neighbours, of which only those after `lastStep` count.
    /// All three are computed and compared whatever the result, so that time tells nothing.
    package static func match(
        code typed: String, secret: [UInt8], at point: Timestamp, after lastStep: Int64, period: Int64 = stepSeconds
    ) -> Int64? {
        guard let code = parse(typed) else { return nil }
        let current = step(at: point, period: period)
        var matched: Int64?
        for step in (current - 1)...(current + 1) {
            let isEqual = ConstantTime.areEqual(code, self.code(secret: secret, step: step))
            if isEqual && step > lastStep { matched = step }
        }
        return matched
    }
}
