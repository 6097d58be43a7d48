import Foundation
import MartletCredentials

/// Certificates in files of PEM, one or more in each.
enum PEMCertificates {
    /// Their DER, in order.
    /// - Throws: `CommandFailure` that names the file.
    static func read(_ files: [String]) throws -> [[UInt8]] {
        try files.flatMap { file in
            let end = "-----END CERTIFICATE-----"
            guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
                throw CommandFailure("`\(file)` cannot be read")
            }
            let parts = text.components(separatedBy: end).dropLast()
            guard !parts.isEmpty else { throw CommandFailure("`\(file)` holds no certificate in PEM") }
            return try parts.map { part in
                guard let reader = try? CertificateReader(pem: part + end) else {
                    throw CommandFailure("`\(file)` holds a certificate that cannot be read")
                }
                return reader.der
            }
        }
    }
}
