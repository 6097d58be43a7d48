import ArgumentParser
// Where the members of `stat` are found depends on what else is compiled beside this file.
import CoreFoundation
import Foundation

/// Where the passphrase of a backup comes from; never from the arguments, which every user of the machine can read.
struct PassphraseOptions: ParsableArguments {
    @Flag(help: "Read the passphrase of the backup from the standard input.")
    var passphraseStdin = false

    @Option(
        help: ArgumentHelp(
            "Read the passphrase of the backup from the first line of a file, readable by its owner alone.",
            valueName: "file"))
    var passphraseFile: String?

    func validate() throws {
        guard !passphraseStdin || passphraseFile == nil else {
            throw ValidationError("--passphrase-stdin and --passphrase-file exclude each other")
        }
    }

    /// The passphrase, or `nil` where none was asked for.
    /// - Throws: `CommandFailure` where there is none, or others may read its file (A300).
    func passphrase() throws -> String? {
        if passphraseStdin {
            guard let line = readLine(strippingNewline: true), !line.isEmpty else {
                throw CommandFailure("a passphrase is expected on the standard input")
            }
            return try limited(line)
        }
        guard let passphraseFile else { return nil }
        guard let handle = FileHandle(forReadingAtPath: passphraseFile) else { throw missing(in: passphraseFile) }
        var facts = stat()
        guard fstat(handle.fileDescriptor, &facts) == 0, facts.st_mode & 0o077 == 0 else {
            throw CommandFailure(
                "`\(passphraseFile)` can be read or changed by others; give it to its owner alone (chmod 600), and take "
                    + "another passphrase if others may have seen it")
        }
        guard let bytes = try? handle.read(upToCount: 4096), let text = String(data: bytes, encoding: .utf8),
            let line = text.split(whereSeparator: \.isNewline).first
        else { throw missing(in: passphraseFile) }
        return try limited(String(line))
    }

    private func missing(in file: String) -> CommandFailure {
        CommandFailure("there is no passphrase in the file `\(file)`")
    }

    private func limited(_ line: String) throws -> String {
        guard line.utf8.count <= 1024 else { throw CommandFailure("the passphrase is longer than 1024 bytes") }
        return line
    }
}
