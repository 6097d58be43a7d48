/// The conditions of a filtered list, with their arguments.
///
/// Only texts of this program become SQL; what came from outside becomes an argument.
struct SQLConditions {
    /// The arguments so far.
    private(set) var arguments: [SQLValue] = []
    private var conditions: [String] = []

    /// The conditions joined by `AND`; at least one was added.
    var text: String { conditions.joined(separator: " AND ") }

    /// Adds a condition; each `?` in it stands for the next of `values`.
    mutating func add(_ condition: String, _ values: SQLValue...) {
        var text = ""
        var rest = values[...]
        for character in condition {
            if character == "?", let value = rest.popFirst() {
                text += place(of: value)
            } else {
                text.append(character)
            }
        }
        precondition(rest.isEmpty, "a condition has a place for each of its values")
        conditions.append(text)
    }

    /// Adds an argument and returns its placeholder.
    mutating func place(of value: SQLValue) -> String {
        arguments.append(value)
        return "$\(arguments.count)"
    }
}
