import ArgumentParser
import Foundation
import MartletActions
import MartletCredentials
import MartletDirectory

/// Works with certificates of people and the authorities behind them.
struct CertificateCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certificates", abstract: "Work with people's certificates.",
        discussion: "What certificates are worth, and which names in them count, stands in `martlet methods`.",
        subcommands: [
            CertificateAuthorityCommands.self, BindCertificateCommand.self, ListCertificatesCommand.self,
            RemoveCertificateCommand.self,
        ])
}

/// Works with the authorities.
struct CertificateAuthorityCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "authorities", abstract: "Work with the authorities that are trusted about people's certificates.",
        subcommands: [
            AddAuthorityCommand.self, ListAuthoritiesCommand.self, SetRevocationListCommand.self,
            RemoveAuthorityCommand.self,
        ])
}

/// Adds authorities.
struct AddAuthorityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Trust the authorities in a file: roots, and those between.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "Certificates in PEM; `-` reads the standard input.")
    var file: String

    func run() async throws {
        try await options.work { tools in
            let pem = String(decoding: try contents(of: file), as: UTF8.self)
            let added = try await AddCertificateAuthorities(tools)(pem, by: try await tools.operatorCaller())
            options.print(["authorities": .array(added.map { .object($0.json) })])
        }
    }
}

/// Lists authorities.
struct ListAuthoritiesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the authorities.")

    @OptionGroup var options: StoreOptions

    func run() async throws {
        try await options.work { tools in
            let found = try await ListCertificateAuthorities(tools)(by: try await tools.operatorCaller())
            options.print(["authorities": .array(found.authorities.map { .object($0.json) })])
        }
    }
}

/// Stores the list of an authority.
struct SetRevocationListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set-list", abstract: "Store what an authority says that it has revoked (CRL).",
        discussion: "Run it from a timer, before the list that is here runs out.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "The authority's id, as `list` prints it.")
    var id: String

    @Argument(help: "The list in DER or PEM; `-` reads the standard input.")
    var file: String

    func run() async throws {
        try await options.work { tools in
            let authority = try await SetRevocationList(tools)(
                Array(try contents(of: file)), for: try authorityID(id), by: try await tools.operatorCaller())
            options.print(authority.json)
        }
    }
}

/// Removes an authority.
struct RemoveAuthorityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "End the trust in an authority; its certificates count no more.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "The authority's id, as `list` prints it.")
    var id: String

    func run() async throws {
        try await options.work { tools in
            let authority = try authorityID(id)
            try await RemoveCertificateAuthority(tools)(authority, by: try await tools.operatorCaller())
            options.print(["id": .string(authority.rawValue), "removed": true])
        }
    }
}

private func contents(of file: String) throws -> Data {
    guard let data = FileManager.default.contents(atPath: file == "-" ? "/dev/stdin" : file) else {
        throw CommandFailure("`\(file)` cannot be read")
    }
    return data
}

private func authorityID(_ text: String) throws -> ID<CertificateAuthority> {
    guard let id = ID<CertificateAuthority>(parsing: text) else {
        throw CommandFailure("`\(text)` is not the id of an authority")
    }
    return id
}

extension CertificateAuthority {
    fileprivate var json: JSONObject {
        [
            "id": .string(id.rawValue), "subject": .string(subject), "keyIdentifier": .string(keyIdentifier),
            "isRoot": .bool(isRoot), "thumbprint": .string(thumbprint),
            "notAfterDateTime": .string(notAfter.rfc3339),
            "revocationListEndsDateTime": listEndsAt.map { .string($0.rfc3339) } ?? .null,
        ]
    }
}
