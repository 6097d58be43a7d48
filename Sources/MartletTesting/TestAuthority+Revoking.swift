import Crypto
import Foundation
import MartletDirectory
import SwiftASN1
import X509

extension TestAuthority {
    /// Its list of revoked certificates in DER, from a moment on for some days; `critical` is a critical extension that
    /// nobody knows.
    package func list(
        revoking revoked: [Made] = [], at point: Timestamp, days: Int = 7, critical: Bool = false
    ) throws -> [UInt8] {
        var body = DER.Serializer()
        try body.appendConstructedNode(identifier: .sequence) { body in
            try body.serialize(1)
            try Self.algorithm(&body)
            try body.serialize(own.certificate.subject)
            try body.serialize(try Self.time(point))
            try body.serialize(try Self.time(point + .days(days)))
            if !revoked.isEmpty {
                try body.appendConstructedNode(identifier: .sequence) { entries in
                    for made in revoked {
                        try entries.appendConstructedNode(identifier: .sequence) { entry in
                            try entry.serialize(made.certificate.serialNumber.bytes)
                            try entry.serialize(try Self.time(point))
                        }
                    }
                }
            }
            guard critical else { return }
            try body.appendConstructedNode(
                identifier: ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific)
            ) { tagged in
                try tagged.appendConstructedNode(identifier: .sequence) { extensions in
                    try extensions.appendConstructedNode(identifier: .sequence) { unknown in
                        try unknown.serialize([2, 5, 29, 28] as ASN1ObjectIdentifier)
                        try unknown.serialize(true)
                        try unknown.serialize(ASN1OctetString(contentBytes: [0x30, 0x00]))
                    }
                }
            }
        }
        let signature = try own.key.signature(for: body.serializedBytes).derRepresentation
        var list = DER.Serializer()
        try list.appendConstructedNode(identifier: .sequence) { list in
            try list.serialize(try ASN1Any(derEncoded: DER.parse(body.serializedBytes)))
            try Self.algorithm(&list)
            try list.serialize(ASN1BitString(bytes: Array(signature)[...]))
        }
        return list.serializedBytes
    }

    /// ecdsa-with-SHA256.
    private static func algorithm(_ serializer: inout DER.Serializer) throws {
        try serializer.appendConstructedNode(identifier: .sequence) { parts in
            try parts.serialize([1, 2, 840, 10045, 4, 3, 2] as ASN1ObjectIdentifier)
        }
    }

    private static func time(_ point: Timestamp) throws -> UTCTime {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents(
            [.year, .month, .day, .hour, .minute, .second], from: Date(timeIntervalSince1970: Double(point.seconds)))
        return try UTCTime(
            year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0, hours: parts.hour ?? 0,
            minutes: parts.minute ?? 0, seconds: parts.second ?? 0)
    }
}
