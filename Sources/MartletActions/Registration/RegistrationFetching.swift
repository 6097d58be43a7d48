import MartletCredentials
import MartletDirectory
import MartletPolicy

extension Tools {
    /// Fetches what metadata points to and must be seen before the app is registered: the list of its sector and its
    /// logo. Addresses that are visited later are judged now, so that whoever registers hears of it (A256).
    ///
    /// - Returns: the logo, where there is a new one.
    /// - Throws: `RegistrationError.metadata` naming the member.
    func fetch(
        for metadata: ClientMetadata, before: PresentationSettings? = nil
    ) async throws(RegistrationError) -> PresentationSettings.Logo? {
        try await judge(metadata.settings.authentication.keySetURI, "jwks_uri")
        try await judge(metadata.settings.logout.backChannelURI, "backchannel_logout_uri")
        if let uri = metadata.sectorIdentifierURI {
            // OpenID Connect Dynamic Client Registration 1.0 section 5: every redirect address stands in the list.
            guard let bytes = try? await outgoing.get(uri, .json), let listed = try? JSONReader.texts(bytes),
                metadata.redirectURIs.allSatisfy(listed.contains)
            else { throw .metadata("sector_identifier_uri") }
        }
        guard let uri = metadata.settings.presentation.logoURI, uri != before?.logoURI else { return nil }
        guard let bytes = try? await outgoing.get(uri, .logo), let logo = PresentationSettings.Logo(bytes) else {
            throw .metadata("logo_uri")
        }
        return logo
    }

    private func judge(_ uri: String?, _ member: String) async throws(RegistrationError) {
        guard let uri else { return }
        do throws(OutgoingRefusal) {
            try await outgoing.check(uri)
        } catch {
            switch error {
            case .malformed, .scheme, .port, .address: throw .metadata(member)
            // What cannot be told now is told when it is visited.
            default: return
            }
        }
    }
}

extension PresentationSettings.Logo {
    /// A picture by what its first bytes say, whatever it was called; `nil` for anything but PNG, JPEG and WebP.
    init?(_ bytes: [UInt8]) {
        if bytes.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) {
            self.init(mediaType: "image/png", bytes: bytes)
        } else if bytes.starts(with: [0xff, 0xd8, 0xff]) {
            self.init(mediaType: "image/jpeg", bytes: bytes)
        } else if bytes.starts(with: Array("RIFF".utf8)), bytes.dropFirst(8).starts(with: Array("WEBP".utf8)) {
            self.init(mediaType: "image/webp", bytes: bytes)
        } else {
            return nil
        }
    }
}
