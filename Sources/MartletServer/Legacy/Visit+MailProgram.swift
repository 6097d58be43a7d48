import HTTPTypes
import Hummingbird
import MartletActions

extension Visit {
    /// What Dovecot says of the mail program behind it (`send_auth_headers`): read here, and believed only of an app that
    /// is marked as a mail server. A header that is there twice says nothing.
    var mailProgram: TokenRequest.MailProgram? {
        let services = request.headers[values: .xDovecotAuthService]
        let remotes = request.headers[values: .xDovecotAuthRemote]
        guard !services.isEmpty || !remotes.isEmpty else { return nil }
        let address = remotes.count == 1 ? remotes.first.flatMap(TrustedProxies.address) : nil
        return TokenRequest.MailProgram(
            service: services.count == 1 ? services.first : nil, address: address,
            country: address.flatMap(doors.options.country))
    }
}
