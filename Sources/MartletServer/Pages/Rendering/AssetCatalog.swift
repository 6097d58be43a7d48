import Foundation

/// The files that pages refer to, read once; each address holds a digest of the bytes, so that a browser may keep it
/// for ever.
package struct AssetCatalog: Sendable {
    /// One file.
    package struct Asset: Sendable {
        /// Its bytes.
        package let bytes: [UInt8]
        /// Its media type, with the character set where it is text.
        package let contentType: String
        /// A digest of the bytes, for `ETag` and for the address; it guards nothing.
        package let digest: String
        /// Where pages find it: `/assets/name?v=digest`.
        package let address: String
    }

    private let assets: [String: Asset]

    /// The names of all files.
    package var names: [String] { assets.keys.sorted() }

    /// Reads the files in `folder`; those of an unknown kind are not served.
    package init(folder: String) throws {
        var assets: [String: Asset] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            guard let contentType = Self.contentType(of: name) else { continue }
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
            let digest = Self.digest(of: bytes)
            assets[name] = Asset(
                bytes: bytes, contentType: contentType, digest: digest, address: "/assets/\(name)?v=\(digest)")
        }
        self.assets = assets
    }

    /// The file of that name, if there is one.
    package subscript(name: String) -> Asset? { assets[name] }

    private static func contentType(of name: String) -> String? {
        switch name.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "ico": "image/x-icon"
        default: nil
        }
    }

    /// FNV-1a of 64 bits: tells versions of a file apart, no more.
    private static func digest(of bytes: [UInt8]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return String(hash, radix: 36)
    }
}
