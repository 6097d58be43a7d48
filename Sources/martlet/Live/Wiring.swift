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
    let keys: SealingKeys

    /// Opens the data directory, making it on the first start, and puts the tools together.
    ///
    /// `inspects` looks over a SQLite file of moderate size before anything trusts it. A node that stays
    /// `followsFailovers` of PostgreSQL; a command that runs once does not.
    /// - Throws: `CommandFailure` with one sentence for the operator.
    static func open(
        _ data: DataDirectory, database: DatabaseAddress, inspects: Bool = false, connections: Int = 4,
        followsFailovers: Bool = false,
        publicURL: PublicURL,
        ambient: Ambient = Wiring.ambient,
        outgoing: any OutgoingFetch = NoOutgoingFetch(), clientAuthorities: [ClientCertificate] = [],
        attestationAuthorities: [AttestationAuthority] = [], certificateURL: PublicURL? = nil, logger: Logger
    ) async throws -> Wiring {
        try data.prepare()
        let found = try SealingKeys.find(in: data.keyFile)
        let measures = Measures()
        let engine = try Self.engine(
            at: database, inspects: inspects, connections: connections, measures: measures.store, logger)
        let store = Store(engine: engine, measures: measures)
        do {
            let keys = try await Self.keys(found, of: store)
            let tools = Tools(
                store: store, ambient: ambient, sealer: try keys.sealer(),
                hashing: HashingPool(queueLimit: 64, measures: measures.hashing), publicURL: publicURL, logger: logger,
                outgoing: outgoing, clientAuthorities: clientAuthorities,
                attestationAuthorities: attestationAuthorities, certificateURL: certificateURL,
                refusalBeat: Self.refusalBeat)
            let check = try await store.sealingKeyCheck()
            guard check.map(tools.opensSealingKeyCheck) ?? true else { throw wrongKey(keys) }
            try await Migrating(data: data, database: database, ambient: ambient).bringUpToDate(store)
            guard try await CheckSealingKey(tools)() else { throw wrongKey(keys) }
            if followsFailovers, let postgres = engine as? PostgresEngine {
                try await postgres.follow(AnswerFailover(tools).answer)
            }
            return Wiring(store: store, tools: tools, keys: keys)
        } catch {
            await store.close()
            throw error
        }
    }

    /// The keys that were found; a fresh one is made for a store without secrets only. Nothing was changed before.
    private static func keys(_ found: SealingKeys, of store: Store) async throws -> SealingKeys {
        let check = try await store.sealingKeyCheck()
        guard found.isThere || check == nil else {
            throw CommandFailure(
                "\(found.place) is missing; without it the secrets in the database cannot be read. Put it back from your "
                    + "backup")
        }
        return try found.orMade(randomBytes: randomBytes)
    }

    private static func wrongKey(_ keys: SealingKeys) -> CommandFailure {
        CommandFailure("\(keys.place) does not open this database; put the right key back and start again")
    }

    /// Finishes what is under way and closes the database.
    func close() async {
        await tools.hashing.shutDown()
        await store.close()
    }

    /// The time of this machine and the randomness of its kernel.
    static let ambient = Ambient(
        now: { Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down))) },
        randomBytes: randomBytes)

    /// When a refusal at a door that carries a password alone leaves: four times what a hash takes on a small machine.
    private static let refusalBeat = RefusalBeat(
        every: .milliseconds(100), now: { .now }, sleep: { try? await Task.sleep(for: $0) })

    private static let randomBytes: @Sendable (Int) -> [UInt8] = { count in
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 7)
        while bytes.count < count {
            withUnsafeBytes(of: generator.next()) { bytes.append(contentsOf: $0) }
        }
        return Array(bytes.prefix(count))
    }

    /// The store for a command that reads or writes much at once and may take its time.
    static func patientStore(at address: DatabaseAddress) throws -> Store {
        if case .file(let path) = address, !FileManager.default.fileExists(atPath: path) {
            throw CommandFailure("there is no database `\(path)`")
        }
        return try patientStore(making: address)
    }

    /// The same, which makes the file of SQLite's.
    static func patientStore(making address: DatabaseAddress) throws -> Store {
        do {
            return switch address {
            case .file(let path): Store(engine: try SQLiteEngine(path: path))
            case .postgres(let url): Store(engine: try PostgresEngine(.patient(address: url)))
            }
        } catch {
            throw CommandFailure("the database `\(address.shown)` cannot be opened: \(CommandFailure(error))")
        }
    }

    /// A file up to so many bytes is looked over at the start of a server, which takes about a second for each gigabyte.
    private static let inspected = 256 << 20

    private static func engine(
        at address: DatabaseAddress, inspects: Bool, connections: Int, measures: StoreMeasures, _ logger: Logger
    ) throws -> any SQLEngine {
        do {
            switch address {
            case .file(let path):
                let engine = try SQLiteEngine(path: path, measures: measures) { raise($0, about: path, logger) }
                if inspects, size(of: path) <= inspected { try engine.inspect() }
                return engine
            case .postgres(let url):
                return try PostgresEngine(
                    PostgresSettings(address: url, connections: connections), measures: measures)
            }
        } catch {
            throw CommandFailure("the database `\(address.shown)` cannot be opened: \(CommandFailure(error))")
        }
    }

    private static func size(of path: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    }

    /// Tells the operator what the embedded engine found out by itself, and ends the process where it cannot go on.
    private static func raise(_ alarm: SQLiteAlarm, about path: String, _ logger: Logger) {
        switch alarm {
        case .logGrows(let mebibytes):
            logger.warning(
                "the log of the database cannot be emptied: something has been reading the database for a long time",
                metadata: ["file": "\(path)-wal", "mebibytes": "\(mebibytes)"])
        case .syncFailed(let cause):
            StandardStream.error.write(
                line:
                    "martlet: the disk under `\(path)` failed to keep what was written to it (\(cause)); nothing that "
                    + "was acknowledged is lost, but Martlet stops here. Look at the disk, then start it again")
            // The refusals of the last writes still go out; nothing is written any more, so no end is more orderly.
            Thread.sleep(forTimeInterval: 0.3)
            _exit(74)
        }
    }
}
