import MartletActions
import MartletDirectory
import MartletPolicy

@testable import MartletServer

extension AdminSamples {
    static let passOnce = PassOncePage(
        user: id(1), displayName: name(1), userPrincipalName: signInName(1), text: "K7PQ9XWD",
        state: PassState(
            startsAt: now, endsAt: now + .hours(1), isOneTime: true, usability: .usable), isUsable: false)

    static let methods = MethodsPage(policy: AuthenticationMethodsPolicy(), mayChange: true, notice: .methodsSaved)

    static func methodsSection(
        _ section: String, mayChange: Bool = true, problems: Set<String> = [],
        effect: MethodsSectionPage.Effect? = nil
    ) -> MethodsSectionPage {
        let fields = MethodsPolicyField.fields(of: section)
        return MethodsSectionPage(
            section: section, fields: fields,
            values: Dictionary(fields.map { ($0.name, $0.text(in: AuthenticationMethodsPolicy())) }) { $1 },
            groups: [.init(value: "g", label: "Service desk")], mayChange: mayChange, problems: problems,
            effect: effect)
    }

    static let tokens = HardwareTokensPage(
        rows: [
            .init(
                id: id(1), serialNumber: "88123001", maker: "Contoso Key 60", periodSeconds: 60, user: id(2),
                userName: signInName(1), activatedAt: now),
            .init(
                id: id(2), serialNumber: "88123002", maker: "Contoso Key 60", periodSeconds: 60, user: id(3),
                userName: signInName(0), activatedAt: nil, isWrong: true),
            .init(
                id: id(3), serialNumber: "88123003", maker: "Contoso Key", periodSeconds: 30, user: nil, userName: nil,
                activatedAt: nil),
        ], next: "88123003", mayChange: true, imported: 2,
        failures: ImportHardwareTokens.Problem.allCases.map {
            .init(line: 4, serialNumber: "9", problem: $0.rawValue)
        }, isSheetWrong: true)

    static let authorities = CertificateAuthoritiesPage(
        authorities: [true, false].map { isRoot in
            CertificateAuthority(
                id: id(isRoot ? 1 : 2), tenant: id(9), certificate: [], thumbprint: "ab",
                subject: "CN=\(isRoot ? "Root" : "People"),O=Contoso", keyIdentifier: "ab12", isRoot: isRoot,
                notAfter: now + .days(100), createdAt: now, listEndsAt: isRoot ? now - .days(1) : nil)
        }, mayChange: true, hasHost: false, isWrong: true, wrongList: id(2))

    private static let companyKeys = AuthenticationStrength(
        id: id(400), displayName: "Company keys",
        combinations: [MethodCombination(.fido2), MethodCombination(.x509CertificateMultiFactor)],
        passkeyModels: ["ee882879721c491397753dfcce97072a"], certificates: cards)

    private static let cards = CertificateLimit(
        issuers: ["45aff715b0dd786741fee996ebc16547a3931b1e"], policies: ["1.3.6.1.4.1.99999.1"],
        combinations: ["x509CertificateMultiFactor"])

    private static let demandedKeys = StrengthsPage.Row(
        strength: companyKeys, explanation: "For the vault", demandedBy: ["Grafana", "Nextcloud"])

    private static let keysWish = SaveStrength.Wish(
        displayName: "Company keys", explanation: "For the vault",
        combinations: ["fido2", "x509CertificateMultiFactor", "federatedMultiFactor"],
        passkeyModels: ["ee882879721c491397753dfcce97072a"], certificates: cards)

    private static let strengthRows: [StrengthsPage.Row] =
        AuthenticationStrength.builtIn.map { StrengthsPage.Row(strength: $0) }
        + (1...AuthenticationStrength.mostCustom).map { number in
            StrengthsPage.Row(
                strength: AuthenticationStrength(
                    id: id(400 + number), displayName: "Keys \(number)", combinations: [MethodCombination(.fido2)]))
        }

    static var strengthPages: [(String, any MartletServer.Page)] {
        [
            (
                "strengths",
                StrengthsPage(
                    rows: Array(strengthRows.prefix(3)) + [demandedKeys], mayChange: true, notice: .strengthSaved)
            ), ("strengths-full", StrengthsPage(rows: strengthRows, mayChange: true)),
            ("strengths-readonly", StrengthsPage(rows: strengthRows, mayChange: false)),
            ("strength-new", StrengthPage(typed: SaveStrength.Wish(displayName: "", combinations: []))),
            (
                "strength-wrong",
                StrengthPage(
                    row: demandedKeys, typed: keysWish, problems: Set(StrengthPage.Problem.allCases))
            ), ("strength", StrengthPage(row: StrengthsPage.Row(strength: companyKeys), typed: keysWish)),
            ("strength-readonly", StrengthPage(row: demandedKeys, typed: keysWish, mayChange: false)),
            ("strength-built-in", StrengthPage(row: strengthRows[0], typed: keysWish)),
        ]
    }

    private static let blocks = MFABlocksPage(
        rows: [MFABlock.Cause.report, .administrator].enumerated().map { index, cause in
            MFABlocksPage.Row(
                displayName: name(index), userPrincipalName: signInName(index),
                block: MFABlock(
                    of: user(index), reason: cause == .report ? "" : "Phone stolen <Osaka>", cause: cause,
                    at: ago(days: index)))
        }, isWhole: false)

    static var methodPages: [(String, any MartletServer.Page)] { policyPages + strengthPages }

    private static var policyPages: [(String, any MartletServer.Page)] {
        [
            ("pass-once", passOnce), ("methods", methods), ("hardware-tokens", tokens), ("authorities", authorities),
            ("mfa-blocks", blocks), ("mfa-blocks-none", MFABlocksPage(rows: [])),
        ]
            + MethodsPolicyField.sections.map { ("methods-\($0)", methodsSection($0)) }
            + [
                (
                    "methods-effect",
                    methodsSection(
                        "softwareOath", problems: ["softwareOath.isEnabled"],
                        effect: .init(stranded: 3, names: [signInName(0)], losesAdministrators: true))
                ), ("methods-readonly", methodsSection("temporaryAccessPass", mayChange: false)),
            ]
    }
}
