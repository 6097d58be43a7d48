import MartletDirectory
import MartletServer

extension SamplePages {
    /// The pages about phones, in all their states.
    static func phones(drawing: TrustedSVG) -> [Sample] {
        let matters: [(String, SignInPushPage.Matter)] = [
            ("number", .number(42)), ("approved", .approved), ("denied", .denied), ("reported", .reported),
            ("expired", .expired), ("outstanding", .outstanding), ("idle", .idle),
            ("paused", .paused(until: Timestamp(seconds: 1_795_255_200))),
        ]
        let stages: [(String, PhoneSteps.Stage)] = [
            ("waiting", .waiting), ("joined", .joined(name: "Aiko's phone", number: 42)),
            ("proven", .proven(name: "")), ("failed", .failed), ("over", .over),
        ]
        func steps(_ stage: PhoneSteps.Stage) -> PhoneSteps {
            PhoneSteps(
                stage: stage, drawing: drawing, link: "https://id.northwind.example/authenticator#add=ABCDEFGHIJKLMNOP",
                code: "ABCD-EFGH-IJKL-MNOP")
        }
        return matters.map { name, matter in
            Sample(
                "signin-push-\(name)",
                SignInPushPage(
                    flow: flow, reasons: [.newBrowser], matter: matter, mayAskAgain: true, isEarly: name == "number"))
        }
            + matters.filter { ["number", "approved", "expired", "idle"].contains($0.0) }.map { name, matter in
                Sample(
                    "signin-push-first-\(name)",
                    SignInPushPage(flow: flow, reasons: [], matter: matter, mayAskAgain: true, isFirst: true))
            }
            + stages.map { name, stage in
                Sample(
                    "register-phone-\(name)",
                    RegisterPhonePage(
                        flow: flow, steps: steps(stage), demand: RegistrationDemand(mayPutOffDays: 9)))
            } + stages.map { Sample("account-phone-\($0)", AccountPhonePage(steps: steps($1))) }
            + [
                Sample(
                    "authenticator",
                    AuthenticatorPage(audience: "https://id.northwind.example", pushKey: "BA1Hxzyi1RUM1b5wjxsn7nGx"))
            ]
    }
}
