import Hummingbird
import MartletActions
import MartletPolicy

extension FlowAnswer {
    /// The page on which a sign-in waits for the person's phone.
    func push(
        _ asking: PushAsking, _ flow: FlowPage, _ header: SignInFlow, _ reasons: [AskReason], isFirst: Bool = false
    ) throws -> Response {
        let mayAsk = asking.verdict == .free
        return try page(
            SignInPushPage(
                flow: header, reasons: reasons, matter: matter(of: asking), mayAskAgain: mayAsk,
                isEarly: flow.problem == .phoneHasNotSaidYes, isFirst: isFirst, wantsPIN: asking.wantsPIN), of: flow)
    }

    private func matter(of asking: PushAsking) -> SignInPushPage.Matter {
        switch (asking.state, asking.verdict) {
        case (.pending, _): .number(asking.number ?? 0)
        case (.approved, _): .approved
        case (_, .paused(let until)): .paused(until: until)
        case (.denied, _): .denied
        case (.reported, _): .reported
        case (.none, .outstanding), (.expired, .outstanding): .outstanding
        case (.expired, _): .expired
        case (.none, _): .idle
        }
    }
}
