import MartletActions
import MartletDirectory

/// The entries of one organisation and where they stand: `ou=people` and `ou=groups` below its domain.
struct DirectoryTree: Sendable {
    /// The organisation's domain, lower case.
    let domain: String
    /// The entry that everything is below.
    let root: EntryName
    /// Below which people stand.
    let people: EntryName
    /// Below which groups stand.
    let groups: EntryName

    /// The tree of the organisation with this domain.
    init(domain: String) {
        self.domain = domain
        root = EntryName(domain: domain)
        people = root.child("ou", "people")
        groups = root.child("ou", "groups")
    }

    /// The name of a person's entry: the local part where the sign-in name is in the organisation's domain.
    func name(of user: User) -> EntryName { people.child("uid", uid(of: user)) }

    /// The name of a group's entry. Two groups can have one name and any can be renamed, so that an app that trusts a
    /// group must name it by what never changes and is nobody else's.
    func name(of group: Group) -> EntryName { groups.child("entryuuid", group.id.rawValue) }

    /// The sign-in name that a `uid` stands for.
    func signInName(ofUID uid: String) -> String {
        uid.utf8.contains(UInt8(ascii: "@")) ? uid : "\(uid)@\(domain)"
    }

    /// The person's `uid`.
    func uid(of user: User) -> String {
        user.userPrincipalName.domain == domain ? user.userPrincipalName.local : user.userPrincipalName.text
    }

    /// The entry at the top.
    var rootEntry: LDAPEntry {
        LDAPEntry(
            name: root,
            attributes: [
                .init("objectClass", ["top", "dcObject", "domain"]), .init("dc", [root.parts.first?.value ?? domain]),
            ])
    }

    /// The entry that people stand below.
    var peopleEntry: LDAPEntry { Self.unit(people, "people") }

    /// The entry that groups stand below.
    var groupsEntry: LDAPEntry { Self.unit(groups, "groups") }

    private static func unit(_ name: EntryName, _ value: String) -> LDAPEntry {
        LDAPEntry(
            name: name, attributes: [.init("objectClass", ["top", "organizationalUnit"]), .init("ou", [value])])
    }

    /// A person's entry; a password is no part of it.
    func entry(of person: BrowseDirectory.Person) -> LDAPEntry {
        let user = person.user
        var attributes: [LDAPEntry.Attribute] = [
            .init("objectClass", ["top", "person", "organizationalPerson", "inetOrgPerson"]),
            .init("uid", [uid(of: user)]), .init("cn", [user.displayName]), .init("displayName", [user.displayName]),
            // A person in LDAP has a last name, known or not.
            .init("sn", [user.surname ?? user.displayName]), .init("mail", [user.userPrincipalName.text]),
            .init("userPrincipalName", [user.userPrincipalName.text]),
            .init("entryUUID", [user.id.rawValue], isOperational: true),
        ]
        if let name = user.givenName { attributes.append(.init("givenName", [name])) }
        if !person.groups.isEmpty { attributes.append(.init("memberOf", person.groups.map { name(of: $0).text })) }
        return LDAPEntry(name: name(of: user), attributes: attributes)
    }

    /// A group's entry.
    func entry(of group: BrowseDirectory.Members) -> LDAPEntry {
        var attributes: [LDAPEntry.Attribute] = [
            .init("objectClass", ["top", "groupOfNames"]), .init("cn", [group.group.displayName]),
            .init("entryUUID", [group.group.id.rawValue], isOperational: true),
        ]
        if !group.group.description.isEmpty { attributes.append(.init("description", [group.group.description])) }
        if !group.members.isEmpty { attributes.append(.init("member", group.members.map { name(of: $0).text })) }
        return LDAPEntry(name: name(of: group.group), attributes: attributes)
    }
}
