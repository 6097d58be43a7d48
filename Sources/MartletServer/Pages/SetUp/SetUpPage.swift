/// The first page that anybody sees: makes the organisation and its first administrator.
package struct SetUpPage: Page {
    /// What was typed, for a second try; never a password.
    package struct Values: Sendable {
        package var organizationName: String
        package var domain: String
        package var displayName: String
        /// The sign-in name before the `@`.
        package var userName: String

        /// Values with every field given.
        package init(
            organizationName: String = "", domain: String = "", displayName: String = "", userName: String = ""
        ) {
            self.organizationName = organizationName
            self.domain = domain
            self.displayName = displayName
            self.userName = userName
        }
    }

    /// What was wrong, field by field.
    package struct Problems: Sendable {
        package enum Organization: String, Sendable, CaseIterable { case empty, tooLong }
        package enum Domain: String, Sendable, CaseIterable { case empty, malformed }
        package enum DisplayName: String, Sendable, CaseIterable { case empty, tooLong }
        package enum UserName: String, Sendable, CaseIterable { case empty, malformed }

        package var organizationName: Organization?
        package var domain: Domain?
        package var displayName: DisplayName?
        package var userName: UserName?
        package var password: PasswordProblem?

        /// Problems with every field given.
        package init(
            organizationName: Organization? = nil, domain: Domain? = nil, displayName: DisplayName? = nil,
            userName: UserName? = nil, password: PasswordProblem? = nil
        ) {
            self.organizationName = organizationName
            self.domain = domain
            self.displayName = displayName
            self.userName = userName
            self.password = password
        }
    }

    package static let template = "setup"
    package let titleKey = "setUp.title"
    /// The one-time code of the set-up link.
    package var code: String
    /// What was typed.
    package var values: Values
    /// What was wrong.
    package var problems: Problems

    /// A page with every field given.
    package init(code: String, values: Values = Values(), problems: Problems = Problems()) {
        self.code = code
        self.values = values
        self.problems = problems
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        let password = phrases.passwordProblem(problems.password)
        func words(_ field: String, _ problem: String?) -> ViewValue {
            ViewValue(problem.map { phrases("setUp.\(field).problem.\($0)") })
        }
        return [
            "code": .text(code), "organizationName": .text(values.organizationName), "domain": .text(values.domain),
            "displayName": .text(values.displayName), "userName": .text(values.userName),
            "organizationProblem": words("organization", problems.organizationName?.rawValue),
            "domainProblem": words("domain", problems.domain?.rawValue),
            "displayNameProblem": words("displayName", problems.displayName?.rawValue),
            "userNameProblem": words("userName", problems.userName?.rawValue),
            "problem": password.first, "repeatProblem": password.second,
        ]
    }
}
