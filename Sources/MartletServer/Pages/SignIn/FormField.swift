/// A name and a value that a form carries without showing them.
package struct FormField: Sendable, Hashable {
    /// The field's name.
    package var name: String
    /// Its value.
    package var value: String

    /// A field with both given.
    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }

    var view: ViewObject { ["name": .text(name), "value": .text(value)] }
}
