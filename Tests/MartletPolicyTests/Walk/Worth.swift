import MartletDirectory

/// What methods are worth, said once more and differently: the walk does not ask the code that it walks over.
struct Worth: Hashable {
    let first: Bool
    let second: Bool
    let secondInThisFlow: Bool
    let phishingResistant: Bool
    let isRegistered: Bool
    let hasPasskey: Bool

    init(registered: Set<Method>, proven: Set<Method>, inThisFlow: Set<Method>) {
        let canRecover = registered.contains { $0 == .totp || $0 == .passkey || $0 == .push }
        isRegistered = canRecover
        hasPasskey = registered.contains(.passkey)
        let good = proven.intersection(registered)
        first = good.contains { $0 == .password || $0 == .passkey || $0 == .push || $0 == .temporaryAccessPass }
        var carriers = good.filter { $0 == .passkey || $0 == .temporaryAccessPass }
        if good.contains(.password) {
            carriers.formUnion(good.filter { $0 == .totp || $0 == .push || $0 == .recoveryCode && canRecover })
        }
        second = !carriers.isEmpty
        secondInThisFlow = !carriers.intersection(inThisFlow).isEmpty
        phishingResistant = good.contains(.passkey)
    }
}
