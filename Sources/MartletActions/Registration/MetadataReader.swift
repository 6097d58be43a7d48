import MartletCredentials
import MartletPolicy

/// Reads the members of client metadata. What is `null` is absent (RFC 7592 section 2.2); what is of another kind than
/// the registry says is an error that names the member.
struct MetadataReader {
    let object: JSONObject

    /// A text that people or clients read, of at most `limit` bytes and without control characters.
    func text(_ name: String, limit: Int = 256) throws(RegistrationError) -> String? {
        switch object[name] {
        case nil, .null: return nil
        case .string(let text):
            var checks = FieldChecks()
            let clean = checks.name(text, in: name, limit: limit)
            guard checks.problems.isEmpty else { throw .metadata(name) }
            return clean
        default: throw .metadata(name)
        }
    }

    /// One of the words of `Word`.
    func word<Word: RawRepresentable<String>>(_ name: String) throws(RegistrationError) -> Word? {
        guard let text = try text(name) else { return nil }
        guard let word = Word(rawValue: text) else { throw .metadata(name) }
        return word
    }

    /// `true` or `false`; `false` where there is none.
    func flag(_ name: String) throws(RegistrationError) -> Bool {
        switch object[name] {
        case nil, .null: return false
        case .bool(let value): return value
        default: throw .metadata(name)
        }
    }

    /// A whole number of seconds, from none to about thirty years.
    func seconds(_ name: String) throws(RegistrationError) -> Int? {
        switch object[name] {
        case nil, .null: return nil
        case .integer(let value) where (0...1_000_000_000).contains(value): return Int(value)
        default: throw .metadata(name)
        }
    }

    /// A list of texts, none twice.
    func texts(_ name: String, most: Int, limit: Int = 256) throws(RegistrationError) -> [String]? {
        if object[name] == nil || object[name] == .null { return nil }
        guard let texts = object.strings(name), texts.count <= most,
            texts.allSatisfy({ (1...limit).contains($0.utf8.count) && !$0.utf8.contains { $0 < 0x20 || $0 == 0x7f } })
        else { throw .metadata(name) }
        var kept: [String] = []
        for text in texts where !kept.contains(text) { kept.append(text) }
        return kept
    }

    /// An https address that people or browsers are sent to, or that is fetched.
    func address(_ name: String) throws(RegistrationError) -> String? {
        guard let text = try text(name, limit: OutgoingURL.longest) else { return nil }
        guard let url = try? OutgoingURL(text), url.isSecure else { throw .metadata(name) }
        return text
    }
}
