import Foundation
import MartletCredentials
import MartletDirectory
import MartletStore

/// The way of a sign-in to the host that asks for a certificate, and back.
///
/// Both ways are sealed texts in an address. The one there names the flow; anybody may follow it, and only shows their own
/// certificate. The one back goes to the browser that showed the certificate and nowhere else, counts in the browser of the
/// flow alone, and once: whoever lures somebody else along the way gets nothing of it.
struct CertificateHandover: Sendable {
    /// There: which flow waits.
    struct Ticket: Codable, Sendable {
        /// The flow's handle, to which the browser is sent back.
        var handle: String
        /// Whose authorities count.
        var tenant: ID<Tenant>
        /// Until when it may be followed.
        var endsAt: Timestamp
    }

    /// Back: what was shown.
    struct Answer: Codable, Sendable {
        /// The flow that it is for, by the digest of its handle in hexadecimal digits.
        var flow: String
        /// What makes it count once.
        var nonce: String
        /// Until when it counts.
        var endsAt: Timestamp
        /// What the certificate says, where it is believed.
        var facts: CertificateFacts?
        /// The authorities by which it is: `CertificateAuthorityRows.state`.
        var trust = ""
        /// Why it is not, else.
        var problem: CertificateProblem?
    }

    /// How long a person may take to choose a certificate and type its PIN.
    static let ticketLifetime: Duration = .minutes(5)
    /// How long a browser may take for the way back.
    static let answerLifetime: Duration = .minutes(1)
    /// The longest text in an address.
    static let longest = 12_000
}

extension Tools {
    private static let ticketContext = "certificate-ticket"
    private static let answerContext = "certificate-answer"

    /// The text that leads a flow to the other host.
    func ticket(for handle: String, of flow: Flow, at: Timestamp) throws -> String {
        try sealed(
            CertificateHandover.Ticket(
                handle: handle, tenant: flow.tenant.id, endsAt: at + CertificateHandover.ticketLifetime),
            context: Self.ticketContext)
    }

    /// What such a text says; `nil` for any other, or one that has run out.
    func ticket(_ text: String, at: Timestamp) -> CertificateHandover.Ticket? {
        let ticket: CertificateHandover.Ticket? = opened(text, context: Self.ticketContext)
        guard let ticket, ticket.endsAt > at else { return nil }
        return ticket
    }

    /// The text that leads back with what was shown.
    func answer(
        to ticket: CertificateHandover.Ticket, _ shown: Result<CertificateFacts, CertificateProblem>, trust: String,
        at: Timestamp
    ) throws -> String {
        var answer = CertificateHandover.Answer(
            flow: Hexadecimal.text(of: OpaqueToken.parse(ticket.handle, .flow)?.digest ?? []),
            nonce: Hexadecimal.text(of: ambient.randomBytes(16)), endsAt: at + CertificateHandover.answerLifetime)
        answer.trust = trust
        switch shown {
        case .success(let facts): answer.facts = facts
        case .failure(let problem): answer.problem = problem
        }
        return try sealed(answer, context: Self.answerContext)
    }

    /// What came back to a flow, once, with the authorities by which it is believed.
    /// - Throws: `CertificateProblem`; `StoreError`.
    func spendAnswer(
        _ text: String, of flow: Flow, at: Timestamp, in tables: Tables
    ) throws -> (facts: CertificateFacts, trust: String) {
        let answer: CertificateHandover.Answer? = opened(text, context: Self.answerContext)
        guard let answer, answer.endsAt > at, answer.flow == Hexadecimal.text(of: flow.pending.handleHash),
            try tables.spentIdentifiers.spend(
                IdentifierDigest.of(answer.nonce), for: .certificateHandover, in: flow.tenant.id,
                expiresAt: answer.endsAt)
        else { throw CertificateProblem.wrongHandover }
        if let problem = answer.problem { throw problem }
        guard let facts = answer.facts else { throw CertificateProblem.wrongHandover }
        return (facts, answer.trust)
    }

    private func sealed(_ value: some Encodable, context: String) throws -> String {
        let bytes = Array(try JSONEncoder().encode(value))
        return Base64URL.encode(
            sealer.seal(bytes, context: context, nonce: ambient.randomBytes(Sealer.nonceLength)))
    }

    private func opened<Value: Decodable>(_ text: String, context: String) -> Value? {
        guard text.utf8.count <= CertificateHandover.longest, let sealed = Base64URL.decode(text),
            let bytes = try? sealer.open(sealed, context: context)
        else { return nil }
        return try? JSONDecoder().decode(Value.self, from: Data(bytes))
    }
}
