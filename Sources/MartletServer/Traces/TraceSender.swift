import AsyncHTTPClient
import MartletDirectory
import NIOCore
import NIOHTTP1

/// Sends what waits in a `TraceQueue` to a collector, in batches; what it does not take is dropped and counted.
///
/// The collector's address is the operator's own choice, so the rules for addresses of others do not bind here.
package struct TraceSender: Sendable {
    /// The most traces in one message.
    private static let batch = 256
    /// How long the collector may take.
    private static let patience = TimeAmount.seconds(5)
    /// How long it may take for all that is left at the end.
    private static let farewell = TimeAmount.seconds(1)

    private let queue: TraceQueue
    private let url: String

    /// A sender to the collector at `collector`, such as `http://localhost:4318`.
    package init(_ queue: TraceQueue, collector: String) {
        self.queue = queue
        url = (collector.hasSuffix("/") ? String(collector.dropLast()) : collector) + "/v1/traces"
    }

    /// Sends for as long as the task lives, and at its end what waits then, within a second.
    package func run() async {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(2), read: Self.patience))
        configuration.httpVersion = .http1Only
        let client = HTTPClient(configuration: configuration)
        var left: [FinishedTrace] = []
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            if !Task.isCancelled { left = await sendAll(by: client) }
        }
        // A task of its own: nothing goes out of one that is cancelled.
        let farewell = Task { [left] in
            await sendLast(left, by: client)
            try? await client.shutdown()
        }
        await farewell.value
    }

    /// Sends what waits, and answers what was on its way when the task was cancelled: it may have arrived or not.
    private func sendAll(by client: HTTPClient) async -> [FinishedTrace] {
        while true {
            let traces = queue.take(Self.batch)
            guard !traces.isEmpty else { return [] }
            let isSent = await send(traces, by: client, until: .now() + Self.patience)
            if !isSent, Task.isCancelled { return traces }
            count(traces, isSent: isSent)
        }
    }

    private func sendLast(_ left: [FinishedTrace], by client: HTTPClient) async {
        let end = NIODeadline.now() + Self.farewell
        var traces = left.isEmpty ? queue.take(Self.batch) : left
        while !traces.isEmpty {
            count(traces, isSent: NIODeadline.now() < end ? await send(traces, by: client, until: end) : false)
            traces = queue.take(Self.batch)
        }
    }

    private func count(_ traces: [FinishedTrace], isSent: Bool) {
        let spans = traces.reduce(0) { $0 + $1.entries.count }
        if isSent { queue.measures.sent.add(spans) } else { queue.measures.dropped.add(spans) }
    }

    private func send(_ traces: [FinishedTrace], by client: HTTPClient, until end: NIODeadline) async -> Bool {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers = ["content-type": "application/json", "user-agent": "Martlet"]
        request.body = .bytes(ByteBuffer(string: TraceMessage(traces: traces).text))
        do {
            let response = try await client.execute(request, deadline: end)
            _ = try await response.body.collect(upTo: 64 * 1024)
            return (200..<300).contains(Int(response.status.code))
        } catch {
            return false
        }
    }
}
