import MartletActions
import MartletDirectory
import MartletPolicy
import MartletServer

/// Every page of set-up, sign-in and account in its telling states, filled with what an invented organisation has.
enum SamplePages {
    /// A page and the name under which a failure shows it.
    struct Sample: Sendable, CustomStringConvertible {
        let name: String
        let page: any MartletServer.Page

        var description: String { name }

        init(_ name: String, _ page: any MartletServer.Page) {
            self.name = name
            self.page = page
        }
    }

    static let now = Timestamp(seconds: 1_795_250_000)

    static let flow = SignInFlow(
        handle: "mfl_c2FtcGxlLWhhbmRsZS1vZi1hLWZsb3c", application: "Harbour Tickets",
        userName: "aiko.tanaka@northwind.example", choices: [SignInChoice(.recoveryCode), SignInChoice(.totp)])

    static let ask = PasskeyAsk(options: "{\"challenge\":\"AAEC\",\"allowCredentials\":[]}")

    private static let passkeys = [
        Passkey(
            id: ID("00000000-0000-4000-8000-0000000000a1"), user: ID("u"), tenant: ID("t"), name: "Blue key",
            credentialID: [1], publicKey: [], signCount: 7, aaguid: String(repeating: "0a", count: 16),
            isBackupEligible: false, isBackedUp: false, isAttested: true, transports: ["usb"],
            createdAt: now - .days(30), lastUsedAt: now - .days(1)),
        Passkey(
            id: ID("00000000-0000-4000-8000-0000000000a2"), user: ID("u"), tenant: ID("t"), name: "",
            credentialID: [2], publicKey: [], signCount: 0, aaguid: Passkey.unknownModel, isBackupEligible: true,
            isBackedUp: true, isAttested: false, transports: [], createdAt: now),
    ].map { PasskeyLine($0, under: AllowedMethods(AuthenticationMethodsPolicy(), memberOf: [])) }

    static func all(drawing: TrustedSVG) -> [Sample] {
        signIn(drawing: drawing) + setUp(drawing: drawing) + account(drawing: drawing) + wizard
            + phones(drawing: drawing)
            + other + passes + groups + reviews
    }

    static func signIn(drawing: TrustedSVG) -> [Sample] {
        let offer = AuthenticatorOffer(
            drawing: drawing, secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", account: "aiko.tanaka@northwind.example")
        let anonymous = SignInFlow(handle: flow.handle, application: flow.application)
        return [
            Sample("signin-name", SignInNamePage(flow: anonymous)),
            Sample("signin-name-wrong", SignInNamePage(flow: anonymous, typed: "aiko", problem: .notAName)),
            Sample("signin-password", SignInPasswordPage(flow: flow)),
            Sample("signin-password-wrong", SignInPasswordPage(flow: flow, problem: .wrong)),
            Sample("signin-password-locked", SignInPasswordPage(flow: flow, problem: .locked(seconds: 130))),
            Sample("signin-new-password", SignInNewPasswordPage(flow: flow)),
            Sample("signin-new-password-refused", SignInNewPasswordPage(flow: flow, problem: .commonTerm)),
            Sample("signin-new-password-differs", SignInNewPasswordPage(flow: flow, problem: .mismatch)),
            Sample("signin-code", SignInCodePage(flow: flow, reasons: [.newBrowser])),
            Sample(
                "signin-code-wrong",
                SignInCodePage(flow: flow, reasons: [.administrator, .managementSurface], problem: .wrong)),
            Sample("signin-passkey", SignInPasskeyPage(flow: flow, reasons: [.newBrowser], ask: ask)),
            Sample(
                "signin-passkey-refused",
                SignInPasskeyPage(flow: anonymous, ask: PasskeyAsk(options: ask.options, problem: .refused))),
            Sample(
                "signin-name-passkey",
                SignInNamePage(flow: anonymous, passkey: PasskeyAsk(options: ask.options, isConditional: true))),
            Sample("signin-recovery", SignInRecoveryPage(flow: flow, reasons: [.newPlace])),
            Sample("signin-recovery-wrong", SignInRecoveryPage(flow: flow, reasons: [], problem: .malformed)),
            Sample(
                "register-intro",
                RegistrationIntroPage(flow: flow, demand: RegistrationDemand(mayPutOffDays: 12))),
            Sample(
                "register-intro-must",
                RegistrationIntroPage(flow: flow, demand: RegistrationDemand(mayPutOffDays: nil))),
            Sample(
                "register",
                RegistrationPage(flow: flow, offer: offer, demand: RegistrationDemand(mayPutOffDays: 1))),
            Sample(
                "register-wrong",
                RegistrationPage(
                    flow: flow, offer: offer,
                    demand: RegistrationDemand(mayPutOffDays: nil, reasons: [.administrator]), problem: .wrong)),
            Sample(
                "register-passkey",
                RegistrationPage(
                    flow: flow, offer: offer, demand: RegistrationDemand(mayPutOffDays: 3), passkey: ask)),
            Sample("recovery-codes", recoveryCodes),
            Sample("recovery-codes-gone", RecoveryCodesPage(action: "/x", codes: [], userName: "aiko")),
            Sample("stay", StaySignedInPage(flow: flow)),
            Sample(
                "consent",
                ConsentPage(
                    flow: flow, organization: "Northwind Traders", returnHost: "tickets.northwind.example",
                    scopes: ["openid", "profile", "email", "offline_access", "User.Read.All"].map {
                        ScopeLine(scope: $0)
                    })),
            Sample(
                "consent-all",
                ConsentPage(
                    flow: flow, organization: "Northwind Traders", publisher: "Tickets Ltd",
                    returnHost: "tickets.northwind.example",
                    homepage: "https://tickets.example",
                    scopes: [ScopeLine(scope: "x/Read", title: "Read tickets", explanation: "All.", api: "Tickets")],
                    agreed: [ScopeLine(scope: "openid")], agreedAt: Timestamp(seconds: 1_772_442_000),
                    agreedForAll: [ScopeLine(scope: "email")], choice: .all, hasChanged: true)),
            Sample(
                "await-administrator",
                AwaitAdministratorPage(
                    flow: flow, scopes: [ScopeLine(scope: "Directory.ReadWrite.All")],
                    address: "https://id.example/t/v2.0/adminconsent?client_id=x")),
            Sample(
                "device-confirm",
                DeviceConfirmPage(
                    flow: flow, publisher: "Northwind Traders", userCode: "BCDF-GHJK",
                    origin: Origin(address: "203.0.113.9", userAgent: "Television/1", country: "JP"),
                    askedAt: Timestamp(seconds: 1_790_000_000),
                    scopes: [
                        ScopeLine(scope: "openid"), ScopeLine(scope: "offline_access"),
                        ScopeLine(scope: "x/Orders.Read", title: "Read the orders", api: "Orders"),
                    ])),
        ]
    }

    static let recoveryCodes = RecoveryCodesPage(
        action: "/signin/\(flow.handle)/codes",
        codes: [
            "K7QM-2XPA-9WDL-4HTR", "ZB3N-8VYC-6JGE-5FUS", "QD5R-T9LK-2MWX-7APB", "H4CJ-N6ZV-8YEF-3GSU",
            "P2WD-X7KB-5RQM-9LTA", "V8EY-4UGH-C3NJ-6SFZ", "M9TL-B5AX-7PKW-2DQR", "F6ZS-J3VC-Y8GE-4NUH",
            "A3XB-W7MK-9QTD-5LPR", "G5JN-6HUC-Z2SV-8YEF",
        ], userName: "aiko.tanaka@northwind.example")

    static func setUp(drawing: TrustedSVG) -> [Sample] {
        let offer = AuthenticatorOffer(
            drawing: drawing, secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", account: "aiko@northwind.example")
        let values = SetUpPage.Values(
            organizationName: "Northwind Traders", domain: "northwind", displayName: "Aiko Tanaka", userName: "aiko")
        return [
            Sample("setup", SetUpPage(code: "msu_sample")),
            Sample(
                "setup-wrong",
                SetUpPage(
                    code: "msu_sample", values: values,
                    problems: SetUpPage.Problems(domain: .malformed, password: .containsName))),
            Sample(
                "setup-authenticator",
                SetUpAuthenticatorPage(
                    offer: offer, hiddenFields: [FormField(name: "setup-code", value: "msu_sample")])),
        ] + SetUpRefusedPage.Reason.allCases.map { Sample("setup-\($0)", SetUpRefusedPage(reason: $0)) }
    }

    static let phone = Origin(
        address: "203.0.113.24",
        userAgent:
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Safari/604.1",
        country: "JP")
    static let desk = Origin(
        address: "198.51.100.7",
        userAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
        country: "JP")
    static let script = Origin(address: "192.0.2.99", userAgent: "", country: nil)

    static let signIns: [AccountSignIn] = [
        AccountSignIn(
            at: now - .minutes(4), application: "My account", origin: desk, status: .success, errorCode: 0,
            reasons: ["sensitiveTask"], wasMultiFactor: true),
        AccountSignIn(
            at: now - .hours(3), application: "Harbour Tickets", origin: phone, status: .success, errorCode: 0,
            reasons: ["newBrowser", "noRememberedFactor"], wasMultiFactor: true,
            asked: ID("00000000-0000-4000-8000-000000000a01")),
        AccountSignIn(
            at: now - .hours(9), application: "Harbour Tickets", origin: desk, status: .interrupted, errorCode: 50074,
            reasons: ["newPlace"], wasMultiFactor: false),
        AccountSignIn(
            at: now - .days(1), application: "Old Mail", origin: script, status: .failure, errorCode: 530035,
            reasons: [], wasMultiFactor: false),
        AccountSignIn(
            at: now - .days(2), application: "Expenses", origin: script, status: .failure, errorCode: 50126,
            reasons: [], wasMultiFactor: false),
        AccountSignIn(
            at: now - .days(3), application: "Expenses", origin: desk, status: .success, errorCode: 0, reasons: [],
            wasMultiFactor: true, wasOwn: true),
    ]

    static func session(_ number: String, _ origin: Origin, hours: Int) -> AccountSessionsPage.Line {
        AccountSessionsPage.Line(
            id: ID("00000000-0000-4000-8000-0000000000\(number)"), origin: origin, createdAt: now - .hours(hours),
            lastSeenAt: now - .minutes(hours), isPersistent: true, hasSecondFactor: true)
    }

    static func account(drawing: TrustedSVG) -> [Sample] {
        let offer = AuthenticatorOffer(
            drawing: drawing, secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", account: "aiko.tanaka@northwind.example")
        let sessions = [
            session("01", phone, hours: 30), session("02", desk, hours: 2), session("03", script, hours: 60),
        ]
        let userName = "aiko.tanaka@northwind.example"
        let authenticators = [
            AccountSecurityPage.Authenticator(
                id: ID("00000000-0000-4000-8000-0000000000a1"), name: "My phone", createdAt: now - .days(40)),
            AccountSecurityPage.Authenticator(
                id: ID("00000000-0000-4000-8000-0000000000a2"), name: "Tablet in the kitchen", createdAt: now - .days(3)
            ),
        ]
        let grants = [
            AccountAppsPage.Grant(
                application: ID("00000000-0000-4000-8000-0000000000b1"), name: "Harbour Tickets",
                scopes: ["openid", "profile", "email"].map { ScopeLine(scope: $0) }, grantedAt: now - .days(12)),
            AccountAppsPage.Grant(
                application: ID("00000000-0000-4000-8000-0000000000b2"), name: "Expenses",
                scopes: ["openid", "offline_access"].map { ScopeLine(scope: $0) }, grantedAt: now - .days(70)),
        ]
        return [
            Sample(
                "account-overview",
                AccountOverviewPage(
                    displayName: "Aiko Tanaka", hasAuthenticator: true, graceDaysLeft: nil, recoveryCodesLeft: 3,
                    passwordChangedAt: now - .days(90), sessionCount: 3, appCount: 2, recent: signIns)),
            Sample(
                "account-overview-bare",
                AccountOverviewPage(
                    displayName: "Aiko Tanaka", hasAuthenticator: false, graceDaysLeft: 12, recoveryCodesLeft: 0,
                    passwordChangedAt: now, sessionCount: 1, appCount: 1, recent: [])),
            Sample(
                "account-security",
                AccountSecurityPage(
                    passwordChangedAt: now - .days(90), authenticators: authenticators, passkeys: passkeys,
                    certificates: certificates, mayAddPasskey: true, offersPINs: true, hasTokenToActivate: true,
                    isRegistered: true,
                    recoveryCodesLeft: 8, defaults: [.push, .totp],
                    chosenDefault: .totp, notice: .authenticatorAdded)),
            Sample(
                "account-security-bare",
                AccountSecurityPage(
                    passwordChangedAt: nil, authenticators: [], mayAddPasskey: true, isRegistered: false,
                    recoveryCodesLeft: 0)),
            Sample("account-passkey", AccountPasskeyPage(ask: ask, name: "Chrome · macOS")),
            Sample(
                "account-passkey-refused",
                AccountPasskeyPage(ask: PasskeyAsk(options: ask.options, problem: .notAttested))),
            Sample("account-password", AccountPasswordPage(userName: userName)),
            Sample(
                "account-password-wrong",
                AccountPasswordPage(userName: userName, currentProblem: .wrong, problem: .tooShort)),
            Sample("account-authenticator", AccountAuthenticatorPage(offer: offer)),
            Sample("account-signins", AccountSignInsPage(signIns: signIns, next: "a+b/c")),
            Sample("account-signins-empty", AccountSignInsPage(signIns: [])),
            Sample(
                "account-sessions", AccountSessionsPage(sessions: sessions, current: sessions[1].id)),
            Sample("account-apps", AccountAppsPage(grants: grants)),
            Sample("account-apps-empty", AccountAppsPage(grants: [])),
            Sample("account-preferences", AccountPreferencesPage(language: nil, theme: .dark)),
        ]
            + AccountNotice.allCases.map {
                Sample("account-notice-\($0)", AccountAppsPage(grants: grants, notice: $0))
            }
    }

    static let other: [Sample] =
        [
            Sample("signout", SignOutPage(application: "Harbour Tickets", hiddenFields: [])),
            Sample(
                "signedout",
                SignedOutPage(returnAddress: "https://tickets.northwind.example/bye", application: "Harbour Tickets")),
            Sample("signedout-plain", SignedOutPage()),
            Sample("account-reported", SignInReportedPage(needsAdministrator: false)),
            Sample("account-reported-withdrawn", SignInReportedPage(needsAdministrator: true)),
            Sample("device", DeviceCodePage()),
            Sample("device-wrong", DeviceCodePage(typed: "BCDF-GHJK", problem: .wrong)),
            Sample("device-too-many", DeviceCodePage(problem: .tooMany)),
            Sample("device-approved", DeviceDonePage(isApproved: true)),
            Sample("device-denied", DeviceDonePage(isApproved: false)),
            Sample(
                "form-post",
                FormPostPage(
                    action: "https://tickets.northwind.example/callback",
                    fields: [FormField(name: "code", value: "mac_x"), FormField(name: "state", value: "<\"&'>")],
                    application: "Harbour Tickets")),
            Sample("start", StartPage(isSignedIn: false)),
            Sample("start-signed-in", StartPage(isSignedIn: true)),
        ]
        + ProblemPage.Kind.allCases.map {
            Sample("problem-\($0)", ProblemPage(kind: $0, correlationID: "3f0c2f5e-8d0e-4c5e-9b1f-2a7f4c8e6d10"))
        }
        + [
            50126, 50053, 50057, 50089, 50173, 530035, 53003, 50076, 65004, 50011, 700016, 90002, 90014, 1,
        ]
        .map {
            Sample(
                "refusal-\($0)",
                RefusalPage(
                    errorCode: $0, correlationID: "3f0c2f5e-8d0e-4c5e-9b1f-2a7f4c8e6d10",
                    retry: $0 == 50057 ? nil : "/account", application: "Harbour Tickets"))
        }
}
