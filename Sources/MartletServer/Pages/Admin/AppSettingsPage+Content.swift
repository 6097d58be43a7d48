import MartletActions
import MartletDirectory
import MartletPolicy

extension AppSettingsPage: Page {
    package static var template: String { "admin-app-settings" }
    package static var section: String { "adminApps" }
    package var titleKey: String { "admin.appSettings.title" }
    package func titleArguments(_ phrases: Phrases) -> [String: String] { ["name": application.displayName] }

    package func content(_ phrases: Phrases) -> ViewObject {
        var view: ViewObject = [
            "notice": phrases.notice(notice),
            "problems": phrases.problems(problems.map(\.rawValue), of: "appSettings.problem"),
            "mayManage": .flag(mayManage), "isFirstParty": .flag(settings.isFirstParty),
            "id": .text(application.id.rawValue), "name": .text(application.displayName),
            "isConfidential": .flag(application.kind == .confidential),
            "roles": ViewValue(settings.api.roles.map { role($0, phrases) }),
            "hasRoles": .flag(!settings.api.roles.isEmpty),
            "holders": holders.isEmpty ? .absent : ["items": ViewValue(holders.map(holder))],
            "tally": settings.logout.backChannelURI == nil
                ? .absent
                : .text(
                    phrases(
                        "admin.appSettings.deliveries.tally",
                        [
                            "delivered": String(deliveries.delivered), "waiting": String(deliveries.waiting),
                            "givenUp": String(deliveries.givenUp),
                        ])),
            "waiting": waiting.isEmpty ? .absent : ["items": ViewValue(waiting.map { delivery($0, phrases) })],
        ]
        for (name, value) in choices(phrases) + switches + texts { view[name] = value }
        return view
    }

    private func choices(_ phrases: Phrases) -> [(String, ViewValue)] {
        let methods = ClientAuthenticationSettings.Method.allCases.filter {
            ($0 == ClientAuthenticationSettings.Method.none) == (application.kind == .public)
        }
        return [
            (
                "methods",
                ViewValue(
                    methods.map { method in
                        ["value": .text(method.rawValue), "isChosen": .flag(settings.authentication.method == method)]
                            as ViewObject
                    })
            ),
            (
                "strengths",
                ViewValue(
                    strengths.map { strength in
                        [
                            "value": .text(strength.id.rawValue), "label": .text(strength.name(phrases)),
                            "isChosen": .flag(settings.requiredStrength?.rawValue == strength.id.rawValue),
                        ] as ViewObject
                    })
            ),
            (
                "algorithms",
                ViewValue(
                    SigningKey.Algorithm.allCases.map { algorithm in
                        [
                            "value": .text(algorithm.rawValue),
                            "isChosen": .flag(settings.tokens.idTokenAlgorithm == algorithm),
                        ] as ViewObject
                    })
            ),
            (
                "groupChoices",
                ViewValue(
                    TokenSettings.GroupClaims.allCases.map { choice in
                        [
                            "value": .text(choice.rawValue),
                            "label": .text(phrases("admin.appSettings.groups.\(choice.rawValue)")),
                            "isChosen": .flag(settings.tokens.groupClaims == choice),
                        ] as ViewObject
                    })
            ),
        ]
    }

    private var switches: [(String, ViewValue)] {
        [
            ("requiresDPoP", .flag(settings.authentication.requiresDPoP)),
            ("bindsTokensToCertificate", .flag(settings.authentication.bindsTokensToCertificate)),
            ("reusesAssertions", .flag(settings.authentication.reusesAssertions)),
            ("isFAPI", .flag(settings.authentication.isFAPI)),
            ("hasKeySet", .flag(settings.authentication.keySet != nil)),
            ("requiresPushing", .flag(settings.requests.requiresPushing)),
            ("requiresSigning", .flag(settings.requests.requiresSigning)),
            ("allowsClientCredentials", .flag(settings.grants.allowsClientCredentials)),
            ("allowsOnBehalfOf", .flag(settings.grants.allowsOnBehalfOf)),
            ("allowsTokenExchange", .flag(settings.grants.allowsTokenExchange)),
            ("allowsRefreshTokens", .flag(settings.grants.allowsRefreshTokens)),
            ("pairwise", .flag(settings.tokens.subjectType == .pairwise)),
            ("requiresAssignment", .flag(settings.api.requiresAssignment)),
            ("readsEveryToken", .flag(settings.api.readsEveryToken)),
            ("isMailServer", .flag(settings.api.isMailServer)),
        ]
    }

    private var texts: [(String, ViewValue)] {
        let scopes = settings.api.scopes.map { $0.displayName == $0.value ? $0.value : "\($0.value) \($0.displayName)" }
        return [
            ("keySetURI", .text(settings.authentication.keySetURI ?? "")),
            ("optionalClaims", .text(settings.tokens.optionalIDTokenClaims.joined(separator: " "))),
            ("identifierURIs", .text(settings.api.identifierURIs.joined(separator: "\n"))),
            ("scopes", .text(scopes.joined(separator: "\n"))),
            ("preauthorized", .text(settings.api.preauthorizedApplications.map(\.rawValue).joined(separator: "\n"))),
            ("backChannelURI", .text(settings.logout.backChannelURI ?? "")),
            ("frontChannelURI", .text(settings.logout.frontChannelURI ?? "")),
            ("publisher", .text(settings.presentation.publisher ?? "")),
            ("homepageURI", .text(settings.presentation.homepageURI ?? "")),
            ("policyURI", .text(settings.presentation.policyURI ?? "")),
            ("termsURI", .text(settings.presentation.termsURI ?? "")),
            ("initiateLoginURI", .text(settings.presentation.initiateLoginURI ?? "")),
        ]
    }

    private func role(_ role: AppRole, _ phrases: Phrases) -> ViewObject {
        let holders = role.holders.map { phrases("admin.appSettings.holders.\($0.rawValue)") }
        return [
            "roleID": .text(role.id.rawValue), "value": .text(role.value), "label": .text(role.displayName),
            "forWhom": .text(holders.joined(separator: " · ")),
        ]
    }

    private func holder(_ holder: ApplicationSettingsDetail.Holder) -> ViewObject {
        let role = settings.api.roles.first { $0.id == holder.assignment.role }
        return [
            "assignment": .text(holder.assignment.id.rawValue), "holder": .text(holder.name),
            "role": .text(role?.value ?? holder.assignment.role.rawValue),
        ]
    }

    private func delivery(_ delivery: LogoutDelivery, _ phrases: Phrases) -> ViewObject {
        [
            "uri": .text(delivery.uri), "problem": .text(delivery.lastProblem),
            "attempts": .text(phrases.count("admin.appSettings.attempts", delivery.attempts)),
            "next": .object(phrases.time(delivery.nextTryAt)),
        ]
    }
}

extension AuthenticationStrength {
    /// The name in the reader's language; one of an organisation's own is as it was written.
    func name(_ phrases: Phrases) -> String {
        isBuiltIn ? phrases("admin.strength.\(id.rawValue.suffix(1))") : displayName
    }
}
