import MartletDirectory
import Testing

@testable import MartletStore

@Suite struct `Columns` {
    /// Texts that a careless writer would break.
    private static let texts = [
        "", "a", ",", "\",\"", "\\", "\\\"", "\"]", "[\"", "日本語", "e\u{301}", "\u{0}\u{1f}\n\t", "a/b", "👩‍👩‍👧", "\u{2028}",
    ]

    @Test func `an array of texts comes back from its JSON`() {
        for first in Self.texts {
            for second in Self.texts {
                let values = [first, second, "plain"]
                #expect(JSONColumn.texts(JSONColumn.text(values)) == values)
                #expect(JSONColumn.values(JSONColumn.text(values)) == values)
            }
            #expect(JSONColumn.texts(JSONColumn.text([first])) == [first])
        }
        #expect(JSONColumn.text([]) == "[]")
        #expect(JSONColumn.texts("[]") == [])
    }

    @Test(arguments: ["", "null", "{}", "[1]", "[\"a\"", "\"a\"", "[\"a\",1]", "[\"]", "not JSON"])
    func `what is not an array of texts is not read as one`(text: String) {
        #expect(JSONColumn.texts(text) == nil)
    }

    @Test func `objects have sorted keys and leave nothing out but nil`() {
        let changes = [("a", nil), ("b\n", "x")] as [(String, String?)]
        let text = JSONColumn.text(changes) { change in
            ["new": .text(change.1), "property": .text(change.0)]
        }
        #expect(text == #"[{"property":"a"},{"new":"x","property":"b\u000a"}]"#)
    }

    @Test func `proofs come back in order`() {
        let proofs = Method.allCases.map { Proof(method: $0, at: Timestamp(milliseconds: Int64($0.rawValue) - 2)) }
        #expect(ProofsColumn.proofs(ProofsColumn.text(proofs)) == proofs)
        #expect(ProofsColumn.text([]) == "")
        #expect(ProofsColumn.proofs("") == [])
        #expect(ProofsColumn.text(Array(proofs.prefix(2))) == "0:-2,1:-1")
        let models = [
            Proof(method: .totp, at: Timestamp(milliseconds: 5), model: Proof.hardwareToken),
            Proof(method: .passkey, at: Timestamp(milliseconds: 6), model: String(repeating: "a", count: 32)),
        ]
        #expect(ProofsColumn.proofs(ProofsColumn.text(models)) == models)
    }

    @Test(arguments: ["0", "0:", ":1", "x:1", "0:x", "99:1", "256:1", "0:1;1:2", "0:1:", "0:1:A", "0:1:a:b"])
    func `a proof that this program does not know is not read`(text: String) {
        #expect(ProofsColumn.proofs(text) == nil)
    }

    @Test func `digests come back, and odd digits do not`() {
        #expect(DigestsColumn.digests(DigestsColumn.text([[0, 255], [16]])) == [[0, 255], [16]])
        #expect(DigestsColumn.digests("") == [])
        #expect(DigestsColumn.digests("0") == nil)
        #expect(DigestsColumn.digests("0g") == nil)
    }

    @Test func `a condition numbers its values in order`() {
        var conditions = SQLConditions()
        conditions.add("a = ?", .integer(1))
        conditions.add("b BETWEEN ? AND ?", .text("?"), .null)
        #expect(conditions.text == "a = $1 AND b BETWEEN $2 AND $3")
        #expect(conditions.place(of: .integer(4)) == "$4")
        #expect(conditions.arguments == [.integer(1), .text("?"), .null, .integer(4)])
    }

    @Test func `a row is read by name in any order`() throws {
        let columns = SQLColumns(["a", "b", "c"])
        var row = SQLRow(columns: columns, values: [.integer(1), .integer(2), .integer(3)])
        for name in ["c", "a", "b", "b", "a", "c"] {
            #expect(try row.integer(name) == ["a": 1, "b": 2, "c": 3][name])
        }
        #expect(throws: StoreError.unexpectedColumn("no column `d`")) { try row.integer("d") }
    }
}
