import MartletPolicy
import Testing

/// What is still advisable once something was added (MR-11).
@Suite struct `Advice after a registration` {
    @Test(
        arguments: [
            (0, 0, 10, true, [.firstMethod]),
            (0, 0, 0, false, [.firstMethod]),
            (1, 0, 10, false, [.secondMethod]),
            (1, 0, 0, true, [.secondMethod, .recoveryCodes, .passkey]),
            (1, 1, 3, true, [.secondMethod, .fewRecoveryCodes]),
            (2, 0, 4, true, [.passkey]),
            (2, 0, 4, false, []),
            (2, 1, 10, true, []),
        ] as [(Int, Int, Int, Bool, [RegistrationAdvice])])
    func `the weightiest comes first, and only what can be had is advised`(
        methods: Int, phishingResistant: Int, codes: Int, mayAddPasskey: Bool, advice: [RegistrationAdvice]
    ) {
        #expect(
            RegistrationAdvice.all(
                methods: methods, phishingResistant: phishingResistant, recoveryCodesLeft: codes,
                mayAddPasskey: mayAddPasskey) == advice)
    }
}
