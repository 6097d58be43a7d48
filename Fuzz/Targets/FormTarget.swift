import Foundation

@testable import MartletServer

/// The reader of urlencoded forms beside a plain one that leans on Foundation; and what was read, written again and read
/// again, is the same.
enum FormTarget: FuzzTarget {
    static let name = "form"

    static func check(_ input: [UInt8]) throws {
        guard let text = input.validText else { return }
        let form = FormBody(parsing: text)
        let plain = plainly(input)
        guard let form else {
            try hold(
                plain == nil || isOverLimit(input, plain ?? []), "what is well formed and within the limits is read")
            return
        }
        guard let plain else { throw Broken(description: "a malformed text was read") }
        try hold(!isOverLimit(input, plain), "the limits hold")
        try hold(form.fields.count == plain.count, "as many fields as the plain reader finds")
        for (ours, theirs) in zip(form.fields, plain) {
            try hold(
                Array(ours.name.utf8) == Array(theirs.0.utf8) && Array(ours.value.utf8) == Array(theirs.1.utf8),
                "each field is what the plain reader takes it for: \(ours.name)")
        }
        let written = form.fields.map { "\(QueryText.encoded($0.name))=\(QueryText.encoded($0.value))" }
            .joined(separator: "&")
        guard let again = FormBody(parsing: written) else { throw Broken(description: "our own writing is read") }
        try hold(
            again.fields.map { [$0.name, $0.value] } == form.fields.map { [$0.name, $0.value] },
            "written and read again it is the same")
        for field in form.fields {
            try hold(form[field.name] != nil, "a field that is there is found")
        }
    }

    private static func isOverLimit(_ input: [UInt8], _ fields: [(String, String)]) -> Bool {
        fields.count > 200 || fields.contains { $0.0.utf8.count > 256 || $0.1.utf8.count > 16_384 }
    }

    private static func plainly(_ input: [UInt8]) -> [(String, String)]? {
        var fields: [(String, String)] = []
        for pair in input.split(separator: UInt8(ascii: "&")) where !pair.isEmpty {
            let halves = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            var decoded: [String] = []
            for half in halves {
                guard let bytes = unescaped(Array(half)), !bytes.contains(0),
                    let text = String(data: Data(bytes), encoding: .utf8)
                else { return nil }
                decoded.append(text)
            }
            fields.append((decoded[0], decoded.count > 1 ? decoded[1] : ""))
        }
        return fields
    }

    // `removingPercentEncoding` will not do: it takes broken UTF-8 for something.
    private static func unescaped(_ bytes: [UInt8]) -> [UInt8]? {
        let pieces = bytes.split(separator: UInt8(ascii: "%"), omittingEmptySubsequences: false)
        var result = Array(pieces[0])
        for piece in pieces.dropFirst() {
            let digits = Array(piece.prefix(2)).text
            guard digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit), let byte = UInt8(digits, radix: 16) else {
                return nil
            }
            result += [0xff, byte] + piece.dropFirst(2)
        }
        // What was escaped is marked by a byte that no text has, so that an escaped plus stays one.
        var plain: [UInt8] = []
        var index = 0
        while index < result.count {
            let isEscaped = result[index] == 0xff
            if isEscaped { index += 1 }
            plain.append(!isEscaped && result[index] == UInt8(ascii: "+") ? 0x20 : result[index])
            index += 1
        }
        return plain
    }
}
