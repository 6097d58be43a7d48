import MartletDirectory

/// The gateways and access points that may ask by RADIUS.
package struct RADIUSClientsPage: Page {
    package static let template = "admin-radius-clients"
    package static let section = "adminLegacySettings"
    package let titleKey = "admin.radius.title"

    /// What is wrong with a form; the first two name their field.
    package enum Problem: String, Sendable, Hashable {
        case name, range
        /// The range has a gateway already, or there are too many.
        case taken
    }

    /// What was typed into the form that adds one, where it comes back.
    package struct Typed: Sendable, Equatable {
        /// What it is.
        package var name: String
        /// Where it asks from.
        package var range: String

        /// What was typed.
        package init(name: String, range: String) {
            self.name = name
            self.range = range
        }
    }

    /// The gateways, in the order of their ranges.
    package let clients: [RADIUSClient]
    /// Whether the viewer may change them.
    package let mayChange: Bool
    /// What was typed, where it comes back with a problem.
    package let typed: Typed?
    /// What is wrong with it.
    package let problems: Set<Problem>
    /// The gateway whose new name was none.
    package let wronglyNamed: ID<RADIUSClient>?
    /// What a form just did.
    package let notice: AdminNotice?

    /// A page with every field given.
    package init(
        clients: [RADIUSClient], mayChange: Bool, typed: Typed? = nil, problems: Set<Problem> = [],
        wronglyNamed: ID<RADIUSClient>? = nil, notice: AdminNotice? = nil
    ) {
        self.clients = clients
        self.mayChange = mayChange
        self.typed = typed
        self.problems = problems
        self.wronglyNamed = wronglyNamed
        self.notice = notice
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "notice": phrases.notice(notice), "mayChange": .flag(mayChange), "isEmpty": .flag(clients.isEmpty),
            "rows": ViewValue(
                clients.map { client in
                    [
                        "id": .text(client.id.rawValue), "name": .text(client.name),
                        "range": .text(client.addressRange), "created": phrases.time(client.createdAt),
                        "isWrong": .flag(client.id == wronglyNamed),
                    ]
                }),
            "name": .text(typed?.name ?? ""), "range": .text(typed?.range ?? ""),
            "isNameWrong": .flag(problems.contains(.name)),
            "isRangeWrong": .flag(problems.contains(.range) || problems.contains(.taken)),
            "isTaken": .flag(problems.contains(.taken)),
        ]
    }
}

/// The secret of a gateway, shown once.
package struct RADIUSSecretOncePage: Page {
    package static let template = "admin-radius-secret-once"
    package static let section = "adminLegacySettings"
    package let titleKey = "admin.radiusOnce.title"
    /// The gateway.
    package let client: RADIUSClient
    /// Its secret.
    package let secret: String

    /// A page with every field given.
    package init(client: RADIUSClient, secret: String) {
        self.client = client
        self.secret = secret
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        ["name": .text(client.name), "range": .text(client.addressRange), "secret": .text(secret)]
    }
}
