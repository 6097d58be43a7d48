import CPostgres
import Foundation

/// What a connection string says, parameter by parameter, as libpq itself reads it.
struct PostgresAddress {
    private let values: [String: String]
    private let environment: [String: String]

    /// Reads a URL or a `key=value` string; one that libpq cannot read says nothing. What it leaves open, `environment`
    /// may say.
    init(_ text: String, environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.environment = environment
        var values: [String: String] = [:]
        var message: UnsafeMutablePointer<CChar>?
        let options = PQconninfoParse(text, &message)
        // The message repeats the text, which may hold a password.
        if let message { PQfreemem(message) }
        var next = options
        while let option = next, let keyword = option.pointee.keyword {
            if let value = option.pointee.val { values[String(cString: keyword)] = String(cString: value) }
            next = option.advanced(by: 1)
        }
        PQconninfoFree(options)
        self.values = values
    }

    /// The value of a parameter, or `nil` where the text does not name it.
    subscript(_ keyword: String) -> String? { values[keyword] }

    /// Whether libpq read what was meant.
    ///
    /// A password with a slash, a colon or an at sign that is not written as `%2F`, `%3A` or `%40` is read as a port, a
    /// host or a database, and would be told in the error about it.
    var isReadable: Bool {
        let ports = (values["port"] ?? "").split(separator: ",")
        return !values.isEmpty && ports.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isNumber) }
            && ![values["host"], values["hostaddr"], values["dbname"]].contains { $0?.contains("@") == true }
    }

    /// Where libpq will go, also by the environment's word; `hostaddr` is what it dials where there is one.
    var destinations: [Substring] {
        let said = values["hostaddr"] ?? values["host"] ?? environment["PGHOSTADDR"] ?? environment["PGHOST"] ?? ""
        return said.split(separator: ",")
    }

    /// Whether `sslmode` is said, here or in the environment.
    var saysEncryption: Bool { values["sslmode"] != nil || environment["PGSSLMODE"]?.isEmpty == false }

    /// Whether a file of services says more, which is not read here.
    var namesService: Bool { (values["service"] ?? environment["PGSERVICE"] ?? "").isEmpty == false }

    /// The servers one by one, as parameters that stand in for the list; one empty set for an address without a list.
    var servers: [[(String, String)]] {
        let names = list("host")
        let addresses = list("hostaddr")
        let ports = list("port")
        let count = max(names.count, addresses.count)
        // Lists that do not fit are libpq's to refuse, and what one of them leaves out is libpq's to fill in.
        guard count > 1, names.isEmpty || names.count == count, addresses.isEmpty || addresses.count == count,
            ports.count <= 1 || ports.count == count, !(names + addresses).contains("")
        else { return [[]] }
        return (0..<count).map { index in
            var server: [(String, String)] = []
            if !names.isEmpty { server.append(("host", names[index])) }
            if !addresses.isEmpty { server.append(("hostaddr", addresses[index])) }
            if let port = ports.count == 1 ? ports[0] : ports.isEmpty ? nil : ports[index], !port.isEmpty {
                server.append(("port", port))
            }
            return server
        }
    }

    /// The address without a password, for messages.
    var shown: String {
        guard isReadable else { return "postgres://…" }
        let user = values["user"].map { $0 + "@" } ?? ""
        let hosts = servers.count > 1 ? servers.map(Self.shown) : [Self.shown(Array(values))]
        return "postgres://" + user + hosts.joined(separator: ",") + "/" + (values["dbname"] ?? "")
    }

    private static func shown(_ server: [(String, String)]) -> String {
        let said = Dictionary(server, uniquingKeysWith: { $1 })
        return (said["host"] ?? said["hostaddr"] ?? "") + (said["port"].map { ":" + $0 } ?? "")
    }

    private static func shown(_ values: [Dictionary<String, String>.Element]) -> String {
        shown(values.map { ($0.key, $0.value) })
    }

    private func list(_ keyword: String) -> [String] {
        values[keyword].map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) } ?? []
    }
}

extension PostgresSettings {
    /// An address without its password, for messages and for what is kept of them (A293).
    package static func shown(_ address: String) -> String { PostgresAddress(address).shown }
}
