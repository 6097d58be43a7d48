import Foundation
import MartletCredentials

/// The strict reader of JSON: what it accepts Foundation accepts too, with the same values, and writing and reading give
/// the same again (A176, A177).
enum JSONTarget: FuzzTarget {
    static let name = "json"

    static func check(_ input: [UInt8]) throws {
        guard let object = try? JSONReader.object(input) else { return }
        try hold(input.validText != nil, "it is UTF-8")
        try hold(depth(.object(object)) <= JSONReader.deepest, "the nesting is limited")
        let written = object.utf8
        guard let again = try? JSONReader.object(written) else { throw Broken(description: "our own writing is read") }
        try hold(again == object, "written and read again it is the same")
        try hold(again.utf8 == written, "and written again too")
        guard let theirs = try? JSONSerialization.jsonObject(with: Data(input)) as? [String: Any] else {
            // A number that no `Double` holds is JSON and nothing to Foundation; it is kept as its text here.
            try hold(holdsRaw(.object(object)), "Foundation accepts it too")
            return
        }
        try checkSame(object, theirs)
    }

    private static func depth(_ value: JSONValue) -> Int {
        switch value {
        case .object(let object): 1 + (object.members.map { depth($0.value) }.max() ?? 0)
        case .array(let values): 1 + (values.map(depth).max() ?? 0)
        default: 0
        }
    }

    /// Whether a number is in it that is kept as its text.
    static func holdsRaw(_ value: JSONValue) -> Bool {
        switch value {
        case .raw: true
        case .object(let object): object.members.contains { holdsRaw($0.value) }
        case .array(let values): values.contains(where: holdsRaw)
        default: false
        }
    }

    private static func checkSame(_ object: JSONObject, _ theirs: [String: Any]) throws {
        try hold(object.members.count == theirs.count, "as many members as Foundation finds")
        try hold(object.members.count <= JSONReader.mostMembers, "the number of members is limited")
        for member in object.members {
            guard let value = theirs[member.name] else { throw Broken(description: "Foundation misses a member") }
            try checkSame(member.value, value)
        }
    }

    private static func checkSame(_ value: JSONValue, _ theirs: Any) throws {
        switch value {
        case .string(let text):
            try hold((theirs as? String).map { Array($0.utf8) } == Array(text.utf8), "the same text")
        case .integer(let number): try hold((theirs as? NSNumber)?.int64Value == number, "the same number")
        case .bool(let bool): try hold(theirs as? Bool == bool, "the same truth")
        case .null: try hold(theirs is NSNull, "null")
        case .raw: try hold(theirs is NSNumber, "a number")
        case .object(let object):
            guard let theirs = theirs as? [String: Any] else { throw Broken(description: "an object") }
            try checkSame(object, theirs)
        case .array(let values):
            guard let theirs = theirs as? [Any], theirs.count == values.count else {
                throw Broken(description: "a list of the same length")
            }
            for (ours, theirs) in zip(values, theirs) { try checkSame(ours, theirs) }
        }
    }
}
