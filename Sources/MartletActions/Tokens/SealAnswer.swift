import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Signs the answer to an authorization request where the app wants it signed (JARM section 2.1).
package struct SealAnswer: Sendable {
    let tools: Tools

    /// How long the app has to take up a signed answer.
    static let lifetime: Duration = .minutes(10)

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// The answer with `response` as its only parameter; any other mode's answer as it is.
    ///
    /// It runs outside any transaction: a signature is work.
    /// - Throws: `StoreError`.
    package func callAsFunction(_ answer: AuthorizationAnswer) async throws -> AuthorizationAnswer {
        guard answer.mode.isSigned else { return answer }
        let at = tools.now
        let algorithm = try await tools.store.read { tables in
            try tables.applications.find(answer.client, in: answer.tenant)?.settings.requests.responseAlgorithm
        }
        let signer = try await tools.keyRing.signer(for: answer.tenant, algorithm: algorithm ?? .rs256, at: at)
        var claims: JSONObject = [
            "iss": .string(tools.publicURL.issuer(of: answer.tenant)), "aud": .string(answer.client.rawValue),
            "exp": .integer((at + Self.lifetime).seconds),
        ]
        for parameter in answer.parameters { claims[parameter.name] = .string(parameter.value) }
        var sealed = answer
        sealed.parameters = [.init(name: "response", value: try signer.sign(claims: claims, type: .jwt))]
        return sealed
    }
}
