import MartletDirectory

@testable import MartletServer

extension SamplePages {
    static var passes: [Sample] {
        [
            Sample("signin-pass", SignInPassPage(flow: flow)),
            Sample("signin-pass-wrong", SignInPassPage(flow: flow, problem: .wrong)),
            Sample(
                "signin-pass-second", SignInPassPage(flow: flow, reasons: [.newPlace], isFirst: false)),
            Sample("signin-certificate", SignInCertificatePage(flow: flow, host: "cert.contoso.example")),
            Sample(
                "signin-certificate-wrong",
                SignInCertificatePage(flow: flow, reasons: [.newPlace], host: "cert.contoso.example", isRefused: true)),
            Sample(
                "register-barred",
                AwaitRegistrationPage(flow: flow, wants: .approval, demand: RegistrationDemand(mayPutOffDays: 3))),
            Sample(
                "register-barred-must",
                AwaitRegistrationPage(flow: flow, wants: .pass, demand: RegistrationDemand(mayPutOffDays: nil))),
            Sample(
                "account-security-pass",
                AccountSecurityPage(
                    passwordChangedAt: nil, authenticators: [], isRegistered: false,
                    pass: PassState(
                        startsAt: now - .minutes(5), endsAt: now + .minutes(55), isOneTime: true, usability: .usable),
                    hasOnlyPass: true, recoveryCodesLeft: 0)),
        ]
    }
}
