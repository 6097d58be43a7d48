import MartletDirectory

extension GrantContext {
    /// `details` with what the request shows, for a code that is redeemed and a family that starts.
    func bound(_ details: GrantDetails) -> GrantDetails {
        var details = details
        details.binding = binding?.stored
        return details
    }

    /// Whether the request shows what a family is bound to (RFC 9449 section 5, RFC 8705 section 4).
    ///
    /// The refresh tokens of a confidential app are bound to the app, which has just proven itself: its key or
    /// certificate may change, but a bound family never yields a bearer token.
    func shows(_ stored: String?) -> Bool {
        guard let stored else { return true }
        guard let binding else { return false }
        if binding.stored == stored { return true }
        guard application.kind == .confidential else { return false }
        switch (binding, TokenBinding(stored: stored)) {
        case (.key, .key), (.certificate, .certificate): return true
        default: return false
        }
    }
}
