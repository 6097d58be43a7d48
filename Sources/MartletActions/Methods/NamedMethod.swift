import MartletDirectory
import MartletStore

/// One method of somebody's that has a name and can be taken away.
package enum NamedMethod: Sendable, Hashable {
    /// An authenticator app, a phone or a hardware token.
    case authenticator(ID<TOTPMethod>)
    /// A passkey.
    case passkey(ID<Passkey>)
    /// A certificate, whose name is its own: nobody gives it another.
    case certificate(ID<PersonCertificate>)
}

extension Tables {
    /// What kind of method it is, as the log says it, and how it is called; `nil` where it is not this person's.
    func find(_ method: NamedMethod, of user: ID<User>) throws -> (kind: String, name: String)? {
        switch method {
        case .authenticator(let id):
            guard let app = try totpMethods.list(user).first(where: { $0.id == id }) else { return nil }
            return (try phones.find(id) == nil ? Method.totp.name : Method.push.name, app.name)
        case .passkey(let id):
            return try passkeys.list(user).first { $0.id == id }.map { (Method.passkey.name, $0.name) }
        case .certificate(let id):
            return try personCertificates.list(user).first { $0.id == id }.map {
                (PersonCertificate.logName, $0.seen?.subject ?? $0.binding)
            }
        }
    }

    /// Gives it another name, and answers the one that it had; `nil` where it is not this person's.
    func rename(_ method: NamedMethod, of user: ID<User>, to name: String) throws -> String? {
        guard let old = try find(method, of: user) else { return nil }
        let isDone =
            switch method {
            case .authenticator(let id): try totpMethods.rename(id, of: user, to: name)
            case .passkey(let id): try passkeys.rename(id, of: user, to: name)
            case .certificate: false
            }
        return isDone ? old.name : nil
    }

    /// Takes it away, and answers what it was; `nil` where it is not this person's. A token that was given out goes back to
    /// where it came from.
    func delete(_ method: NamedMethod, of user: ID<User>) throws -> (kind: String, name: String)? {
        guard let old = try find(method, of: user) else { return nil }
        switch method {
        case .authenticator(let id):
            guard try totpMethods.delete(id, of: user) else { return nil }
            try hardwareTokens.release(id, of: user)
        case .passkey(let id):
            guard try passkeys.delete(id, of: user) else { return nil }
        case .certificate(let id):
            guard try personCertificates.delete(id, of: user) else { return nil }
        }
        return old
    }
}

extension ChangeLog {
    /// Notes a method that was taken away.
    mutating func removed(_ method: (kind: String, name: String)) {
        set("method", from: method.kind, to: nil)
        set("name", from: method.name.isEmpty ? nil : method.name, to: nil)
    }
}
