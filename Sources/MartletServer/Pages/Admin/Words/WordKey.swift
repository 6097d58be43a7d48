/// Makes the last part of a message key out of a stable English name.
enum WordKey {
    /// The words of `name` in camel case, without anything but letters and digits: `Add user` is `addUser`.
    static func of(_ name: String) -> String {
        let words = name.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        guard let first = words.first else { return "" }
        return words.dropFirst().reduce(lowered(first)) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
    }

    /// `MFA` becomes `mfa`, `Add` becomes `add`.
    private static func lowered(_ word: Substring) -> String {
        word.allSatisfy(\.isUppercase) ? word.lowercased() : word.prefix(1).lowercased() + word.dropFirst()
    }
}
