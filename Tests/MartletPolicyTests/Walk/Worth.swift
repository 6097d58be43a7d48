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
        let canRecover = registered.contains {
            $0 == .totp || $0 == .passkey || $0 == .push || $0 == .passwordlessPush
        }
        isRegistered = canRecover
        hasPasskey = registered.contains(.passkey)
        let good = proven.intersection(registered)
        let alone: Set<Method> = [.passkey, .temporaryAccessPass, .passwordlessPush]
        first = !good.isDisjoint(with: alone.union([.password, .push]))
        var carriers = good.intersection(alone)
        if good.contains(.password) {
            carriers.formUnion(good.filter { $0 == .totp || $0 == .push || $0 == .recoveryCode && canRecover })
        }
        second = !carriers.isEmpty
        secondInThisFlow = !carriers.intersection(inThisFlow).isEmpty
        phishingResistant = good.contains(.passkey)
    }
}
