import Foundation
import Logging
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore

/// A temporary installation with many registered people who share one password hash, and one public app.
struct TestBed: Sendable, Codable {
    let martlet: String
    let folder: String
    /// The PostgreSQL server to use, if not SQLite in `folder`.
    let database: String?
    var port: Int
    let tenant: String
    let clientID: String
    /// The secrets of the people's authenticator apps; the last is the administrator's.
    let secrets: [[UInt8]]
    static let password = "Violet-Harbour-93-lamp"
    static let redirectURI = "http://localhost/cb"

    var url: String { "http://localhost:\(port)" }

    /// Makes the installation. The people are written straight into the store, because adding them takes one hash each.
    static func make(
        martlet: String, users: Int,
        folder: String = NSTemporaryDirectory() + "martlet-bench-\(ProcessInfo.processInfo.processIdentifier)",
        database: String? = nil
    ) async throws -> TestBed {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let key = (0..<32).map { _ in UInt8.random(in: 0...255) }
        let keyFile = URL(fileURLWithPath: folder + "/martlet.key")
        try Data(Data(key).base64EncodedString().utf8).write(to: keyFile)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: keyFile.path)
        let engine: any SQLEngine =
            if let database {
                try PostgresEngine(.patient(address: database))
            } else {
                try SQLiteEngine(path: folder + "/martlet.sqlite")
            }
        let store = Store(engine: engine)
        try await store.migrate()
        let port = 18_000 + Int(ProcessInfo.processInfo.processIdentifier) % 2000
        guard let publicURL = PublicURL("http://localhost:\(port)") else { preconditionFailure("a loopback address") }
        let ambient = Ambient(
            now: { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) },
            randomBytes: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } })
        let tools = Tools(
            store: store, ambient: ambient, sealer: try Sealer(key: key), hashing: HashingPool(),
            publicURL: publicURL, logger: Logger(label: "bench"))
        let done = try await InitializeOrganization(tools)(
            SetUpRequest(
                organizationName: "Bench", domain: "bench.example", displayName: "Ada", userName: "admin",
                password: password))
        let app = try await RegisterApplication(tools)(
            ApplicationDetails(displayName: "App", redirectURIs: [redirectURI]), kind: .public,
            by: try await tools.operatorCaller())
        let secrets = try await fill(tools, tenant: done.tenant, count: users)
        await store.close()
        return TestBed(
            martlet: martlet, folder: folder, database: database, port: port, tenant: done.tenant.id.rawValue,
            clientID: app.application.id.rawValue, secrets: secrets)
    }

    private static func fill(_ tools: Tools, tenant: Tenant, count: Int) async throws -> [[UInt8]] {
        guard let password = NormalizedPassword(password) else { return [] }
        let hash = try await tools.hash(password)
        let at = tools.now
        let founder = try await tools.store.read { tables in
            try tables.users.find(upn: UserPrincipalName(stored: "admin@bench.example"), in: tenant.id)
        }
        guard let founder else { throw BenchFailure.unexpected("there is no administrator") }
        let enrolment = try tools.newEnrolment(account: "admin", organization: "Bench")
        let method = try tools.method(of: enrolment, user: founder.id, tenant: tenant.id, name: "", at: at)
        try await tools.store.write { tables in try tools.insert(method, in: tables) }
        let people = try (0..<count).map { index in
            let enrolment = try tools.newEnrolment(account: "u\(index)", organization: "Bench")
            let user = User(
                id: tools.ambient.newID(), tenant: tenant.id,
                userPrincipalName: UserPrincipalName(stored: "u\(index)@bench.example"), displayName: "User \(index)",
                createdAt: at, sessionsValidFrom: at)
            let method = try tools.method(of: enrolment, user: user.id, tenant: tenant.id, name: "", at: at)
            return (user, method, Base32.decode(enrolment.secretText) ?? [])
        }
        try await tools.store.write { tables in
            for (user, method, _) in people {
                try tables.users.insert(user)
                try tables.passwords.save(Password(user: user.id, tenant: user.tenant, hash: hash, changedAt: at))
                try tools.insert(method, in: tables)
            }
        }
        return people.map(\.2) + [Base32.decode(enrolment.secretText) ?? []]
    }

    /// Starts the server and waits until it is healthy.
    func start() throws -> BenchServer {
        let server = try BenchServer(bed: self)
        try server.waitUntilHealthy()
        return server
    }

    /// Milliseconds from exec to the first healthy answer.
    func timeToHealthy() throws -> Double {
        let began = ContinuousClock.now
        let server = try BenchServer(bed: self)
        try server.waitUntilHealthy()
        let passed = (ContinuousClock.now - began).asSeconds * 1000
        server.stop()
        return passed
    }

    private var file: URL { URL(fileURLWithPath: folder + "/bed.json") }

    /// Writes what measuring needs to know beside the key, for another run of this program.
    func save() throws { try JSONEncoder().encode(self).write(to: file) }

    /// Reads what `save` wrote.
    static func load(_ folder: String) throws -> TestBed {
        try JSONDecoder().decode(TestBed.self, from: Data(contentsOf: URL(fileURLWithPath: folder + "/bed.json")))
    }

    /// Removes the installation.
    func remove() { try? FileManager.default.removeItem(atPath: folder) }
}

/// One server process.
final class BenchServer {
    private let process = Process()
    private let bed: TestBed

    init(bed: TestBed) throws {
        self.bed = bed
        process.executableURL = URL(fileURLWithPath: bed.martlet)
        process.arguments = [
            "serve", "--data", bed.folder, "--listen", "localhost:\(bed.port)",
        ]
        if let database = bed.database { process.arguments?.append("--database=\(database)") }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    func waitUntilHealthy() throws {
        for _ in 0..<20_000 {
            if let client = Connection(port: bed.port), client.get("/healthz")?.status == 200 { return }
            usleep(500)
        }
        throw BenchFailure.notHealthy
    }

    /// The resident set in MB of 10^6 bytes, as the kernel counts it.
    var residentMegabytes: Double {
        let text = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS") } ?? ""
        let kilobytes = line.split(separator: " ").compactMap { Double($0) }.first ?? 0
        return kilobytes * 1024 / 1_000_000
    }

    /// The seconds of processor time that the server has used.
    var processorSeconds: Double {
        let text = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)) ?? ""
        // The name in parentheses may hold spaces; user and system time are the 12th and 13th field behind it.
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        return fields.count > 12 ? ((Double(fields[11]) ?? 0) + (Double(fields[12]) ?? 0)) / 100 : 0
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }
}

enum BenchFailure: Error { case notHealthy, unexpected(String) }
