import Foundation

/// What people see of an app on the pages of a sign-in.
package struct PresentationSettings: SparseDocument {
    /// A small picture, fetched once and served from our own address.
    package struct Logo: Sendable, Codable, Equatable {
        /// `image/png`, `image/jpeg` or `image/webp`.
        package var mediaType: String
        /// The picture, 64 KiB at most.
        package var bytes: [UInt8]

        /// A picture.
        package init(mediaType: String, bytes: [UInt8]) {
            self.mediaType = mediaType
            self.bytes = bytes
        }

        private enum CodingKeys: CodingKey { case mediaType, bytes }

        /// Decodes a picture in base64: as a list of numbers it would take three times the space.
        package init(from decoder: any Decoder) throws {
            let members = try decoder.container(keyedBy: CodingKeys.self)
            mediaType = try members.decode(String.self, forKey: .mediaType)
            bytes = Array(try members.decode(Data.self, forKey: .bytes))
        }

        /// Encodes the picture in base64.
        package func encode(to encoder: any Encoder) throws {
            var members = encoder.container(keyedBy: CodingKeys.self)
            try members.encode(mediaType, forKey: .mediaType)
            try members.encode(Data(bytes), forKey: .bytes)
        }
    }

    /// Who stands behind the app.
    package var publisher: String?
    /// Its home page.
    package var homepageURI: String?
    /// Where the picture came from.
    package var logoURI: String?
    /// The picture.
    package var logo: Logo?
    /// What it does with data.
    package var policyURI: String?
    /// Its terms.
    package var termsURI: String?
    /// Where a sign-in that somebody else begins is sent (OpenID Connect Core section 4).
    package var initiateLoginURI: String?
    /// Addresses of those who look after it.
    package var contacts: [String]

    /// The defaults.
    package init() { contacts = [] }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        publisher = try members.decodeIfPresent(String.self, forKey: .publisher)
        homepageURI = try members.decodeIfPresent(String.self, forKey: .homepageURI)
        logoURI = try members.decodeIfPresent(String.self, forKey: .logoURI)
        logo = try members.decodeIfPresent(Logo.self, forKey: .logo)
        policyURI = try members.decodeIfPresent(String.self, forKey: .policyURI)
        termsURI = try members.decodeIfPresent(String.self, forKey: .termsURI)
        initiateLoginURI = try members.decodeIfPresent(String.self, forKey: .initiateLoginURI)
        contacts = try members.decode(.contacts, or: [])
    }
}
