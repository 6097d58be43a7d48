import MartletDirectory

extension Sample {
    static let subscription = PushSubscription(
        endpoint: "https://push.example/abc", publicKey: [4, 1, 2], secret: [9, 9])

    static func phone(_ id: ID<TOTPMethod>, name: String = "phone") -> Phone {
        Phone(
            id: id, user: ada.id, tenant: tenant.id, name: name, publicKey: [4, 5, 6], subscription: subscription,
            createdAt: now, lastSeenAt: now)
    }

    static func enrolment(_ word: String) -> PhoneEnrolment {
        PhoneEnrolment(
            id: id(word), user: ada.id, tenant: tenant.id, ownerHash: hash("owner-" + word),
            codeHash: hash("code-" + word), number: 42, createdAt: now, expiresAt: now + .minutes(10))
    }

    static func pushRequest(_ word: String, at time: Timestamp = now) -> PhoneRequest {
        PhoneRequest(
            id: id(word), user: ada.id, tenant: tenant.id, handleHash: hash("flow-" + word), number: 42,
            client: portal.id.rawValue, applicationName: "Wiki of Contoso",
            origin: Origin(address: "198.51.100.7", userAgent: "Browser/1", country: "JP"), createdAt: time,
            expiresAt: time + .seconds(60))
    }
}
