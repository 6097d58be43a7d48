import MartletActions
import MartletDirectory

extension CertificateLine {
    /// What people know it by: its subject, or the serial number and who gave it out, or the text that was bound.
    func name(_ phrases: Phrases) -> String {
        if let subject { return subject }
        guard let known = issuerAndSerialNumber else { return binding }
        return phrases("account.security.certificate.numbered", ["serial": known.serialNumber, "issuer": known.issuer])
    }

    /// The view of it in a list of methods.
    func view(_ phrases: Phrases) -> ViewObject {
        let isOver = endsAt.map { $0 <= phrases.now } ?? false
        return [
            "id": .text(id.rawValue), "name": .text(name(phrases)), "created": .object(phrases.day(createdAt)),
            "used": ViewValue(lastUsedAt.map(phrases.day)), "ends": ViewValue(endsAt.map(phrases.day)),
            "isBound": .flag(isBound), "isNew": .flag(lastUsedAt == nil), "isOver": .flag(isOver),
            "isRefused": .flag(lastUsedAt != nil && !isOver && worth == nil),
            "worth": ViewValue(worth.map { phrases("admin.method.\($0.name)") }),
        ]
    }
}
