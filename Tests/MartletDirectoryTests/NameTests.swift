import MartletDirectory
import Testing

@Suite struct `Names from outside` {
    @Test(arguments: ["mia@example.com", "o'neil.b@sub.example.com", "a@localhost", "X_y-z!#^~@Example.COM"])
    func `PP-18 well formed sign-in names are read`(text: String) {
        #expect(UserPrincipalName(parsing: text)?.text == text)
    }

    @Test(arguments: [
        "", "@example.com", "mia", "mia@", "mia@@example.com", "evil@x@corp.example", "mia.@example.com", "mia@com",
        "mi a@example.com", "mia@exa mple.com", "mía@example.com", "mia@-example.com",
        String(repeating: "a", count: 65) + "@example.com", "mia@" + String(repeating: "a", count: 45) + ".com",
        "mia@example.com\u{0}", "mia+tag@example.com",
    ])
    func `PP-18, A220 anything else is refused`(text: String) {
        #expect(UserPrincipalName(parsing: text) == nil)
    }

    @Test func `A028, A076 spellings of one name are one name`() {
        let name = UserPrincipalName(stored: "Mia@Example.com")
        #expect(name == UserPrincipalName(stored: "mia@example.COM"))
        for typed in ["MIA@example.com", "  mia@example.com\n", "\u{3000}Mia@Example.com "] {
            #expect(UserPrincipalName.canonicalForm(ofTyped: typed) == name.folded)
        }
        #expect(UserPrincipalName.canonicalForm(ofTyped: " \n") == "")
    }

    @Test func `identifiers are version 4 UUIDs in lower case, and only that form is read`() {
        let id = ID<User>(random: Array(repeating: 0xff, count: 16))
        #expect(id.rawValue == "ffffffff-ffff-4fff-bfff-ffffffffffff")
        #expect(ID<User>(parsing: id.rawValue.uppercased()) == id)
        for text in [
            "", "ffffffff-ffff-4fff-bfff-fffffffffff", "ffffffffffff4fffbfffffffffffffffffff",
            "g" + id.rawValue.dropFirst(),
        ] {
            #expect(ID<User>(parsing: text) == nil)
        }
    }

    @Test func `D23 seventeen roles are administrators, by the ids of Graph`() {
        #expect(DirectoryRole.all.count { $0.isAdministrator } == 17)
        #expect(Set(DirectoryRole.all.map(\.id)).count == DirectoryRole.all.count)
        #expect(DirectoryRole.find(named: "global administrator") == .globalAdministrator)
        #expect(!DirectoryRole.globalReader.isAdministrator)
        #expect(DirectoryRole.find(named: "Janitor") == nil)
    }
}
