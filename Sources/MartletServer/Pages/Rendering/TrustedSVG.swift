/// A drawing of our own making, the only thing that enters a page without being escaped.
///
/// It must hold nothing that a person typed, but for what a QR code encodes in its modules.
package struct TrustedSVG: Sendable {
    /// The `<svg>` element.
    let text: String

    /// Takes one whole `<svg>` element; `nil` if it is anything else, or could act: a script, a link, an event handler.
    package init?(_ text: String) {
        let folded = text.lowercased()
        guard folded.hasPrefix("<svg"), folded.hasSuffix("</svg>") else { return nil }
        for danger in ["<script", "<foreignobject", "href", "javascript:", "<!", "<style"] {
            guard !folded.contains(danger) else { return nil }
        }
        guard folded.firstMatch(of: /[\s"'\/]on[a-z]+\s*=/) == nil else { return nil }
        self.text = text
    }
}
