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

    /// The file of the key that seals secrets.
    var keyFile: KeyFile { KeyFile(path: keyPath) }
}
