import MartletDirectory

extension AppPage: Page {
    package static var template: String { "admin-app" }
    package static var section: String { "adminApps" }
    package var titleKey: String { "admin.app.title" }
    package func titleArguments(_ phrases: Phrases) -> [String: String] { ["name": application.displayName] }

    package func content(_ phrases: Phrases) -> ViewObject {
        let secrets = credentials.filter { $0.kind == .secret }
        let certificates = credentials.filter { $0.kind == .certificate }
        var view: ViewObject = [
            "notice": phrases.notice(notice), "problems": phrases.problems(problems.map(\.rawValue), of: "app.problem"),
            "mayManage": .flag(mayManage), "endpoints": .object(endpoints.view), "defaultsAreOn": .flag(defaultsAreOn),
            "secrets": secrets.isEmpty ? .absent : ["items": ViewValue(secrets.map { $0.view(phrases) })],
            "certificates": certificates.isEmpty
                ? .absent : ["items": ViewValue(certificates.map { $0.view(phrases) })],
            "signIns": signIns.isEmpty ? .absent : ["items": ViewValue(signIns.map(phrases.signIn))],
            "hasNoCredential": .flag(credentials.isEmpty && application.kind == .confidential),
            "snippetRedirect": .text(application.redirectURIs.first ?? "https://app.example.com/callback"),
        ]
        for (name, value) in application.view(phrases) { view[name] = value }
        return view
    }
}

extension Application {
    /// The app's settings as the forms show them.
    func view(_ phrases: Phrases) -> [(String, ViewValue)] {
        [
            ("id", .text(id.rawValue)), ("appID", .text(id.rawValue)), ("name", .text(displayName)),
            ("initial", .text(displayName.prefix(1).uppercased())),
            ("kind", .text(phrases("admin.app.kind.\(kind.rawValue)"))),
            ("isConfidential", .flag(kind == .confidential)), ("isPublic", .flag(kind == .public)),
            ("isFirstParty", .flag(settings.isFirstParty)),
            ("isEnabled", .flag(isEnabled)), ("isManagement", .flag(isManagement)),
            ("allowsPassword", .flag(allowsPasswordGrant)), ("allowsDeviceCode", .flag(allowsDeviceCode)),
            ("requiresPKCE", .flag(requiresPKCE || kind == .public)),
            ("asksEachUser", .flag(consentMode == .eachUser)),
            ("redirectText", .text(redirectURIs.joined(separator: "\n"))),
            ("logoutText", .text(postLogoutRedirectURIs.joined(separator: "\n"))),
            ("redirects", ViewValue(texts: redirectURIs)), ("createdAt", .object(phrases.day(createdAt))),
        ]
    }
}

extension AppEndpoints {
    /// The addresses, for the partial `admin-endpoints`.
    var view: ViewObject {
        [
            "issuer": .text(issuer), "discovery": .text(discovery), "authorize": .text(authorize),
            "token": .text(token),
            "logout": .text(logout), "userinfo": .text(userinfo), "keys": .text(keys),
        ]
    }
}

extension ClientCredential {
    fileprivate func view(_ phrases: Phrases) -> ViewObject {
        let age = Int(max(0, (phrases.now - createdAt).inSeconds / 86_400))
        let left = expiresAt.map { Int(($0 - phrases.now).inSeconds / 86_400) }
        return [
            "id": .text(id.rawValue), "hint": .text(hint), "createdAt": .object(phrases.day(createdAt)),
            "age": .text(phrases.count("admin.app.age", age)),
            "expires": ViewValue(expiresAt.map { phrases.day($0) }),
            "isExpired": .flag(expiresAt.map { $0 <= phrases.now } ?? false),
            "isExpiring": .flag(left.map { $0 >= 0 && $0 < 30 } ?? false),
            "thumbprint": kind == .certificate ? .text(Hexadecimal.text(of: digest)) : .absent,
        ]
    }
}
