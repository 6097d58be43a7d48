import MartletActions
import MartletDirectory

/// The entries among which a search looks, in an order of their own: what stands there, and what is still to be read.
struct DirectoryWalk: Sendable {
    /// A piece of the way.
    enum Stage: Sendable {
        case entry(LDAPEntry)
        case read(BrowseDirectory.Aim)
    }

    /// What is left of the way.
    private(set) var stages: [Stage]

    /// The way of a search; `nil` where its base is no entry of the tree, whoever looks.
    init?(_ search: LDAPSearch, base: EntryName, in tree: DirectoryTree) {
        let people = Self.people(search.filter, in: tree)
        let groups = Self.groups(search.filter, in: tree)
        let isBase = search.scope == .base
        switch base {
        case tree.root:
            stages =
                switch search.scope {
                case .base: [.entry(tree.rootEntry)]
                case .one: [.entry(tree.peopleEntry), .entry(tree.groupsEntry)]
                case .subtree:
                    [.entry(tree.rootEntry), .entry(tree.peopleEntry)] + people + [.entry(tree.groupsEntry)] + groups
                }
        case tree.people:
            stages = (search.scope == .one ? [] : [.entry(tree.peopleEntry)]) + (isBase ? [] : people)
        case tree.groups:
            stages = (search.scope == .one ? [] : [.entry(tree.groupsEntry)]) + (isBase ? [] : groups)
        default:
            guard let stage = Self.stage(at: base, in: tree) else { return nil }
            stages = [stage]
        }
    }

    /// The way to the one entry of a name; `nil` where no entry can have it.
    init?(to name: EntryName, in tree: DirectoryTree) {
        switch name {
        case tree.root: stages = [.entry(tree.rootEntry)]
        case tree.people: stages = [.entry(tree.peopleEntry)]
        case tree.groups: stages = [.entry(tree.groupsEntry)]
        default:
            guard let stage = Self.stage(at: name, in: tree) else { return nil }
            stages = [stage]
        }
    }

    private static func stage(at name: EntryName, in tree: DirectoryTree) -> Stage? {
        guard let own = name.parts.first else { return nil }
        let parent = EntryName(Array(name.parts.dropFirst()))
        if parent == tree.people, own.attribute == "uid" {
            return .read(.person(named: tree.signInName(ofUID: own.value)))
        }
        guard parent == tree.groups, own.attribute == "entryuuid" else { return nil }
        return .read(.group(ID(own.value.lowercased())))
    }

    /// Whether the search is for one entry that must be there.
    var isForOneEntry: Bool { stages.count == 1 }

    /// Takes the next piece of the way.
    mutating func popFirst() -> Stage? { stages.isEmpty ? nil : stages.removeFirst() }

    /// Puts pieces back to go on with, in order.
    mutating func goOn(with next: [Stage]) { stages.insert(contentsOf: next, at: 0) }

    /// Puts entries back that were found and not sent: as the way to each, so that they are read and decided anew by
    /// whoever goes on, and nothing is kept of them meanwhile (A218).
    mutating func putBack(_ entries: some Sequence<LDAPEntry>, in tree: DirectoryTree) {
        goOn(with: entries.compactMap { DirectoryWalk(to: $0.name, in: tree)?.stages.first })
    }

    /// Whether the way is at its end.
    var isAtEnd: Bool { stages.isEmpty }

    /// The people that a filter can be true of: those that it names, or all.
    private static func people(_ filter: LDAPFilter, in tree: DirectoryTree) -> [Stage] {
        if let kind = filter.required(["objectclass"]), kind == "groupofnames" { return [] }
        if filter.required(["member"]) != nil { return [] }
        if let uid = filter.required(["uid"]) { return [.read(.person(named: tree.signInName(ofUID: uid)))] }
        if let name = filter.required(["userprincipalname", "mail"]) { return [.read(.person(named: name))] }
        return [.read(.people(matching: filter.required(["cn", "displayname"]), after: nil))]
    }

    /// The groups that a filter can be true of.
    private static func groups(_ filter: LDAPFilter, in tree: DirectoryTree) -> [Stage] {
        if let kind = filter.required(["objectclass"]), kind.hasSuffix("person") { return [] }
        if filter.required(["uid", "userprincipalname", "mail", "memberof"]) != nil { return [] }
        if let member = filter.required(["member"]).flatMap({ EntryName($0) }) {
            guard case .read(.person(let name))? = stage(at: member, in: tree) else { return [] }
            return [.read(.groupsOf(name))]
        }
        return [.read(.groups(matching: filter.required(["cn"]), after: nil))]
    }
}

extension LDAPFilter {
    /// A value that one of the attributes must have for the filter to be true, in lower case; `nil` where none must.
    func required(_ names: Set<String>) -> String? {
        switch self {
        case .equal(let name, let value) where names.contains(name):
            String(validating: value, as: UTF8.self)?.lowercased()
        case .and(let filters): filters.lazy.compactMap { $0.required(names) }.first
        default: nil
        }
    }
}
