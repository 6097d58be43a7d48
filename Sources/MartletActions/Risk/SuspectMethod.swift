import MartletDirectory
import MartletStore

/// A method that was registered after a sign-in of which its person has said that it was not theirs (PN-12): whoever was in may
/// have added one of their own.
package struct SuspectMethod: Sendable, Equatable {
    /// Which it is.
    package let method: NamedMethod
    /// What it is; `nil` for a certificate.
    package let kind: Method?
    /// The name that it has; may be empty.
    package let name: String
    /// When it was registered.
    package let createdAt: Timestamp
}

extension Tables {
    /// The methods of a user that were registered since a reported sign-in, oldest first, until the report was closed by a new
    /// password; a report that an administrator has dismissed names none.
    ///
    /// They stay named after the new password: whoever registered one may sign in with it. What an administrator bound is none
    /// of theirs.
    func suspectMethods(of user: ID<User>, in tenant: ID<Tenant>) throws -> [SuspectMethod] {
        let reports = try riskDetections.list(of: user, limit: 50).filter {
            $0.kind == .userReportedSuspiciousActivity && $0.state != .dismissed
        }
        guard !reports.isEmpty else { return [] }
        let times = try reports.map { report in
            // The log may have forgotten the sign-in.
            let begin = try report.signIn.flatMap { try signIns.find($0, in: tenant)?.createdAt }
            return (begin: begin ?? report.detectedAt, end: report.closedAt)
        }
        let methods: [SuspectMethod] =
            try totpMethods.list(user).map { app in
                SuspectMethod(
                    method: .authenticator(app.id), kind: try phones.find(app.id) == nil ? .totp : .push,
                    name: app.name, createdAt: app.createdAt)
            }
            + passkeys.list(user).map {
                SuspectMethod(method: .passkey($0.id), kind: .passkey, name: $0.name, createdAt: $0.createdAt)
            }
            + personCertificates.list(user).filter { !$0.isBound }.map {
                SuspectMethod(
                    method: .certificate($0.id), kind: nil, name: $0.seen?.subject ?? $0.binding,
                    createdAt: $0.createdAt)
            }
        return methods.filter { method in
            times.contains { method.createdAt >= $0.begin && $0.end.map { method.createdAt <= $0 } ?? true }
        }.sorted { $0.createdAt < $1.createdAt }
    }
}
