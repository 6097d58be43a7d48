import MartletCredentials
import MartletDirectory
import MartletPolicy

extension LegacyLine {
    /// The line for programs, with the names that Graph gives the fields of a sign-in where it has them.
    package var json: JSONObject {
        [
            "id": .string(entry.id.rawValue), "userId": .text(entry.key.user?.rawValue),
            "userPrincipalName": .string(entry.userPrincipalName), "userDisplayName": .string(entry.userDisplayName),
            "appId": .text(entry.key.application?.rawValue), "appDisplayName": .string(entry.applicationName),
            "clientAppUsed": .string(entry.key.clientApp), "door": .string(entry.key.door),
            "authenticationProtocol": .string(entry.key.protocolName), "network": .string(entry.key.network),
            "ipAddress": .string(entry.lastAddress), "userAgent": .string(entry.key.userAgent),
            "firstSeenDateTime": .string(entry.firstSeenAt.rfc3339),
            "lastSeenDateTime": .string(entry.lastSeenAt.rfc3339), "attemptCount": .integer(Int64(entry.attempts)),
            "successCount": .integer(Int64(entry.succeeded)),
            "refusedWithRightPasswordCount": .integer(Int64(entry.refusedProven)),
            "lastRightPasswordDateTime": .text(entry.lastProvenAt?.rfc3339),
            "lastSuccessDateTime": .text(entry.lastSucceededAt?.rfc3339), "isExempt": .bool(isExempt),
            "remedy": .string(remedy.rawValue), "ownerId": .text(entry.owner?.rawValue),
            "owner": .text(ownerName), "state": .string(state.rawValue),
            "acceptedUntilDateTime": .text(entry.acceptedUntil?.rfc3339), "note": .string(entry.note),
            "reopenedDateTime": .text(entry.reopenedAt?.rfc3339),
        ]
    }
}

extension LegacyImpact {
    /// What would break, for programs.
    package var json: JSONObject {
        [
            "securityDefaultsAreOn": .bool(areDefaultsOn), "sinceDateTime": .string(since.rfc3339),
            "people": .array(people.map { .object($0.json) }),
            "apps": .array(
                applications.map { app in
                    .object([
                        "id": .text(app.id?.rawValue), "displayName": .string(app.name),
                        "peopleCount": .integer(Int64(app.people)),
                        "allowsPasswordGrant": .bool(app.allowsPasswordGrant),
                        "lastDateTime": .text(app.lastAt?.rfc3339),
                    ])
                }),
            "peopleWithoutSecondFactorCount": .integer(Int64(withoutSecondFactorCount)),
            "peopleWithoutSecondFactor": .strings(withoutSecondFactor.map(\.userPrincipalName)),
            "registrationGraceDays": .integer(Int64(graceDays)), "hasNamelessAttempts": .bool(hasNameless),
            "isComplete": .bool(isComplete),
        ]
    }
}

extension LegacyImpact.Person {
    fileprivate var json: JSONObject {
        [
            "id": .string(id.rawValue), "userPrincipalName": .string(userPrincipalName),
            "displayName": .string(displayName), "isLetInNow": .bool(isLetIn), "isExempt": .bool(isExempt),
            "isService": .bool(isService), "lastDateTime": .string(lastAt.rfc3339),
            "ways": .array(
                ways.map { way in
                    .object([
                        "entryId": .string(way.entry.rawValue), "clientAppUsed": .string(way.clientApp),
                        "appDisplayName": .string(way.applicationName), "lastDateTime": .string(way.lastAt.rfc3339),
                        "remedy": .string(way.remedy.rawValue),
                    ])
                }),
        ]
    }
}

extension ListWorkloadCredentials.Report {
    /// The lists, for programs.
    package var json: JSONObject {
        [
            "accounts": .array(
                accounts.map { account in
                    .object([
                        "entryId": .string(account.entry.rawValue), "userId": .string(account.user.rawValue),
                        "userPrincipalName": .string(account.userPrincipalName),
                        "appDisplayName": .string(account.applicationName),
                        "clientAppUsed": .string(account.clientApp), "door": .string(account.door),
                        "isServiceAccount": .bool(account.isMarked), "remedy": .string(account.remedy.rawValue),
                        "firstSeenDateTime": .string(account.firstAt.rfc3339),
                        "lastRightPasswordDateTime": .string(account.lastAt.rfc3339),
                        "isLetInNow": .bool(account.isLetIn),
                    ])
                }),
            "secrets": .array(
                secrets.map { secret in
                    .object([
                        "appId": .string(secret.application.rawValue),
                        "appDisplayName": .string(secret.applicationName),
                        "keyId": .string(secret.credential.rawValue), "hint": .string(secret.hint),
                        "startDateTime": .string(secret.createdAt.rfc3339),
                        "endDateTime": .text(secret.expiresAt?.rfc3339),
                        "lastUsedDateTime": .text(secret.lastUsedAt?.rfc3339),
                        "hasCertificateOrTrustedIssuer": .bool(secret.hasBetter),
                    ])
                }),
            "certificatesAndTrustedIssuers": .array(
                better.map { better in
                    .object([
                        "appId": .string(better.application.rawValue),
                        "appDisplayName": .string(better.applicationName), "type": .string(better.kind.rawValue),
                        "keyId": .string(better.credential), "displayName": .string(better.name),
                        "issuer": .text(better.issuer), "startDateTime": .string(better.createdAt.rfc3339),
                        "endDateTime": .text(better.expiresAt?.rfc3339),
                        "lastUsedDateTime": .text(better.lastUsedAt?.rfc3339),
                    ])
                }),
            "isComplete": .bool(isComplete),
        ]
    }
}

extension JSONValue {
    /// The text, or `null` where there is none.
    fileprivate static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
}
