import MartletActions
import MartletDirectory
import MartletTesting
import NIOCore
import NIOEmbedded
import NIOSSL
import Testing

@testable import MartletServer

/// A084, A218: how many connections the directory holds, and for how long.
@Suite struct `Directory connections` {
    private static func listener(_ house: TestHouse) throws -> LDAPListener {
        // Nobody speaks TLS here; the listener only wants to be able to.
        try LDAPListener(
            house.tools,
            LDAPListener.Options(host: "127.0.0.1", port: 0, securePort: nil, tls: .makeClientConfiguration()))
    }

    /// A connection of somebody, whose time the test moves.
    private static func connection(_ house: TestHouse, isSecure: Bool) async throws -> NIOAsyncTestingChannel {
        let channel = NIOAsyncTestingChannel()
        let context = try NIOSSLContext(configuration: .makeClientConfiguration())
        try await channel.testingEventLoop.executeInContext {
            try channel.pipeline.syncOperations.addHandler(
                LDAPHandler(
                    tools: house.tools, tls: context, isSecure: isSecure, patience: LDAPHandler.Patience(),
                    country: { _ in nil }))
        }
        try await channel.connect(to: SocketAddress(ipAddress: "192.0.2.7", port: 4711)).get()
        return channel
    }

    @Test func `connections are counted by address, and those of IPv6 by household`() {
        var connections = LDAPConnections(most: 6, mostOfAddress: 2)
        for (address, isAdmitted) in [
            ("192.0.2.7", true), ("192.0.2.7", true), ("192.0.2.7", false), ("::ffff:192.0.2.7", false),
            ("192.0.2.8", true), ("2001:db8::1", true), ("2001:db8::ffff:2", true), ("2001:db8::3", false),
            ("2001:db8:0:1::3", true), ("198.51.100.1", false),
        ] {
            let found = connections.admit(address)
            #expect(found == isAdmitted, "\(address)")
        }
        connections.leave("2001:db8::2")
        #expect(connections.count == 5)
        let (next, oneMore) = (connections.admit("2001:db8::9"), connections.admit("2001:db8::a"))
        #expect(next && !oneMore)
    }

    @Test func `a connection that never came to life gives its place back`() async throws {
        let house = try await TestHouse()
        let listener = try Self.listener(house)
        let channel = NIOAsyncTestingChannel()
        try await channel.testingEventLoop.executeInContext { _ = listener.take(channel, isSecure: false) }
        #expect(listener.connectionCount == 1)
        try await channel.close().get()
        #expect(listener.connectionCount == 0)
    }

    @Test(.timeLimit(.minutes(10)))
    func `who does not bind is let go after a minute, whatever they ask meanwhile`() async throws {
        let house = try await TestHouse()
        _ = try await house.setUp()
        let channel = try await Self.connection(house, isSecure: false)
        for _ in 0..<3 {
            try await channel.writeInbound(ByteBuffer(bytes: LDAPDesk.search("", .base)))
            // The root entry, and the last word.
            for _ in 0..<2 { _ = try await channel.waitForOutboundWrite(as: ByteBuffer.self) }
            #expect(channel.isActive)
            await channel.testingEventLoop.advanceTime(by: .seconds(20))
        }
        try await channel.closeFuture.get()
    }

    @Test(.timeLimit(.minutes(10)))
    func `who has bound stays`() async throws {
        let house = try await TestHouse()
        _ = try await house.setUp()
        let member = try await house.add("mia")
        let caller = try await house.operatorCaller()
        try await SwitchSecurityDefaults(house.tools).off(reason: .tooManyPrompts, by: caller)
        try await SetLegacySurface(house.tools)(.directory, .both, by: caller)
        let channel = try await Self.connection(house, isSecure: true)
        for message in [LDAPDesk.bind(member.name, member.password), LDAPDesk.extended(LDAPName.whoAmI)] {
            try await channel.writeInbound(ByteBuffer(bytes: message))
            _ = try await channel.waitForOutboundWrite(as: ByteBuffer.self)
            await channel.testingEventLoop.advanceTime(by: .seconds(70))
            #expect(channel.isActive)
        }
    }
}
