/// A JSON object whose members keep the order in which they were put in: the claims of a token.
package struct JSONObject: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    /// One name and its value.
    package struct Member: Sendable, Equatable {
        /// The name.
        package var name: String
        /// The value.
        package var value: JSONValue

        /// A member with both given.
        package init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// The members, each name once.
    package private(set) var members: [Member]

    /// An object without members.
    package init() {
        members = []
    }

    /// An object of the given members, in their order; no name may stand twice.
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        members = []
        members.reserveCapacity(elements.count + 4)
        for (name, value) in elements {
            precondition(self[name] == nil, "a member stands once")
            members.append(Member(name: name, value: value))
        }
    }

    /// The value of a member; setting it replaces the member or puts it at the end, setting `nil` takes it out.
    package subscript(name: String) -> JSONValue? {
        get { members.first { $0.name == name }?.value }
        set {
            let index = members.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(Member(name: name, value: value))
            case (nil, nil): break
            }
        }
    }

    /// The text under `name`, or `nil` if there is none or it is something else.
    package func string(_ name: String) -> String? {
        guard case .string(let text) = self[name] else { return nil }
        return text
    }

    /// The whole number under `name`, or `nil` if there is none or it is something else.
    package func integer(_ name: String) -> Int64? {
        guard case .integer(let number) = self[name] else { return nil }
        return number
    }

    /// The `true` or `false` under `name`, or `nil` if there is none or it is something else.
    package func bool(_ name: String) -> Bool? {
        guard case .bool(let value) = self[name] else { return nil }
        return value
    }

    /// The list of texts under `name`, or `nil` if there is none or anything else is in it.
    package func strings(_ name: String) -> [String]? {
        guard case .array(let values) = self[name] else { return nil }
        var texts: [String] = []
        for value in values {
            guard case .string(let text) = value else { return nil }
            texts.append(text)
        }
        return texts
    }

    /// The object as compact JSON text in UTF-8.
    package var utf8: [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(512)
        JSONWriter.write(self, to: &text)
        return text
    }

    /// The object as compact JSON text.
    package var text: String { String(decoding: utf8, as: UTF8.self) }
}
