import MartletCredentials
import MartletDirectory

extension SignInRecord {
    /// The row with the names that Graph gives its fields (LG section 5.1).
    var json: JSONObject {
        [
            "id": .string(id.rawValue), "createdDateTime": .string(createdAt.rfc3339),
            "correlationId": .string(correlationID), "userId": .text(user?.rawValue),
            "userPrincipalName": .string(userPrincipalName), "userDisplayName": .string(userDisplayName),
            "appId": .text(application?.rawValue), "appDisplayName": .string(applicationName),
            "resourceDisplayName": .string(resource), "door": .string(door), "clientAppUsed": .string(clientAppUsed),
            "authenticationProtocol": .string(protocolName), "ipAddress": .string(origin.address),
            "userAgent": .string(origin.userAgent),
            "location": .object(["countryOrRegion": .text(origin.country)]), "isInteractive": .bool(isInteractive),
            "status": .object([
                "result": .string(status.rawValue), "errorCode": .integer(Int64(errorCode)),
                "failureReason": .string(failureReason),
            ]),
            "authenticationRequirement": .string(requirement.rawValue), "reasons": .strings(reasons),
            "appliedPolicies": .array(policies.map { .object($0.json) }),
            "authenticationDetails": .array(details.map { .object($0.json) }), "sessionId": .text(session?.rawValue),
        ]
    }
}

extension SignInRecord.AppliedPolicy {
    fileprivate var json: JSONObject {
        [
            "id": .string(id), "displayName": .string(name), "control": .string(control), "result": .string(result),
            "reasons": .strings(reasons),
        ]
    }
}

extension SignInRecord.Detail {
    fileprivate var json: JSONObject {
        [
            "authenticationMethod": .string(method), "authenticationStepDateTime": .string(at.rfc3339),
            "succeeded": .bool(succeeded), "authenticationStepResultDetail": .string(result),
        ]
    }
}

extension AuditRecord {
    /// The row with the names that Graph gives its fields (section 5.3).
    var json: JSONObject {
        [
            "id": .string(id.rawValue), "activityDateTime": .string(createdAt.rfc3339),
            "correlationId": .string(correlationID), "activityDisplayName": .string(activity),
            "category": .string(category.rawValue), "result": .string(succeeded ? "success" : "failure"),
            "resultReason": .string(resultReason), "isAlert": .bool(isAlert), "initiatedBy": .object(actor.json),
            "ipAddress": .string(address),
            "targetResources": .array(
                targets.map {
                    .object([
                        "type": .string($0.kind.rawValue), "id": .string($0.id), "displayName": .string($0.name),
                    ])
                }),
            "modifiedProperties": .array(
                changes.map {
                    .object([
                        "displayName": .string($0.property), "oldValue": .text($0.old), "newValue": .text($0.new),
                    ])
                }),
        ]
    }
}

extension AuditRecord.Actor {
    fileprivate var json: JSONObject {
        switch self {
        case .user(let id, let name): ["type": "user", "id": .string(id.rawValue), "userPrincipalName": .string(name)]
        case .operator: ["type": "operator"]
        case .system: ["type": "system"]
        }
    }
}

extension JSONValue {
    /// The text, or `null` where there is none.
    fileprivate static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
}
