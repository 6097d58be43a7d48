import Foundation
import Logging
import MartletCredentials
import MartletDirectory

/// Writes each log event as one line of JSON to the standard error stream.
struct LineLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info
    private let label: String

    init(label: String) { self.label = label }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var line: JSONObject = [
            "time": .string(Wiring.ambient.now().rfc3339), "level": .string(event.level.rawValue),
            "logger": .string(label), "message": .string(event.message.description),
        ]
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) { line[key] = .string("\(value)".prefixText(2000)) }
        StandardStream.error.write(line: line.text)
    }
}

extension String {
    /// At most `count` characters, so that one line stays one line of bearable length.
    fileprivate func prefixText(_ count: Int) -> String { String(prefix(count)) }
}
