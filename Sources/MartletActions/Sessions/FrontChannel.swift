import MartletDirectory
import MartletStore

extension Tools {
    /// The most apps that one page makes a browser load.
    private static let mostFrames = 30

    /// What a browser loads so that the apps of a session end theirs (OpenID Connect Front-Channel Logout 1.0 section 3).
    func frontChannel(of session: Session, in tables: Tables) throws -> [String] {
        var addresses: [String] = []
        for participant in try tables.refreshFamilies.participants(in: session.id) {
            guard addresses.count < Self.mostFrames,
                let app = try tables.applications.find(participant.application, in: participant.tenant),
                let uri = app.settings.logout.frontChannelURI
            else { continue }
            let issuer = publicURL.issuer(of: participant.tenant).formEncoded
            addresses.append(
                "\(uri)\(uri.contains("?") ? "&" : "?")iss=\(issuer)&sid=\(participant.session.rawValue.formEncoded)")
        }
        return addresses
    }
}
