import MartletCredentials
import Testing

@Suite struct `JSON of tokens` {
    @Test func `members keep their order and nothing is escaped without need`() {
        let object: JSONObject = [
            "z": "https://login.contoso.com/a?b=c&d", "a": 1, "list": ["x", 2, true, []], "no": false,
            "inner": .object(["k": .null]), "ready": .raw("{\"x\":1.5}"), "least": .integer(.min),
        ]
        #expect(
            object.text == #"{"z":"https://login.contoso.com/a?b=c&d","a":1,"list":["x",2,true,[]],"no":false,"#
                + #""inner":{"k":null},"ready":{"x":1.5},"least":-9223372036854775808}"#)
    }

    // The string of RFC 8785 section 3.2.3: € $ U+000F newline A ' B " \ \ " /
    @Test func `strings are escaped as RFC 8259 section 7 says, in the shortest form`() {
        let object: JSONObject = ["s": "€$\u{f}\nA'B\"\\\\\"/\u{8}\u{c}\r\t\u{0}\u{1f}\u{7f}🔑"]
        #expect(
            object.text == #"{"s":"€$\u000f\nA'B\"\\\\\"/\b\f\r\t\u0000\u001f"# + "\u{7f}🔑\"}")
    }

    @Test func `a name cannot break out of its quotes`() {
        #expect((["a\"b": "c"] as JSONObject).text == #"{"a\"b":"c"}"#)
    }

    @Test func `members are set, replaced and taken out`() {
        var object: JSONObject = ["a": 1, "b": 2]
        object["a"] = "one"
        object["c"] = true
        object["b"] = nil
        object["d"] = nil
        #expect(object.text == #"{"a":"one","c":true}"#)
        #expect(object.string("a") == "one")
        #expect(object.bool("c") == true)
        #expect(object.integer("a") == nil)
        #expect((["s": ["x", "y"]] as JSONObject).strings("s") == ["x", "y"])
        #expect((["s": ["x", 1]] as JSONObject).strings("s") == nil)
    }

    @Test func `what is written is read back`() throws {
        let object: JSONObject = [
            "s": "€$\u{f}\n\"\\/🔑", "i": 42, "min": .integer(.min), "t": true, "n": .null, "f": .raw("1.5e3"),
            "a": [1, "x", [], .object([:])], "o": .object(["k": "v"]),
        ]
        #expect(try JSONReader.object(object.utf8) == object)
    }

    @Test(arguments: [
        (#" { "a" : [ 1 , 2 ] } "#, #"{"a":[1,2]}"#), (#"{"a":"\u0041\u20ac\ud83d\udd11\/"}"#, #"{"a":"A€🔑/"}"#),
        ("{}", "{}"), (#"{"a":-0}"#, #"{"a":0}"#), (#"{"a":1e2}"#, #"{"a":1e2}"#),
        (#"{"a":18446744073709551616}"#, #"{"a":18446744073709551616}"#),
    ])
    func `other spellings of good JSON are understood`(text: String, meaning: String) throws {
        #expect(try JSONReader.object(Array(text.utf8)).text == meaning)
    }

    @Test(arguments: [
        // Members that stand twice, also when they are spelt in two ways.
        #"{"a":1,"a":1}"#, #"{"a":1,"\u0061":2}"#, #"{"o":{"a":1,"b":2,"a":3}}"#,
        // Not JSON, or not an object.
        "", " ", "[]", "1", "null", "{", "}", "{}}", "{} x", "{},", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{,"a":1}"#,
        #"{a:1}"#, #"{'a':1}"#, #"{"a":1 "b":2}"#, #"{"a":[1,]}"#, #"{"a":[1 2]}"#, #"{"a":[}"#, #"{"a":tru}"#,
        #"{"a":True}"#, #"{"a":nul"#, #"{"a":NaN}"#, #"{"a":Infinity}"#, #"{"a":undefined}"#,
        // Comments and a byte order mark.
        #"{/* */"a":1}"#, "{\"a\":1}// x", "\u{feff}{}",
        // Numbers.
        #"{"a":01}"#, #"{"a":+1}"#, #"{"a":.5}"#, #"{"a":1.}"#, #"{"a":1e}"#, #"{"a":-}"#, #"{"a":0x10}"#,
        #"{"a":1_000}"#,
        // Strings: halves of surrogate pairs, unknown and short escapes, raw control characters, no end.
        #"{"a":"\ud83d"}"#, #"{"a":"\udd11"}"#, #"{"a":"\ud83d\ud83d"}"#, #"{"a":"\ud83dx"}"#, #"{"a":"\udd11\ud83d"}"#,
        #"{"a":"\x41"}"#, #"{"a":"\u00"}"#, #"{"a":"\u00g0"}"#, #"{"a":"\"#, #"{"a":"x"#, "{\"a\":\"\n\"}",
        "{\"a\":\"\u{0}\"}",
    ])
    func `A176: whatever two readers could understand differently is refused`(text: String) {
        #expect(throws: JSONReader.Refused.self) { try JSONReader.object(Array(text.utf8)) }
    }

    @Test(
        arguments: [
            [0xff], [0xc3], [0xc0, 0xaf], [0xed, 0xa0, 0xbd], [0xf4, 0x90, 0x80, 0x80], [0x80], [0xf0, 0x9f, 0x94],
        ] as [[UInt8]])
    func `A176: bad UTF-8 is refused`(bytes: [UInt8]) {
        let text = Array("{\"a\":\"".utf8) + bytes + Array("\"}".utf8)
        #expect(throws: JSONReader.Refused.self) { try JSONReader.object(text) }
    }

    @Test func `A177: nesting and numbers of members have an end`() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array("{\"a\":\(String(repeating: "[", count: depth))\(String(repeating: "]", count: depth))}".utf8)
        }
        #expect(throws: Never.self) { try JSONReader.object(nested(JSONReader.deepest - 1)) }
        #expect(throws: JSONReader.Refused.self) { try JSONReader.object(nested(JSONReader.deepest)) }
        #expect(throws: JSONReader.Refused.self) { try JSONReader.object(nested(100)) }
        #expect(throws: JSONReader.Refused.self) { try JSONReader.object(nested(100_000)) }
        func wide(_ count: Int) -> [UInt8] {
            Array("{\((0..<count).map { "\"m\($0)\":1" }.joined(separator: ","))}".utf8)
        }
        #expect(throws: Never.self) { try JSONReader.object(wide(JSONReader.mostMembers)) }
        #expect(throws: JSONReader.Refused.self) { try JSONReader.object(wide(JSONReader.mostMembers + 1)) }
    }
}
