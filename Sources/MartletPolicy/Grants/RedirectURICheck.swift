import MartletDirectory

/// Where codes may be sent (A133–A142): an exact string that was registered, but for the port of a loopback address.
package enum RedirectURICheck {
    /// What is wrong with registering `text` for an app of this kind, or `nil` if nothing is.
    package static func isAcceptable(
        toRegister text: String, for kind: Application.Kind
    ) -> RedirectURIProblem? {
        do {
            _ = try RedirectURI(text, isPublic: kind == .public)
            return nil
        } catch {
            return error
        }
    }

    /// Whether `requested` is one of `registered`: the same characters, or, for `http` to this machine, the same but
    /// for the port (RFC 8252 section 7.3).
    package static func matches(_ requested: String, registered: [String]) -> Bool {
        if registered.contains(where: { $0.utf8.elementsEqual(requested.utf8) }) { return true }
        guard let wanted = try? RedirectURI(requested, isPublic: false), wanted.isLoopback else { return false }
        return registered.contains { text in
            guard let known = try? RedirectURI(text, isPublic: false) else { return false }
            return known.isLoopback && known.withoutPort.utf8.elementsEqual(wanted.withoutPort.utf8)
        }
    }
}
