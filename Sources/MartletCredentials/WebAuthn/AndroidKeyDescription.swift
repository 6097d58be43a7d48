import SwiftASN1

/// What Android says of a key in the certificate that it makes for it, as far as WebAuthn Level 3 section 8.4.1 asks.
package struct AndroidKeyDescription: Sendable {
    /// The name of the extension.
    static let name: ASN1ObjectIdentifier = [1, 3, 6, 1, 4, 1, 11129, 2, 1, 17]

    /// What a key is allowed to do, as one of the two who look after it says.
    private struct Authorizations: Sendable {
        var purposes: [Int]?
        var isForAllApplications = false
        var isForAnybody = false
        var origin: Int?

        /// Whether nothing of what is said is against a key that was made where it is, to sign and for nothing else.
        var allowsSigningKey: Bool { (purposes ?? [signing]) == [signing] && (origin ?? generated) == generated }
        /// Whether both are said, and so.
        var isSigningKey: Bool { purposes == [signing] && origin == generated }
    }

    private static let purposeTag: UInt = 1
    /// `noAuthRequired`
    private static let anybodyTag: UInt = 503
    private static let allApplicationsTag: UInt = 600
    private static let originTag: UInt = 702

    /// What the key was made for.
    package let challenge: [UInt8]

    private let isHardwareLevel: Bool
    private let software: Authorizations
    private let hardware: Authorizations

    /// Reads the value of the extension; `nil` if it is not of the form.
    package init?(_ value: [UInt8]) {
        guard let read = try? Self.read(value) else { return nil }
        self = read
    }

    /// Whether every application of the telephone may use it: no application then stands for one relying party.
    var isForAllApplications: Bool { software.isForAllApplications || hardware.isForAllApplications }

    /// Whether it was made where it is, and signs and does nothing else, as far as that is said.
    package var isMadeToSign: Bool { software.allowsSigningKey && hardware.allowsSigningKey }

    /// Whether hardware says that it was made there to sign, and that it asks who is there.
    package var isHeldByHardware: Bool { isHardwareLevel && hardware.isSigningKey && !hardware.isForAnybody }

    private init(challenge: [UInt8], isHardwareLevel: Bool, software: Authorizations, hardware: Authorizations) {
        self.challenge = challenge
        self.isHardwareLevel = isHardwareLevel
        self.software = software
        self.hardware = hardware
    }

    private static func read(_ value: [UInt8]) throws -> AndroidKeyDescription {
        try DER.sequence(try DER.parse(value), identifier: .sequence) { nodes in
            _ = try Int(derEncoded: &nodes)
            let levelOfAttestation = try Int(derEncoded: &nodes, withIdentifier: .enumerated)
            _ = try Int(derEncoded: &nodes)
            let levelOfKey = try Int(derEncoded: &nodes, withIdentifier: .enumerated)
            let challenge = Array(try ASN1OctetString(derEncoded: &nodes).bytes)
            _ = try ASN1OctetString(derEncoded: &nodes)
            let software = try authorizations(&nodes)
            let hardware = try authorizations(&nodes)
            // 1 is the trusted environment, 2 a chip of its own.
            let isHardwareLevel = [1, 2].contains(levelOfAttestation) && [1, 2].contains(levelOfKey)
            return AndroidKeyDescription(
                challenge: challenge, isHardwareLevel: isHardwareLevel, software: software, hardware: hardware)
        }
    }

    /// A list of what is said, each under its number and in their order; most of it does not matter here.
    private static func authorizations(_ nodes: inout ASN1NodeCollection.Iterator) throws -> Authorizations {
        guard let list = nodes.next() else { throw Unreadable() }
        return try DER.sequence(list, identifier: .sequence) { members in
            var found = Authorizations()
            var last: UInt = 0
            while let member = members.next() {
                let tag = member.identifier.tagNumber
                guard member.identifier.tagClass == .contextSpecific, tag > last else { throw Unreadable() }
                last = tag
                try DER.explicitlyTagged(member, tagNumber: tag, tagClass: .contextSpecific) { node in
                    switch tag {
                    case purposeTag: found.purposes = try DER.set(of: Int.self, identifier: .set, rootNode: node)
                    case anybodyTag: found.isForAnybody = true
                    case allApplicationsTag: found.isForAllApplications = true
                    case originTag: found.origin = try Int(derEncoded: node)
                    default: break
                    }
                }
            }
            return found
        }
    }

    private struct Unreadable: Error {}
}

/// `KM_PURPOSE_SIGN` and `KM_ORIGIN_GENERATED`.
private let signing = 2
private let generated = 0
