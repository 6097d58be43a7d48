import MartletDirectory
import MartletPolicy
import MartletStore

/// Reads people and groups for a directory client, as far as the person who bound may (A218).
///
/// Somebody who holds a role that reads the directory sees everybody who can sign in, and every group. Anybody else sees
/// their own entry, and the groups that they are in without the other members.
package struct BrowseDirectory: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What is looked for, and where to go on.
    package enum Aim: Sendable, Equatable {
        /// The person with this sign-in name.
        case person(named: String)
        /// Everybody, or those with a word that begins so.
        case people(matching: String?, after: String?)
        /// Every group, or those with a word in the name that begins so.
        case groups(matching: String?, after: String?)
        /// The group with this identifier.
        case group(ID<Group>)
        /// The groups of the person with this sign-in name.
        case groupsOf(String)
    }

    /// A person with their groups, where those were asked for.
    package struct Person: Sendable {
        package var user: User
        package var groups: [Group]
    }

    /// A group with its members, where those were asked for.
    package struct Members: Sendable {
        package var group: Group
        package var members: [User]
    }

    /// What was found, and where to go on, in order; nothing at the end.
    package struct Batch: Sendable {
        package var people: [Person] = []
        package var groups: [Members] = []
        package var next: [Aim] = []
    }

    /// How many are read at once.
    package static let batch = 200
    /// How many people with their groups.
    package static let batchWithGroups = 50
    /// How many groups with their members, of whom each can have `mostMembers`: what is read at once stays in memory until
    /// the client has taken it.
    package static let batchWithMembers = 10
    /// A group with more members is shown without them; every member's entry still names it.
    package static let mostMembers = 2000

    /// Reads the next of what is looked for; `nil` when the bind is worth nothing any more.
    /// - Throws: `StoreError`.
    package func callAsFunction(
        _ aim: Aim, withMemberships: Bool, by binding: DirectoryBinding
    ) async throws -> Batch? {
        let at = tools.now
        return try await tools.store.read { tables in
            guard let reach = try tables.reach(of: binding, at: at) else { return nil }
            let reader = Reader(tables: tables, tenant: binding.tenant, reach: reach, withMemberships: withMemberships)
            return try reader.read(aim)
        }
    }

    /// The domain of the organisation that a bind belongs to.
    /// - Throws: `StoreError`.
    package func domain(of binding: DirectoryBinding) async throws -> String? {
        try await tools.store.read { try $0.tenants.find(binding.tenant)?.domain }
    }

    /// The domain of the only organisation, which anybody may ask for: its sign-in names end with it. Where there are
    /// several, a stranger is not told their names.
    /// - Throws: `StoreError`.
    package func onlyDomain() async throws -> String? {
        let tenants = try await tools.store.read { try $0.tenants.list() }
        return tenants.count == 1 ? tenants[0].domain : nil
    }

    private struct Reader {
        let tables: Tables
        let tenant: ID<Tenant>
        let reach: DirectoryReach
        let withMemberships: Bool

        func read(_ aim: Aim) throws -> Batch {
            switch (aim, reach) {
            case (.person(let name), _):
                guard let user = try user(named: name) else { return Batch() }
                return Batch(people: [try person(user)])
            case (.people(_, nil), .own(let own)): return Batch(people: [try person(own)])
            case (.people, .own), (.groups(_, .some), .own): return Batch()
            case (.people(let text, let place), .everybody):
                let page = try tables.users.list(
                    in: tenant, matching: text, filter: .enabled, after: place,
                    limit: withMemberships ? BrowseDirectory.batchWithGroups : BrowseDirectory.batch)
                return Batch(
                    people: try page.items.map(person),
                    next: page.next.map { [.people(matching: text, after: $0)] } ?? [])
            case (.groups(_, nil), .own(let own)): return Batch(groups: try groups(of: own))
            case (.groups(let text, let place), .everybody):
                let page = try tables.groups.list(in: tenant, matching: text, after: place, limit: groupsAtOnce)
                return Batch(
                    groups: try page.items.map(members),
                    next: page.next.map { [.groups(matching: text, after: $0)] } ?? [])
            case (.group(let id), .everybody):
                return Batch(groups: try tables.groups.find(id, in: tenant).map { [try members($0)] } ?? [])
            case (.group(let id), .own(let own)):
                return Batch(groups: try groups(of: own).filter { $0.group.id == id })
            case (.groupsOf(let name), _):
                guard let user = try user(named: name) else { return Batch() }
                let groups = try tables.groups.groups(of: user.id)
                return Batch(
                    groups: try groups.prefix(groupsAtOnce).map(members),
                    next: groups.dropFirst(groupsAtOnce).map { .group($0.id) })
            }
        }

        private var groupsAtOnce: Int {
            withMemberships ? BrowseDirectory.batchWithMembers : BrowseDirectory.batch
        }

        /// Somebody whom the reader may see, and who can sign in.
        private func user(named name: String) throws -> User? {
            let canonical = UserPrincipalName.canonicalForm(ofTyped: name)
            guard let user = try tables.users.find(upn: UserPrincipalName(stored: canonical), in: tenant),
                user.isEnabled
            else { return nil }
            if case .own(let own) = reach, own.id != user.id { return nil }
            return user
        }

        private func person(_ user: User) throws -> Person {
            Person(user: user, groups: withMemberships ? try tables.groups.groups(of: user.id) : [])
        }

        private func groups(of user: User) throws -> [Members] { try tables.groups.groups(of: user.id).map(members) }

        private func members(_ group: Group) throws -> Members {
            guard withMemberships else { return Members(group: group, members: []) }
            if case .own(let own) = reach { return Members(group: group, members: [own]) }
            guard try tables.groups.memberCount(group.id) <= BrowseDirectory.mostMembers else {
                return Members(group: group, members: [])
            }
            return Members(group: group, members: try tables.groups.members(group.id).filter(\.isEnabled))
        }
    }
}
