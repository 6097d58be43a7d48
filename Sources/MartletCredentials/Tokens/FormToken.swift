import Crypto

/// The hidden field that proves that a form was served to this browser (CSRF): bound to the flow or session and to the
/// browser cookie, and made anew from them instead of being stored.
package enum FormToken {
    /// The field's value: HMAC-SHA256 of `handle` (the id of a flow or session) under the browser cookie's text, in
    /// base64url.
    package static func make(handle: String, browserSecret: String) -> String {
        let key = SymmetricKey(data: Array("martlet form 1 \(browserSecret)".utf8))
        return Base64URL.encode(HMAC<SHA256>.authenticationCode(for: Array(handle.utf8), using: key))
    }

    /// Whether `token` is the one for `handle` in this browser, in constant time.
    package static func isValid(_ token: String, handle: String, browserSecret: String) -> Bool {
        ConstantTime.areEqual(token, make(handle: handle, browserSecret: browserSecret))
    }
}
