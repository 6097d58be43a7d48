import X509

extension DistinguishedNameText {
    /// The name in a certificate; `nil` where a value is not text, or the name is empty.
    init?(_ name: DistinguishedName) {
        var parts: [Set<Attribute>] = []
        // A certificate has the most general part first, RFC 4514 has it last.
        for part in name.reversed() {
            var attributes: Set<Attribute> = []
            for attribute in part {
                guard let value = String(attribute.value) else { return nil }
                attributes.insert(Attribute(type: String(describing: attribute.type), value: value))
            }
            parts.append(attributes)
        }
        guard !parts.isEmpty else { return nil }
        self.init(parts: parts)
    }
}
