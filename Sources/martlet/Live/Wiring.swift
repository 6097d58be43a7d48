import Foundation
import Logging
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore

/// The only place where live parts are made: the clock, the randomness, the database, the key, the threads.
struct Wiring: Sendable {
    let store: Store
    let tools: Tools
    let hashing: HashingPool

    /// Opens the data directory, making it on the first start, and puts the tools together.
    /// - Throws: `CommandFailure` with one sentence for the operator.
    static func open(
        _ data: DataDirectory, database: DatabaseAddress, connections: Int = 4, publicURL: PublicURL,
        ambient: Ambient = Wiring.ambient,
        outgoing: any OutgoingFetch = NoOutgoingFetch(), clientAuthorities: [ClientCertificate] = [],
        logger: Logger
    ) async throws -> Wiring {
        try data.prepare()
        let sealer = try Sealer(key: data.sealingKey(randomBytes: Self.randomBytes))
        let store = Store(engine: try Self.engine(at: database, connections: connections))
        do {
            try await store.migrate()
        } catch StoreError.newerSchema {
            throw CommandFailure("the database `\(database.shown)` was made by a newer martlet; start that one instead")
        }
        let hashing = HashingPool(queueLimit: 64)
        let tools = Tools(
            store: store, ambient: ambient, sealer: sealer, hashing: hashing, publicURL: publicURL,
            logger: logger, outgoing: outgoing, clientAuthorities: clientAuthorities)
        guard try await CheckSealingKey(tools)() else {
            throw CommandFailure(
                "the key in `\(data.keyPath)` does not open this database; put the right key back and start again")
        }
        return Wiring(store: store, tools: tools, hashing: hashing)
    }

    /// Finishes what is under way and closes the database.
    func close() async {
        await hashing.shutDown()
        await store.close()
    }

    /// The time of this machine and the randomness of its kernel.
    static let ambient = Ambient(
        now: { Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down))) },
        randomBytes: randomBytes)

    private static let randomBytes: @Sendable (Int) -> [UInt8] = { count in
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 7)
        while bytes.count < count {
            withUnsafeBytes(of: generator.next()) { bytes.append(contentsOf: $0) }
        }
        return Array(bytes.prefix(count))
    }

    private static func engine(at address: DatabaseAddress, connections: Int) throws -> any SQLEngine {
        do {
            return switch address {
            case .file(let path): try SQLiteEngine(path: path)
            case .postgres(let url): try PostgresEngine(PostgresSettings(address: url, connections: connections))
            }
        } catch {
            throw CommandFailure("the database `\(address.shown)` cannot be opened: \(CommandFailure(error))")
        }
    }
}
