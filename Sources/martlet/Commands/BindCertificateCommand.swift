import ArgumentParser
import Foundation
import MartletActions
import MartletCredentials
import MartletDirectory

/// Binds a certificate to a person.
struct BindCertificateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bind", abstract: "Bind a certificate to a person, more firmly than a name in it does.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "The person's sign-in name.")
    var user: String

    @Option(help: ArgumentHelp("The certificate in PEM: its key is bound.", valueName: "pem"))
    var certificate: String?

    @Option(
        help: ArgumentHelp(
            "What a certificate must show: X509:<SHA2-PUKEY>hex, X509:<SKI>hex or X509:<I>issuer<SR>hex.",
            valueName: "text"))
    var binding: String?

    func validate() throws {
        guard (certificate == nil) != (binding == nil) else {
            throw ValidationError("either --certificate or --binding")
        }
    }

    func run() async throws {
        try await options.work { tools in
            let caller = try await tools.operatorCaller()
            var text = binding ?? ""
            if let certificate {
                guard let pem = try? String(contentsOfFile: certificate, encoding: .utf8) else {
                    throw CommandFailure("`\(certificate)` cannot be read")
                }
                text = try BindCertificate.binding(of: pem)
            }
            let bound = try await BindCertificate(tools)(text, to: try await person(user, tools, caller), by: caller)
            options.print(bound.json)
        }
    }
}

/// Lists the certificates of a person.
struct ListCertificatesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the certificates of a person: bound, and shown in a sign-in.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "The person's sign-in name.")
    var user: String

    func run() async throws {
        try await options.work { tools in
            let caller = try await tools.operatorCaller()
            let found = try await ListCertificates(tools)(of: try await person(user, tools, caller), by: caller)
            options.print(["certificates": .array(found.map { .object($0.json) })])
        }
    }
}

/// Takes a certificate from a person.
struct RemoveCertificateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Take a certificate from a person, and end their sign-ins.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "The person's sign-in name.")
    var user: String

    @Argument(help: "The certificate's id, as `list` prints it.")
    var id: String

    func run() async throws {
        try await options.work { tools in
            let caller = try await tools.operatorCaller()
            guard let certificate = ID<PersonCertificate>(parsing: id) else {
                throw CommandFailure("`\(id)` is not the id of a certificate")
            }
            try await RemoveMethod(tools)(
                .certificate(certificate), of: try await person(user, tools, caller), by: caller)
            options.print(["id": .string(certificate.rawValue), "removed": true])
        }
    }
}

private func person(_ name: String, _ tools: Tools, _ caller: Caller) async throws -> ID<User> {
    guard let user = try await FindUser(tools)(named: name, by: caller) else {
        throw CommandFailure("nobody has the sign-in name `\(name)`")
    }
    return user.id
}

extension PersonCertificate {
    fileprivate var json: JSONObject {
        [
            "id": .string(id.rawValue), "certificateUserId": .string(binding), "isBound": .bool(isBound),
            "subject": seen.map { .string($0.subject) } ?? .null, "issuer": seen.map { .string($0.issuer) } ?? .null,
            "policies": .array((seen?.policies ?? []).map { .string($0) }),
            "notAfterDateTime": seen.map { .string($0.notAfter.rfc3339) } ?? .null,
            "lastUsedDateTime": seen.map { .string($0.at.rfc3339) } ?? .null,
        ]
    }
}
