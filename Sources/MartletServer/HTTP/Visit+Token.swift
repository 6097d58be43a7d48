import HTTPTypes
import Hummingbird
import MartletActions

extension Visit {
    /// The access token of the request: in the Authorization header as `Bearer` or `DPoP`, or in a posted form
    /// (RFC 6750 sections 2.1 and 2.2, RFC 9449 section 7.1). `nil` where there is none, or more than one header.
    func presentedToken() async throws -> PresentedToken? {
        let headers = request.headers[values: .authorization]
        guard headers.count <= 1 else { return nil }
        if let header = headers.first {
            if let token = BearerToken(header: header) {
                return PresentedToken(text: token.text, scheme: .bearer, sender: await sender())
            }
            guard let token = BearerToken(header: header, scheme: "dpop") else { return nil }
            return PresentedToken(text: token.text, scheme: .dpop, sender: await sender())
        }
        guard request.method == .post, let text = try await form()["access_token"] else { return nil }
        return PresentedToken(text: text, scheme: .bearer, sender: await sender())
    }
}
