import MartletActions
import MartletDirectory

@testable import MartletServer

extension SamplePages {
    static let certificates = [
        CertificateLine(
            id: ID("00000000-0000-4000-8000-0000000000a3"), subject: "CN=Aiko Tanaka,O=Northwind",
            binding: "X509:<SKI>ab", isBound: false, createdAt: now - .days(30), lastUsedAt: now - .days(1),
            endsAt: now + .days(300), worth: .certificate),
        CertificateLine(
            id: ID("00000000-0000-4000-8000-0000000000a4"), subject: nil,
            binding: "X509:<I>CN=People,O=Northwind<SR>3f9c", isBound: true, createdAt: now),
    ]

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
