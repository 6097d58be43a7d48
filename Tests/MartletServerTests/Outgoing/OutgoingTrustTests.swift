import Crypto
import Foundation
import MartletActions
import MartletPolicy
import MartletServer
import NIOCore
import NIOSSL
import SwiftASN1
import Testing
import X509

@testable import MartletServer

@Suite struct `Outgoing trust` {
    /// A certificate for a name, which is its own authority, and a server that has it.
    private func server(
        for name: String
    ) async throws -> (listener: OutgoingListener, authority: NIOSSLCertificate) {
        let key = P256.Signing.PrivateKey()
        let subject = try DistinguishedName { CommonName(name) }
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(bytes: [1]), publicKey: .init(key.publicKey),
            notValidBefore: Date(timeIntervalSince1970: 1_577_836_800),
            notValidAfter: Date(timeIntervalSince1970: 4_102_444_800), issuer: subject, subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                SubjectAlternativeNames([.dnsName(name)])
            }, issuerPrivateKey: .init(key))
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        let authority = try NIOSSLCertificate(bytes: serializer.serializedBytes, format: .der)
        let configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(authority)],
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.pemRepresentation.utf8), format: .pem)))
        let listener = try await OutgoingListener(
            OutgoingListener.ok("{}"), tls: try NIOSSLContext(configuration: configuration))
        return (listener, authority)
    }

    private func fetch(_ port: Int, trusting authorities: [NIOSSLCertificate]) throws -> GuardedFetch {
        let exception = try #require(OutgoingRules.Exception("app.test:\(port)"))
        return GuardedFetch(
            rules: OutgoingRules(exceptions: [exception]), authorities: authorities, deadline: .minutes(10),
            connecting: .minutes(10)
        ) { _, _ in [.four([127, 0, 0, 1])] }
    }

    @Test func `a server is believed whose certificate names the host and comes from a trusted authority`() async throws
    {
        let (listener, authority) = try await server(for: "app.test")
        let url = "https://app.test:\(listener.port)/"
        #expect(try await fetch(listener.port, trusting: [authority]).get(url, .json) == Array("{}".utf8))
        await #expect(throws: OutgoingRefusal.unreachable) {
            try await fetch(listener.port, trusting: []).get(url, .json)
        }
    }

    @Test func `a certificate for another name is not believed, whatever the address`() async throws {
        let (listener, authority) = try await server(for: "other.test")
        await #expect(throws: OutgoingRefusal.unreachable) {
            try await fetch(listener.port, trusting: [authority]).get("https://app.test:\(listener.port)/", .json)
        }
        #expect(listener.requests.isEmpty)
    }

    @Test func `sixteen requests are under way at one time, four of them to one host`() {
        let turns = OutgoingTurns()
        for _ in 0..<4 { #expect(turns.take(for: "a")) }
        #expect(!turns.take(for: "a"))
        for host in ["b", "c", "d"] {
            for _ in 0..<4 { #expect(turns.take(for: host)) }
        }
        #expect(!turns.take(for: "e"))
        turns.giveBack(for: "b")
        #expect(turns.take(for: "e"))
        #expect(!turns.take(for: "b"))
    }
}
