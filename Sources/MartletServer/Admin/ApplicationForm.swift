import MartletActions
import MartletDirectory
import MartletPolicy

/// What the forms of an app hold.
struct ApplicationForm: Sendable {
    private let form: FormBody

    /// Reads a form.
    init(_ form: FormBody) {
        self.form = form
    }

    /// Whether the new app can keep a secret; a confidential one unless the form says otherwise.
    var kind: Application.Kind { form["kind"].flatMap(Application.Kind.init(rawValue:)) ?? .confidential }

    /// The redirect URIs as they were typed.
    var redirectText: String { form.text("redirectURIs") }

    /// The details of a new app.
    var details: ApplicationDetails {
        ApplicationDetails(
            displayName: form.text("displayName"), redirectURIs: lines("redirectURIs"),
            isManagement: isChecked("isManagement"))
    }

    /// The details of an app that is changed; what the form does not offer stays as it is.
    func details(changing application: Application) -> ApplicationDetails {
        ApplicationDetails(
            displayName: form.text("displayName"), redirectURIs: lines("redirectURIs"),
            postLogoutRedirectURIs: lines("postLogoutRedirectURIs"), isManagement: isChecked("isManagement"),
            allowsPasswordGrant: isChecked("allowsPasswordGrant"), allowsDeviceCode: isChecked("allowsDeviceCode"),
            // A public app has no choice, so its box is disabled and not sent.
            requiresPKCE: application.kind == .public ? application.requiresPKCE : isChecked("requiresPKCE"),
            consentMode: form["consentMode"].flatMap(Application.ConsentMode.init(rawValue:))
                ?? application.consentMode)
    }

    /// The words beside the fields.
    /// - Throws: `ActionError.invalid` with what was found if there is no place beside which to say it.
    func problems(_ found: [FieldProblem]) throws -> [AppPage.Problem] {
        var problems: [AppPage.Problem] = []
        for problem in try found.map(word) where !problems.contains(problem) { problems.append(problem) }
        return problems
    }

    private func word(_ found: FieldProblem) throws -> AppPage.Problem {
        switch (found.field, found.problem) {
        case ("displayName", _): .nameMissing
        case ("certificate", _): .certificateUnreadable
        case ("redirectURIs", .redirectURI(let word)), ("postLogoutRedirectURIs", .redirectURI(let word)):
            switch RedirectURIProblem(rawValue: word) {
            case .length: .redirectTooLong
            case .scheme: typesPlainHTTP ? .redirectNotSecure : .schemeNotAllowed
            case .fragment: .redirectHasFragment
            case .userInfo: .redirectHasUserInfo
            case .wildcard: .redirectHasWildcard
            case .character, .notAbsolute, .host, .port, .path, .query, nil: .redirectNotAbsolute
            }
        default: throw ActionError.invalid([found])
        }
    }

    private var typesPlainHTTP: Bool {
        (lines("redirectURIs") + lines("postLogoutRedirectURIs")).contains { $0.lowercased().hasPrefix("http:") }
    }

    private func isChecked(_ name: String) -> Bool { form[name] == "1" }

    /// The lines of a field, without the white space around them and without empty ones.
    private func lines(_ name: String) -> [String] {
        form.text(name).split(whereSeparator: \.isNewline)
            .map { String($0.trimming(while: \.isWhitespace)) }.filter { !$0.isEmpty }
    }
}

extension Substring {
    fileprivate func trimming(while isDropped: (Character) -> Bool) -> Substring {
        var rest = drop(while: isDropped)
        while let last = rest.last, isDropped(last) { rest.removeLast() }
        return rest
    }
}
