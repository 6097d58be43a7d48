import ArgumentParser
import Foundation

/// Where the passphrase of a backup comes from; never from the arguments, which every user of the machine can read.
struct PassphraseOptions: ParsableArguments {
    @Flag(help: "Read the passphrase of the backup from the standard input.")
    var passphraseStdin = false

    @Option(help: ArgumentHelp("Read the passphrase of the backup from the first line of a file.", valueName: "file"))
    var passphraseFile: String?

    func validate() throws {
        guard !passphraseStdin || passphraseFile == nil else {
            throw ValidationError("--passphrase-stdin and --passphrase-file exclude each other")
        }
    }

    /// The passphrase, or `nil` where none was asked for.
    func passphrase() throws -> String? {
        if passphraseStdin {
            guard let line = readLine(strippingNewline: true), !line.isEmpty else {
                throw CommandFailure("a passphrase is expected on the standard input")
            }
            return try limited(line)
        }
        guard let passphraseFile else { return nil }
        guard let handle = FileHandle(forReadingAtPath: passphraseFile),
            let bytes = try? handle.read(upToCount: 4096), let text = String(data: bytes, encoding: .utf8),
            let line = text.split(whereSeparator: \.isNewline).first
        else { throw CommandFailure("there is no passphrase in the file `\(passphraseFile)`") }
        return try limited(String(line))
    }

    private func limited(_ line: String) throws -> String {
        guard line.utf8.count <= 1024 else { throw CommandFailure("the passphrase is longer than 1024 bytes") }
        return line
    }
}
