import MartletActions
import MartletDirectory
import MartletTesting
import SwiftASN1
import Synchronization

@testable import MartletServer

/// A connection to the directory without a socket: what a client sends, byte by byte, and what it gets.
final class LDAPDesk: Sendable {
    /// One answer, as a client reads it.
    struct Answer: Equatable {
        var id: Int
        var tag: UInt
        /// The result code; `nil` for an entry.
        var code: Int?
        var diagnostic = ""
        var name = ""
        var attributes: [String: [String]] = [:]
        /// The value of an extended answer.
        var value: [UInt8]?
        var cookie: [UInt8]?
    }

    private let sent: SentBytes
    let session: LDAPSession

    init(_ house: TestHouse, isSecure: Bool = true, address: String = "192.0.2.10") {
        let sent = SentBytes()
        self.sent = sent
        session = LDAPSession(
            tools: house.tools, origin: Origin(address: address, userAgent: ""), isSecure: isSecure
        ) { [sent] in sent.add($0) }
    }

    /// Sends a message and returns all that came back, and what becomes of the connection.
    func ask(_ message: [UInt8]) async throws -> (answers: [Answer], raw: [[UInt8]], next: LDAPSession.Next) {
        let next = try await session.answer(message)
        let raw = sent.take()
        return (try raw.map(Self.read), raw, next)
    }

    /// Binds, and returns the result code.
    func bind(_ name: String, _ password: String) async throws -> Int? {
        try await ask(Self.bind(name, password)).answers.first?.code
    }

    /// Searches, and returns entries and the last word.
    func search(
        _ base: String, _ scope: LDAPSearch.Scope = .subtree, filter: Filter = .present("objectClass"),
        attributes: [String] = [], sizeLimit: Int = 0, page: (size: Int, cookie: [UInt8])? = nil
    ) async throws -> (entries: [Answer], done: Answer?) {
        let answers = try await ask(
            Self.search(base, scope, filter: filter, attributes: attributes, sizeLimit: sizeLimit, page: page)
        ).answers
        return (answers.filter { $0.tag == 4 }, answers.last { $0.tag == 5 })
    }

    /// The filters that tests write.
    indirect enum Filter {
        case present(String)
        case equal(String, String)
        case begins(String, String)
        case and([Filter])
        case not(Filter)

        func write(into coder: inout DER.Serializer) {
            switch self {
            case .present(let name): LDAPWriting.octets(Array(name.utf8), LDAPWriting.context(7), in: &coder)
            case .equal(let name, let value):
                coder.appendConstructedNode(identifier: LDAPWriting.context(3)) {
                    LDAPWriting.string(name, in: &$0)
                    LDAPWriting.string(value, in: &$0)
                }
            case .begins(let name, let text):
                coder.appendConstructedNode(identifier: LDAPWriting.context(4)) {
                    LDAPWriting.string(name, in: &$0)
                    $0.appendConstructedNode(identifier: .sequence) {
                        LDAPWriting.octets(Array(text.utf8), LDAPWriting.context(0), in: &$0)
                    }
                }
            case .and(let filters):
                coder.appendConstructedNode(identifier: LDAPWriting.context(0)) { inner in
                    for filter in filters { filter.write(into: &inner) }
                }
            case .not(let filter):
                coder.appendConstructedNode(identifier: LDAPWriting.context(2)) { filter.write(into: &$0) }
            }
        }
    }

    static func operation(
        _ tag: UInt, id: Int = 1, controls: ((inout DER.Serializer) -> Void)? = nil,
        _ body: (inout DER.Serializer) -> Void
    ) -> [UInt8] {
        LDAPWriting.message(id) { coder in
            coder.appendConstructedNode(identifier: ASN1Identifier(tagWithNumber: tag, tagClass: .application), body)
            if let controls { coder.appendConstructedNode(identifier: LDAPWriting.context(0), controls) }
        }
    }

    static func bind(_ name: String, _ password: String, version: Int = 3) -> [UInt8] {
        operation(0) {
            LDAPWriting.number(version, .integer, in: &$0)
            LDAPWriting.string(name, in: &$0)
            LDAPWriting.octets(Array(password.utf8), LDAPWriting.context(0), in: &$0)
        }
    }

    static func extended(_ name: String) -> [UInt8] {
        operation(23) { LDAPWriting.octets(Array(name.utf8), LDAPWriting.context(0), in: &$0) }
    }

    static func compare(_ entry: String, _ attribute: String, _ value: String) -> [UInt8] {
        operation(14) {
            LDAPWriting.string(entry, in: &$0)
            $0.appendConstructedNode(identifier: .sequence) {
                LDAPWriting.string(attribute, in: &$0)
                LDAPWriting.string(value, in: &$0)
            }
        }
    }

    static func search(
        _ base: String, _ scope: LDAPSearch.Scope = .subtree, filter: Filter = .present("objectClass"),
        attributes: [String] = [], sizeLimit: Int = 0, page: (size: Int, cookie: [UInt8])? = nil
    ) -> [UInt8] {
        let control = page.map { page in
            { (coder: inout DER.Serializer) in
                coder.appendConstructedNode(identifier: .sequence) {
                    LDAPWriting.string(LDAPName.pagedResults, in: &$0)
                    var value = DER.Serializer()
                    value.appendConstructedNode(identifier: .sequence) {
                        LDAPWriting.number(page.size, .integer, in: &$0)
                        LDAPWriting.octets(page.cookie, .octetString, in: &$0)
                    }
                    LDAPWriting.octets(value.serializedBytes, .octetString, in: &$0)
                }
            }
        }
        return operation(3, controls: control) {
            LDAPWriting.string(base, in: &$0)
            LDAPWriting.number(scope.rawValue, .enumerated, in: &$0)
            LDAPWriting.number(0, .enumerated, in: &$0)
            LDAPWriting.number(sizeLimit, .integer, in: &$0)
            LDAPWriting.number(0, .integer, in: &$0)
            LDAPWriting.octets([0], .boolean, in: &$0)
            filter.write(into: &$0)
            $0.appendConstructedNode(identifier: .sequence) { names in
                for name in attributes { LDAPWriting.string(name, in: &names) }
            }
        }
    }

    private static func read(_ bytes: [UInt8]) throws -> Answer {
        let parts = try BERElement(bytes).children(of: .sequence)
        let fields = try parts[1].children()
        var answer = Answer(id: Int(try parts[0].octets().first ?? 0), tag: parts[1].applicationTag ?? 99)
        if answer.tag == 4 {
            answer.name = try fields[0].string()
            for attribute in try fields[1].children() {
                let pair = try attribute.children()
                answer.attributes[try pair[0].string()] = try pair[1].children().map { try $0.string() }
            }
            return answer
        }
        answer.code = try fields[0].number(.enumerated)
        answer.diagnostic = try fields[2].string()
        answer.value = try fields.first { $0.contextTag == 11 }?.octets()
        if parts.count == 3 {
            let control = try parts[2].children()[0].children()
            answer.cookie = try BERElement(control[1].octetString()).children()[1].octetString()
        }
        return answer
    }
}

private final class SentBytes: Sendable {
    private let all = Mutex<[[UInt8]]>([])

    func add(_ bytes: [UInt8]) { all.withLock { $0.append(bytes) } }

    func take() -> [[UInt8]] {
        all.withLock { all in
            defer { all = [] }
            return all
        }
    }
}
