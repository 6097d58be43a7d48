import MartletActions
import MartletDirectory
import MartletPolicy
import MartletServer

extension SamplePages {
    /// Adding a way to sign in: the choice and the review.
    static let wizard: [Sample] = [
        Sample(
            "account-add-method",
            AccountAddMethodPage(ways: [
                WayToAdd(.passkey, .notOffered), WayToAdd(.phone), WayToAdd(.app), WayToAdd(.token, .full),
            ])),
        Sample("account-add-method-blocked", AccountAddMethodPage(ways: [WayToAdd(.passkey, .blocked)])),
        Sample(
            "account-review",
            AccountReviewPage(
                methods: [
                    .init(kind: .passkey, name: "Harbour laptop", createdAt: now),
                    .init(kind: .app, name: "", createdAt: now - .days(3)),
                ], advice: RegistrationAdvice.allCases, isRegistered: true, recoveryCodesLeft: 2,
                notice: .passkeyAdded)),
        Sample(
            "account-review-complete",
            AccountReviewPage(methods: [], advice: [], isRegistered: false, recoveryCodesLeft: 0)),
    ]
}
