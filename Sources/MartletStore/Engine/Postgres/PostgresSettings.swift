/// How an installation uses its PostgreSQL server.
package struct PostgresSettings: Sendable {
    /// libpq's connection URL or string; it may hold a password and is never printed.
    package var address: String
    /// How many connections this node may hold, 1 to 200.
    package var connections: Int
    /// How many transactions may wait for a connection before the next one is refused.
    package var queueLimit = 1024
    /// How long a transaction may wait for a connection.
    package var queueDeadline: Duration = .seconds(5)
    /// How long one exchange with the server may take, the making of a connection included.
    package var exchangeDeadline: Duration = .seconds(5)
    /// How long the server lets a transaction stand idle between two statements.
    package var idleDeadline: Duration = .seconds(10)
    /// Whether the planner is kept to reading through indexes and in their order: every statement of the house has its
    /// index, a serializable transaction that read a whole table would collide with everyone who writes to it, and the
    /// page of a list is not to be sorted out of all that comes after it.
    package var prefersIndexes = true
    /// The name under which the server lists the connections.
    package var name = PostgresSettings.nodeName
    /// The schema in which the tables are, where it is not the user's own.
    package var schema: String?

    /// The name of nodes; what needs the store for itself looks for it.
    static let nodeName = "martlet"

    /// Settings for a server: a node that answers people.
    package init(address: String, connections: Int = 12) {
        precondition((1...200).contains(connections), "a node holds 1 to 200 connections")
        self.address = address
        self.connections = connections
    }

    /// Settings for a command that reads or writes much at once and may take its time: migrations, backups, moves.
    package static func patient(address: String) -> PostgresSettings {
        var settings = PostgresSettings(address: address, connections: 4)
        settings.queueDeadline = .seconds(3600)
        settings.exchangeDeadline = .seconds(3600)
        settings.idleDeadline = .seconds(3600)
        settings.prefersIndexes = false
        settings.name = "martlet command"
        return settings
    }
}
