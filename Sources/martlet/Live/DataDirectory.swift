import Foundation

/// The folder that holds everything an installation owns: the database and, apart from it, the key that seals secrets.
struct DataDirectory: Sendable {
    let path: String

    var databasePath: String { path + "/martlet.sqlite" }
    var keyPath: String { path + "/martlet.key" }

    /// Makes the folder, for its owner alone, if it is not there.
    func prepare() throws {
        // Whatever is made in the folder is its owner's alone.
        umask(0o077)
        guard !FileManager.default.fileExists(atPath: path) else { return }
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw CommandFailure("the folder `\(path)` cannot be made: \(error.localizedDescription)")
        }
    }

    /// The key that seals secrets: `MARTLET_KEY` in base64 if it is set, else the file `martlet.key`, which is made on
    /// the first start with a fresh key of 256 bits (design: secrets at rest).
    func sealingKey(randomBytes: (Int) -> [UInt8]) throws -> [UInt8] {
        if let text = ProcessInfo.processInfo.environment["MARTLET_KEY"] {
            guard let key = Data(base64Encoded: text), key.count == 32 else {
                throw CommandFailure("MARTLET_KEY must be 32 bytes in base64")
            }
            return [UInt8](key)
        }
        if FileManager.default.fileExists(atPath: keyPath) { return try readKey() }
        guard !FileManager.default.fileExists(atPath: databasePath) else {
            throw CommandFailure(
                "the key file `\(keyPath)` is missing; without it the secrets in the database cannot be read. Put it "
                    + "back from your backup")
        }
        let key = randomBytes(32)
        let made = FileManager.default.createFile(
            atPath: keyPath, contents: Data(Data(key).base64EncodedString().utf8 + [10]),
            attributes: [.posixPermissions: 0o600])
        guard made else { throw CommandFailure("the key file `\(keyPath)` cannot be written") }
        return key
    }

    private func readKey() throws -> [UInt8] {
        guard let text = try? String(contentsOfFile: keyPath, encoding: .utf8),
            let key = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)), key.count == 32
        else { throw CommandFailure("the key file `\(keyPath)` cannot be read, or is not 32 bytes in base64") }
        return [UInt8](key)
    }
}
