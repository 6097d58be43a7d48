import MartletCredentials
import MartletDirectory
import MartletStore

/// Takes a phone that comes with a code of an enrolment. Nothing of it counts before it has answered with the number and
/// the page on which the enrolment began has made it a method.
package struct EnrolPhone: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What a phone sends.
    package struct Request: Sendable {
        /// The code as it was scanned or typed.
        package var code: String
        /// The phone's public key.
        package var publicKey: [UInt8]
        /// What the phone calls itself.
        package var name: String
        /// Where it takes messages, if anywhere.
        package var subscription: PushSubscription?
        /// Its signature over `PhoneMessage.enrol`.
        package var signature: [UInt8]

        /// A request with every field given.
        package init(
            code: String, publicKey: [UInt8], name: String, subscription: PushSubscription?, signature: [UInt8]
        ) {
            self.code = code
            self.publicKey = publicKey
            self.name = name
            self.subscription = subscription
            self.signature = signature
        }
    }

    /// What the phone keeps of its account.
    package struct Joined: Sendable, Equatable {
        /// The phone's identifier.
        package let phone: ID<TOTPMethod>
        /// A nonce for its next call.
        package let nonce: String
    }

    /// Spends the code.
    /// - Throws: `PhoneRefusal.malformed` for what cannot be read, `.unknown` for a code that was used, is over or never
    ///   was, and for a signature of another key; `StoreError`.
    package func callAsFunction(_ request: Request) async throws -> Joined {
        let at = tools.now
        var checks = FieldChecks()
        let name = checks.optionalName(request.name, in: "name", limit: 64) ?? ""
        guard checks.problems.isEmpty, let code = EnrolmentCode(typed: request.code),
            let key = PhoneKey(request.publicKey)
        else { throw PhoneRefusal.malformed }
        let message = PhoneMessage.enrol(
            audience: tools.publicURL.text, code: code.characters, key: key.bytes, name: request.name)
        guard key.signed(message, request.signature) else { throw PhoneRefusal.unknown }
        let joined = try await tools.store.write { tables in
            try tables.phoneEnrolments.join(
                code: code.digest(by: tools.sealer), name: name, publicKey: key.bytes,
                subscription: request.subscription, at: at)
        }
        guard let joined else { throw PhoneRefusal.unknown }
        return Joined(phone: joined.id, nonce: tools.newPhoneNonce())
    }
}
