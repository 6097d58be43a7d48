import MartletDirectory

/// Where a phone takes messages, in the three columns `push_endpoint`, `push_key`, `push_secret`; all null where nowhere.
enum SubscriptionColumns {
    /// The values in that order.
    static func values(_ subscription: PushSubscription?) -> [SQLValue] {
        [
            .text(optional: subscription?.endpoint), .blob(optional: subscription?.publicKey),
            .blob(optional: subscription?.secret),
        ]
    }
}

extension SQLRow {
    /// What stands in the three columns.
    mutating func subscription() throws -> PushSubscription? {
        let endpoint = try optionalText("push_endpoint")
        let key = try optionalBlob("push_key")
        let secret = try optionalBlob("push_secret")
        guard let endpoint, let key, let secret else { return nil }
        return PushSubscription(endpoint: endpoint, publicKey: key, secret: secret)
    }
}
