import ArgumentParser
import Foundation
import MartletDirectory
import MartletServer

/// How a running server is watched, how many it lets in, and how it ends.
struct MonitoringOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file, readable by its owner alone, with the token that /metrics asks for.", valueName: "file"))
    var metricsTokenFile: String?

    @Option(
        help: ArgumentHelp(
            "Send traces of requests to this OpenTelemetry collector, by OTLP over HTTP.", valueName: "url"))
    var traces: String?

    @Option(
        help: ArgumentHelp(
            "The most connections at one time; as many as the limit of descriptors allows unless said.",
            valueName: "count"))
    var maxConnections: Int?

    @Option(
        help: ArgumentHelp(
            "Seconds, 0 to 60, to go on for after SIGTERM while /readyz says stopping, before nobody is let in.",
            valueName: "seconds"))
    var stopDelay = 0

    func validate() throws {
        if let maxConnections, !(1...1_000_000).contains(maxConnections) {
            throw ValidationError("--max-connections is a number from 1 to 1000000")
        }
        guard (0...60).contains(stopDelay) else {
            throw ValidationError("--stop-delay is a number of seconds from 0 to 60")
        }
    }

    /// Who may read the figures.
    /// - Throws: `CommandFailure` for a file that cannot be read, that others can read, or that holds no token.
    func metricsAccess() throws -> MetricsAccess {
        guard let file = metricsTokenFile else { return .ownMachine }
        let attributes = try? FileManager.default.attributesOfItem(atPath: file)
        guard let mode = (attributes?[.posixPermissions] as? NSNumber)?.intValue,
            let text = try? String(contentsOfFile: file, encoding: .utf8)
        else { throw CommandFailure("the token in `\(file)` cannot be read") }
        guard mode & 0o077 == 0 else {
            throw CommandFailure("`\(file)` can be read by others; give it to its owner alone (chmod 600)")
        }
        guard let access = MetricsAccess.token(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw CommandFailure("`\(file)` must hold one token of 16 to 1024 letters, digits and the signs -._~+/=")
        }
        return access
    }

    /// The queue before the collector.
    /// - Throws: `CommandFailure` for an address that is none.
    func traceQueue(_ measures: Measures) throws -> TraceQueue? {
        guard let traces else { return nil }
        guard let url = URL(string: traces), ["http", "https"].contains(url.scheme), url.host?.isEmpty == false,
            url.user == nil, url.query == nil
        else { throw CommandFailure("--traces takes the address of a collector, such as http://localhost:4318") }
        return TraceQueue(measures: measures.traces)
    }
}
