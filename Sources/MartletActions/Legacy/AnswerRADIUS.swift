import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Answers a packet of RADIUS: PAP, which is legacy authentication (SD-41…44, A075, A213).
package struct AnswerRADIUS: Sendable {
    let tools: Tools
    let doorkeeper: RADIUSDoorkeeper

    /// The action on a set of tools; a socket gives it the one doorkeeper that it has.
    package init(_ tools: Tools, doorkeeper: RADIUSDoorkeeper = RADIUSDoorkeeper()) {
        self.tools = tools
        self.doorkeeper = doorkeeper
    }

    /// What becomes of a packet.
    package enum Outcome: Sendable, Equatable {
        /// The bytes of the answer.
        case answer([UInt8])
        /// Nothing is said: a stranger must not even learn that there is a server.
        case silence(Silence)
    }

    /// Why nothing is said.
    package enum Silence: String, Sendable, Equatable, CaseIterable {
        /// No packet, or of a kind that is not spoken here.
        case malformed
        /// Without the one Message-Authenticator, whatever it says.
        case unsigned
        /// From an address where no client is.
        case unknownClient
        /// With a Message-Authenticator that the shared secret does not make.
        case wrongSecret
        /// More than one client may ask at a time, or in a minute.
        case tooMany
    }

    /// Answers a datagram that came from `address`.
    /// - Throws: `ActionError.overloaded`, after which nothing is said either, and the client asks again; `StoreError`.
    package func callAsFunction(
        _ datagram: [UInt8], from address: String, country: @Sendable (String) -> String? = { _ in nil }
    ) async throws -> Outcome {
        guard let packet = RADIUSPacket(datagram), packet.code == .accessRequest || packet.code == .statusServer else {
            return .silence(.malformed)
        }
        guard packet.isSigned else { return .silence(.unsigned) }
        guard let source = NetworkAddress(parsing: address),
            let known = try await doorkeeper.box(at: source, tools)
        else { return .silence(.unknownClient) }
        guard try secret(of: known, vouchesFor: packet) != nil else { return .silence(.wrongSecret) }
        // Only what the box itself asked is counted: anybody could use up what is counted by address.
        guard doorkeeper.admit(known.id, at: tools.now) else { return .silence(.tooMany) }
        defer { doorkeeper.leave(known.id) }
        // Who is answered is read again: a box may have been removed, or given another secret.
        guard let (client, tenant) = try await tools.store.read({ try $0.radiusClient(at: source) }) else {
            return .silence(.unknownClient)
        }
        guard let secret = try secret(of: client, vouchesFor: packet) else { return .silence(.wrongSecret) }
        // RFC 5997: is anybody there?
        guard packet.code == .accessRequest else { return .answer(secret.answer(.accessAccept, to: packet)) }
        guard let name = packet.text(.userName) else { return .answer(secret.answer(.accessReject, to: packet)) }
        let station = Self.station(packet)
        let caller = station ?? source.text
        let isPersonsOwn = station != nil
        let origin = Origin(
            address: caller, userAgent: Self.description(of: client, packet), country: country(caller))
        // Another method costs the same, is counted and logged as a try, and never opens: what it holds is no password.
        let password = packet.usesAnotherMethod ? nil : secret.password(of: packet)
        let knock = PasswordOnlyKnock(
            door: .legacyNetwork, clientApp: .otherClients, protocolName: "radius", application: nil, origin: origin,
            isPersonsOwn: isPersonsOwn)
        let signInName = Self.signInName(name, in: tenant)
        let text = password.map { String(decoding: $0, as: UTF8.self) } ?? ""
        let answer = try await tools.knock(knock, name: signInName, password: text, tenant: tenant) { _, _, _ in
            (true, session: nil)
        }
        // An address that has tried too many names is answered too: a gateway takes silence for a server that is gone,
        // and stops asking for everybody (A079).
        switch answer {
        case .entered: return .answer(secret.answer(.accessAccept, to: packet))
        case .refused, .stopped: return .answer(secret.answer(.accessReject, to: packet))
        }
    }

    /// The secret of a box, if it made the proof of a packet.
    private func secret(of client: RADIUSClient, vouchesFor packet: RADIUSPacket) throws -> RADIUSSecret? {
        let opened = try tools.sealer.open(client.sealedSecret, context: Tools.context(of: client.id))
        return RADIUSSecret(opened).flatMap { $0.vouches(for: packet) ? $0 : nil }
    }

    /// The name as at any other door, so that all its spellings are counted as one (A076): boxes send `ben` for
    /// `ben@example.org`.
    static func signInName(_ text: String, in tenant: Tenant) -> String {
        text.utf8.contains(UInt8(ascii: "@")) ? text : "\(text)@\(tenant.domain)"
    }

    /// Where the person is, if the box tells an address.
    static func station(_ packet: RADIUSPacket) -> String? {
        packet.text(.callingStation).flatMap { NetworkAddress(parsing: $0) }?.text
    }

    /// What the log shows in the place of a user agent.
    static func description(of client: RADIUSClient, _ packet: RADIUSPacket) -> String {
        var words = ["RADIUS \(client.name)"]
        if let name = packet.text(.nasIdentifier) { words.append("NAS-Identifier=\(name)") }
        if let bytes = packet.only(.nasAddress), bytes.count == 4 {
            words.append("NAS-IP-Address=\(NetworkAddress.four(bytes).text)")
        }
        if let station = packet.text(.callingStation) { words.append("Calling-Station-Id=\(station)") }
        if packet.usesAnotherMethod { words.append("(not PAP)") }
        return words.joined(separator: " ")
    }
}

extension Tables {
    /// The client that asks from an address, the one of the narrowest range, and its organisation.
    func radiusClient(at address: NetworkAddress) throws -> (RADIUSClient, Tenant)? {
        var best: (client: RADIUSClient, length: Int)?
        for client in try radiusClients.all() {
            guard let range = AddressRange(parsing: client.addressRange), range.contains(address),
                range.prefixLength > best?.length ?? -1
            else { continue }
            best = (client, range.prefixLength)
        }
        guard let best, let tenant = try tenants.find(best.client.tenant) else { return nil }
        return (best.client, tenant)
    }
}
