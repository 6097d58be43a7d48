import MartletDirectory

/// Proofs in a text column: `0:1700000000000,1:1700000005000`, the method's number and the time of each, in order.
///
/// Sessions, codes and families are read at every request, and this form needs no JSON decoder.
enum ProofsColumn {
    /// The text for `proofs`; empty for none.
    static func text(_ proofs: [Proof]) -> String {
        var text = ""
        for proof in proofs {
            if !text.isEmpty { text += "," }
            text += "\(proof.method.rawValue):\(proof.at.milliseconds)"
        }
        return text
    }

    /// Reads the text; `nil` if it is not of this form or names a method that this program does not know.
    static func proofs(_ text: String) -> [Proof]? {
        var proofs: [Proof] = []
        for item in text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: true) {
            guard let colon = item.firstIndex(of: UInt8(ascii: ":")),
                let number = UInt8(Substring(item[..<colon])), let method = Method(rawValue: number),
                let milliseconds = Int64(Substring(item[item.index(after: colon)...]))
            else { return nil }
            proofs.append(Proof(method: method, at: Timestamp(milliseconds: milliseconds)))
        }
        return proofs
    }
}

extension SQLRow {
    /// Proofs in the form of `ProofsColumn`.
    mutating func proofs(_ name: String) throws -> [Proof] {
        guard let proofs = ProofsColumn.proofs(try text(name)) else {
            throw StoreError.unexpectedColumn("column `\(name)` does not hold proofs")
        }
        return proofs
    }

    /// Scopes separated by spaces.
    mutating func scopes(_ name: String) throws -> ScopeSet { ScopeSet(stored: try text(name)) }
}
