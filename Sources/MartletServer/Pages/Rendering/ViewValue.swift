/// A value that a template may show or test.
package enum ViewValue: Sendable {
    /// Text; escaped when it is shown.
    case text(String)
    /// A condition.
    case flag(Bool)
    /// A sequence, shown item by item.
    case list([ViewValue])
    /// Named values.
    case object(ViewObject)
    /// A drawing that we made ourselves, the one thing that is not escaped.
    case drawing(TrustedSVG)
    /// Nothing: shows as nothing and tests as false.
    case absent

    /// `text`, or nothing where there is none.
    package init(_ text: String?) { self = text.map(Self.text) ?? .absent }

    /// The number in digits.
    package init(_ number: Int) { self = .text(String(number)) }

    /// A list of objects.
    package init(_ objects: some Sequence<ViewObject>) { self = .list(objects.map(Self.object)) }

    /// A list of texts.
    package init(texts: some Sequence<String>) { self = .list(texts.map(Self.text)) }

    /// An object, or nothing where there is none.
    package init(_ object: ViewObject?) { self = object.map(Self.object) ?? .absent }

    /// Whether a section of it is shown: not for nothing, `false`, empty text and an empty list.
    var isTrue: Bool {
        switch self {
        case .text(let text): !text.isEmpty
        case .flag(let flag): flag
        case .list(let list): !list.isEmpty
        case .object, .drawing: true
        case .absent: false
        }
    }
}

extension ViewValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    /// Text.
    package init(stringLiteral value: String) { self = .text(value) }
    /// A condition.
    package init(booleanLiteral value: Bool) { self = .flag(value) }
    /// A list.
    package init(arrayLiteral elements: ViewValue...) { self = .list(elements) }
    /// An object.
    package init(dictionaryLiteral elements: (String, ViewValue)...) {
        self = .object(ViewObject(Dictionary(elements) { $1 }))
    }
}

/// Named values for a template, found without reflection.
package struct ViewObject: Sendable, ExpressibleByDictionaryLiteral {
    private var values: [String: ViewValue]

    /// An object of the given values.
    package init(_ values: [String: ViewValue]) { self.values = values }

    /// An object of the given values; the last of a repeated name counts.
    package init(dictionaryLiteral elements: (String, ViewValue)...) {
        values = Dictionary(elements) { $1 }
    }

    /// The value of `name`; `nil` where it was never set, so that the template looks further out.
    package subscript(name: String) -> ViewValue? {
        get { values[name] }
        set { values[name] = newValue }
    }
}
