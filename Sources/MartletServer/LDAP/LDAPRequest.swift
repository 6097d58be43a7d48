import SwiftASN1

/// One message of a client (RFC 4511 section 4.1.1).
struct LDAPRequest: Sendable, Equatable {
    /// The number that its answers carry, 1 or more; 0 is the server's own.
    var id: Int
    /// What is asked for.
    var operation: Operation
    /// What goes with it.
    var controls: [Control]

    /// What can be asked for.
    enum Operation: Sendable, Equatable {
        /// To be somebody, by a password; `nil` stands for SASL, which is not spoken here.
        case bind(version: Int, name: String, password: [UInt8]?)
        /// To end.
        case unbind
        /// To find entries.
        case search(LDAPSearch)
        /// Whether an entry has a value.
        case compare(entry: String, attribute: String, value: [UInt8])
        /// To forget about an operation.
        case abandon
        /// An operation with a name of its own.
        case extended(name: String, value: [UInt8]?)
        /// To change something; the number is the tag of its answer.
        case change(answer: UInt)
    }

    /// A control (section 4.1.11).
    struct Control: Sendable, Equatable {
        var name: String
        var isCritical: Bool
        var value: [UInt8]?
    }

    /// The most controls of one message.
    static let mostControls = 16

    /// Reads a message of exactly these bytes.
    /// - Throws: `LDAPMalformed`.
    init(_ bytes: [UInt8]) throws(LDAPMalformed) {
        let parts = try BERElement(bytes).children(of: .sequence)
        guard parts.count == 2 || parts.count == 3 else { throw LDAPMalformed() }
        id = try parts[0].number()
        guard id > 0 else { throw LDAPMalformed() }
        operation = try Self.operation(parts[1])
        controls = parts.count == 3 ? try Self.controls(parts[2]) : []
    }

    private static func operation(_ element: BERElement) throws(LDAPMalformed) -> Operation {
        switch element.applicationTag {
        case 0: return try bind(element)
        case 2:
            guard try element.octets().isEmpty else { throw LDAPMalformed() }
            return .unbind
        case 3: return .search(try LDAPSearch(element))
        case 6, 8, 12: return .change(answer: (element.applicationTag ?? 0) + 1)
        // A deletion is nothing but a name, so it is primitive.
        case 10: return .change(answer: 11)
        case 14:
            let parts = try element.children()
            guard parts.count == 2 else { throw LDAPMalformed() }
            let assertion = try parts[1].children(of: .sequence)
            guard assertion.count == 2 else { throw LDAPMalformed() }
            return .compare(
                entry: try parts[0].string(), attribute: try assertion[0].string(),
                value: try assertion[1].octetString())
        case 16:
            _ = try BERElement.number(element.octets())
            return .abandon
        case 23: return try extended(element)
        default: throw LDAPMalformed()
        }
    }

    private static func bind(_ element: BERElement) throws(LDAPMalformed) -> Operation {
        let parts = try element.children()
        guard parts.count == 3 else { throw LDAPMalformed() }
        let version = try parts[0].number()
        let name = try parts[1].string()
        switch parts[2].contextTag {
        case 0: return .bind(version: version, name: name, password: try parts[2].octets())
        case 3: return .bind(version: version, name: name, password: nil)
        default: throw LDAPMalformed()
        }
    }

    private static func extended(_ element: BERElement) throws(LDAPMalformed) -> Operation {
        let parts = try element.children()
        guard parts.count == 1 || parts.count == 2, parts[0].contextTag == 0 else { throw LDAPMalformed() }
        let name = try BERElement.text(parts[0].octets())
        guard parts.count == 2 else { return .extended(name: name, value: nil) }
        guard parts[1].contextTag == 1 else { throw LDAPMalformed() }
        return .extended(name: name, value: try parts[1].octets())
    }

    private static func controls(_ element: BERElement) throws(LDAPMalformed) -> [Control] {
        guard element.contextTag == 0 else { throw LDAPMalformed() }
        let elements = try element.children()
        guard elements.count <= mostControls else { throw LDAPMalformed() }
        var controls: [Control] = []
        for element in elements {
            var parts = try element.children(of: .sequence)[...]
            guard let name = parts.popFirst() else { throw LDAPMalformed() }
            var control = Control(name: try name.string(), isCritical: false, value: nil)
            if let part = parts.first, part.isUniversal(.boolean) {
                control.isCritical = try part.boolean()
                parts = parts.dropFirst()
            }
            if let part = parts.popFirst() { control.value = try part.octetString() }
            guard parts.isEmpty else { throw LDAPMalformed() }
            controls.append(control)
        }
        return controls
    }
}
