import Foundation
import MartletPolicy
import NIOCore
import NIOPosix

/// Looks names up with the resolver of this machine. That call blocks, so it has four threads of its own.
enum NameLookup {
    private static let threads: NIOThreadPool = {
        let threads = NIOThreadPool(numberOfThreads: 4)
        threads.start()
        return threads
    }()

    /// Every address of `host`, none twice. A resolver that takes longer than `limit` is left alone with its thread.
    /// - Throws: `OutgoingRefusal.tooSlow`.
    static func addresses(of host: String, within limit: TimeAmount) async throws(OutgoingRefusal) -> [NetworkAddress] {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let promise = loop.makePromise(of: [NetworkAddress].self)
        // Of the two that keep this promise, the first one counts.
        let timer = loop.scheduleTask(in: limit) { promise.fail(OutgoingRefusal.tooSlow) }
        threads.runIfActive(eventLoop: loop) { resolve(host) }.cascade(to: promise)
        defer { timer.cancel() }
        do {
            return try await promise.futureResult.get()
        } catch {
            throw .tooSlow
        }
    }

    private static func resolve(_ host: String) -> [NetworkAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        #if canImport(Glibc)
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
        hints.ai_socktype = SOCK_STREAM
        #endif
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &first) == 0 else { return [] }
        defer { freeaddrinfo(first) }
        var found: [NetworkAddress] = []
        var entry = first
        while let info = entry?.pointee {
            if let address = address(info), !found.contains(address) { found.append(address) }
            entry = info.ai_next
        }
        return found
    }

    private static func address(_ info: addrinfo) -> NetworkAddress? {
        guard let socketAddress = info.ai_addr else { return nil }
        switch info.ai_family {
        case AF_INET:
            return socketAddress.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { pointer in
                withUnsafeBytes(of: pointer.pointee.sin_addr) { .four(Array($0)) }
            }
        case AF_INET6:
            return socketAddress.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { pointer in
                withUnsafeBytes(of: pointer.pointee.sin6_addr) { .six(Array($0)) }
            }
        default: return nil
        }
    }
}
