import Logging
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Fetches what authorities say that they have revoked, from where an organisation says that they publish it.
///
/// A list that cannot be fetched, or is not better than the one that is here, changes nothing: the one that is here counts
/// until it runs out, and then nobody signs in by its authority where lists are wanted. Safe to run on several nodes.
package struct FetchRevocationLists: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Runs once, and says how many authorities got a list.
    /// - Throws: `StoreError`.
    @discardableResult
    package func callAsFunction() async throws -> Int {
        let tenants = try await tools.store.read { try $0.tenants.list() }.filter { tenant in
            let settings = tenant.methodsPolicy.certificates
            return settings.isEnabled && !settings.revocationLists.isEmpty
        }
        // A server that takes its time keeps nobody waiting but its own organisation.
        return try await withThrowingTaskGroup(of: Int.self) { group in
            var count = 0
            var waiting = tenants.makeIterator()
            for _ in 0..<Self.mostAtOnce {
                guard let tenant = waiting.next() else { break }
                group.addTask { try await fetchAll(of: tenant) }
            }
            while let stored = try await group.next() {
                count += stored
                guard let tenant = waiting.next() else { continue }
                group.addTask { try await fetchAll(of: tenant) }
            }
            return count
        }
    }

    /// The most organisations whose lists are fetched at a time.
    private static let mostAtOnce = 8

    private func fetchAll(of tenant: Tenant) async throws -> Int {
        var count = 0
        let authorities = try await tools.store.read { try $0.certificateAuthorities.list(in: tenant.id) }
        for address in tenant.methodsPolicy.certificates.revocationLists {
            let own = authorities.filter { $0.keyIdentifier == address.issuer }
            guard !own.isEmpty, let list = await fetch(address, unlike: own.map(\.revocationList)) else { continue }
            for authority in own { count += try await set(list, for: authority, address) ? 1 : 0 }
        }
        return count
    }

    /// The list that is at an address; `nil` where there is none, or each of those `known` is it: a long list is not read
    /// again to find out that it says nothing new.
    private func fetch(_ address: RevocationListAddress, unlike known: [[UInt8]?]) async -> RevocationList? {
        do throws(OutgoingRefusal) {
            let bytes = try await tools.outgoing.get(address.url, .revocationList)
            guard !known.allSatisfy({ $0 == bytes }) else { return nil }
            guard let list = try? RevocationList(bytes) else { throw .content }
            return list
        } catch {
            warn(address, "\(error)")
            return nil
        }
    }

    /// Stores a list where it is the authority's and says something new; whatever else it is stays out of the audit log,
    /// which would have a line every time.
    private func set(
        _ list: RevocationList, for authority: CertificateAuthority, _ address: RevocationListAddress
    ) async throws -> Bool {
        guard list.der != authority.revocationList else { return false }
        let old = authority.revocationList.flatMap { try? RevocationList($0) }
        guard let trusted = try? TrustedAuthority(der: authority.certificate), list.isSigned(by: trusted),
            list.isCurrent(at: tools.now), old.map({ $0.issuedAt <= list.issuedAt }) ?? true
        else {
            warn(address, "not signed by the authority, not valid now, or older than the one that is here")
            return false
        }
        let system = Caller(
            identity: .system, tenant: authority.tenant, correlationID: tools.newCorrelationID())
        do {
            _ = try await SetRevocationList(tools)(list.der, for: authority.id, by: system)
            return true
        } catch is ActionError {
            // Somebody brought a newer one, or removed the authority, in between.
            return false
        }
    }

    private func warn(_ address: RevocationListAddress, _ cause: String) {
        tools.logger.warning(
            "a list of revoked certificates was not fetched",
            metadata: ["authority": "\(address.issuer)", "url": "\(address.url)", "cause": "\(cause)"])
    }
}
