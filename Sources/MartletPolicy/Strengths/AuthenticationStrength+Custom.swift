import MartletDirectory

extension AuthenticationStrength {
    /// A strength of an organisation's own; a combination that there is not, or not any more, lets nobody in.
    package init(_ custom: CustomStrength) {
        self.init(
            id: Identifier(custom.id.rawValue), displayName: custom.displayName,
            combinations: custom.combinations.compactMap(MethodCombination.init(name:)),
            passkeyModels: Set(custom.passkeyModels), certificates: custom.certificates)
    }

    /// The strength with an id: a built-in one, or one of `custom`; `nil` if there is none.
    package static func find(_ id: ID<CustomStrength>, among custom: CustomStrengths) -> AuthenticationStrength? {
        builtIn.first { $0.id.rawValue == id.rawValue } ?? custom.find(id).map { AuthenticationStrength($0) }
    }

    /// The built-in strengths, then those of an organisation's own.
    package static func all(with custom: CustomStrengths) -> [AuthenticationStrength] {
        builtIn + custom.list.map { AuthenticationStrength($0) }
    }

    /// The strength that is demanded by an id. One that there is not is met by nobody (promise 8).
    package static func demanded(
        _ id: ID<CustomStrength>, among custom: CustomStrengths
    ) -> AuthenticationStrength {
        find(id, among: custom) ?? missing(Identifier(id.rawValue))
    }
}
