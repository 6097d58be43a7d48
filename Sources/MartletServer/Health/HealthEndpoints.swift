import HTTPTypes
import Hummingbird
import MartletActions
import MartletCredentials
import MartletPolicy
import NIOCore

/// What machines ask about this node: whether it is alive, whether it can do its work, and what it counts.
struct HealthEndpoints: Sendable {
    let doors: Doors

    /// Whether this node is alive.
    @Sendable func alive(_ visit: Visit) async throws -> Response {
        visit.json("{\"status\":\"ok\"}")
    }

    /// Whether this node can do its work; if not, the part that fails, in one word.
    @Sendable func ready(_ visit: Visit) async throws -> Response {
        guard let part = await doors.readiness() else { return visit.json("{\"status\":\"ready\"}") }
        return visit.json("{\"status\":\"\(part.rawValue)\"}", status: .serviceUnavailable)
    }

    /// What this node counts, in Prometheus' text format; to anybody who may not read it there is nothing here.
    @Sendable func metrics(_ visit: Visit) async throws -> Response {
        guard mayReadMetrics(visit) else { throw HTTPError(.notFound) }
        let text = MetricsPage(measures: doors.tools.measures, process: doors.options.process()).text
        return Response(
            status: .ok,
            headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    private func mayReadMetrics(_ visit: Visit) -> Bool {
        switch doors.options.metrics {
        case .token(let digest):
            guard let header = visit.request.headers[.authorization], let sent = BearerToken(header: header) else {
                return false
            }
            // Digests are compared, and in constant time: neither the length nor a prefix can be measured (A292).
            return ConstantTime.areEqual(IdentifierDigest.of(sent.text), digest)
        case .ownMachine:
            return doors.tools.publicURL.isLoopback
                && NetworkAddress(parsing: visit.context.socketAddress)?.isLoopback == true
        }
    }
}

/// Who may read `/metrics`.
package enum MetricsAccess: Sendable {
    /// Who asks from this machine, as long as nobody else reaches this server by its public address either.
    case ownMachine
    /// Who shows the token with this SHA-256 digest.
    case token(digest: [UInt8])

    /// Access by this token; `nil` for one of fewer than 16 or more than 1024 bytes, and for one that no `Authorization`
    /// header can carry.
    package static func token(_ text: String) -> MetricsAccess? {
        guard (16...1024).contains(text.utf8.count), BearerToken(header: "Bearer " + text) != nil else { return nil }
        return .token(digest: IdentifierDigest.of(text))
    }
}
