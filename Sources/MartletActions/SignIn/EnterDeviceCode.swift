import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// A person types the code that a device shows, and goes on to sign in and to look at what asks.
///
/// Tries are counted against the address, and against the person where one is signed in; wrong, expired and used codes
/// are told alike (A192).
package struct EnterDeviceCode: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What came of it.
    package enum Outcome: Sendable {
        /// There is no such code that waits.
        case wrong
        /// Too many tries; seconds until the next is looked at.
        case tooMany(seconds: Int64)
        /// The sign-in begins.
        case flow(FlowOutcome)
    }

    /// Takes a code.
    /// - Throws: `StoreError`.
    package func callAsFunction(_ typed: String, browser: BrowserState) async throws -> Outcome {
        let at = tools.now
        let userCode = UserCode(typed: typed)
        let found: Found = try await tools.store.write { tables in
            guard let tenant = try tables.tenants.first() else { return .wrong }
            let subjects = try subjects(of: browser, at: at, in: tables)
            for subject in subjects {
                let counter = try tables.lockouts.find(in: tenant.id, subject: subject, kind: .deviceCode)
                if Lockout.isLocked(counter, at: at), let until = counter?.lockedUntil {
                    return .tooMany(seconds: max(1, (until - at).inSeconds))
                }
            }
            guard let userCode, let (request, tenant) = try request(userCode, at: at, in: tables) else {
                for subject in subjects {
                    let counter = try tables.lockouts.find(in: tenant.id, subject: subject, kind: .deviceCode)
                    let charge = Lockout.charge(
                        counter, tenant: tenant.id, subject: subject, kind: .deviceCode, at: at)
                    if case .proceed(let charged) = charge { try tables.lockouts.save(charged) }
                }
                return .wrong
            }
            return .request(request, tenant)
        }
        switch found {
        case .wrong: return .wrong
        case .tooMany(let seconds): return .tooMany(seconds: seconds)
        case .request(let request, let tenant):
            return .flow(try await BrowserSignIn(tools).begin(request, tenant: tenant, browser: browser))
        }
    }

    private enum Found: Sendable {
        case wrong
        case tooMany(seconds: Int64)
        case request(DeviceRequest, ID<Tenant>)
    }

    /// Against whom a wrong code counts. A right one forgives nothing: whoever guesses has right ones of their own.
    private func subjects(of browser: BrowserState, at: Timestamp, in tables: Tables) throws -> [String] {
        let address = browser.origin.address
        // Whoever has one IPv6 address has the whole network; of IPv4 it is the address alone.
        let place = address.contains(":") ? PlaceKey.network(of: address) : address
        let person = try tables.liveSession(of: browser, at: at)?.subject.user.id.rawValue
        return ["device codes from \(place)"] + (person.map { [$0] } ?? [])
    }

    private func request(
        _ userCode: UserCode, at: Timestamp, in tables: Tables
    ) throws -> (DeviceRequest, ID<Tenant>)? {
        guard let code = try tables.deviceCodes.find(userCode: userCode.digest(by: tools.sealer)),
            let application = try tables.applications.find(code.application, in: code.tenant)
        else { return nil }
        let wish = try tables.wish(
            code.scopes, of: application, in: code.tenant, own: tools.publicURL.ownIdentifiers)
        let request = DeviceRequest(
            hash: code.hash, userCode: userCode.text, opensManagement: wish.items.contains { $0.opensManagement })
        guard try tables.deviceCode(of: request, in: code.tenant, at: at) != nil else { return nil }
        return (request, code.tenant)
    }
}
