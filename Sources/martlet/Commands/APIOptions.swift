import ArgumentParser
import MartletActions

/// What an app offers to other apps, as options of a command.
struct APIOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A name by which other apps ask for this one, such as api://tides; may be repeated.", valueName: "uri"))
    var identifierURI: [String] = []

    @Option(
        help: ArgumentHelp(
            "What apps may ask for on behalf of a person, such as Tides.Read or \"Tides.Read=Read the tide tables\"; may be repeated.",
            valueName: "scope"))
    var scope: [String] = []

    @Option(
        help: ArgumentHelp(
            "A role that people and apps can be given in this app, written like a scope; may be repeated.",
            valueName: "role"))
    var role: [String] = []

    /// The options as an offer.
    var offer: OfferAPI.Offer {
        OfferAPI.Offer(
            identifierURIs: identifierURI, scopes: scope.map(Self.item), roles: role.map(Self.item))
    }

    /// `VALUE` or `VALUE=what people read`.
    private static func item(_ text: String) -> OfferAPI.Item {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        let value = parts.first ?? ""
        return OfferAPI.Item(value: value, displayName: parts.count == 2 ? parts[1] : value)
    }
}
