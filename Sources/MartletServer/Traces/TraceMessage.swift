import MartletCredentials
import MartletDirectory

/// The message in which OpenTelemetry's collectors take spans: OTLP over HTTP, in JSON.
struct TraceMessage: Sendable {
    let traces: [FinishedTrace]

    /// The message's text.
    var text: String {
        let spans = traces.flatMap(Self.spans)
        let service: JSONObject = ["key": "service.name", "value": .object(["stringValue": "martlet"])]
        let scope: JSONObject = ["scope": .object(["name": "martlet"]), "spans": .array(spans.map(JSONValue.object))]
        let resource: JSONObject = [
            "resource": .object(["attributes": .array([.object(service)])]), "scopeSpans": .array([.object(scope)]),
        ]
        let message: JSONObject = ["resourceSpans": .array([.object(resource)])]
        return message.text
    }

    private static func spans(of finished: FinishedTrace) -> [JSONObject] {
        let trace = finished.trace
        let base = trace.beganAt.milliseconds * 1_000_000
        return finished.entries.enumerated().map { number, entry in
            var span: JSONObject = [
                "traceId": .string(Hexadecimal.text(of: trace.id)),
                "spanId": .string(Hexadecimal.text(of: trace.spanID(number))),
                "name": .string(entry.name), "kind": .integer(number == 0 ? 2 : 1),
                "startTimeUnixNano": .string(String(base + entry.began)),
                "endTimeUnixNano": .string(String(base + entry.ended)),
            ]
            if let parent = entry.parent.map(trace.spanID) ?? trace.outerSpan {
                span["parentSpanId"] = .string(Hexadecimal.text(of: parent))
            }
            guard number == 0 else { return span }
            span["attributes"] = .array([
                attribute("http.request.method", .object(["stringValue": .string(finished.method)])),
                attribute("http.route", .object(["stringValue": .string(finished.route)])),
                attribute("http.response.status_code", .object(["intValue": .string(String(finished.status))])),
            ])
            // A refusal is a right answer; only a failure of ours is an error of the server's span.
            if finished.status >= 500 { span["status"] = .object(["code": .integer(2)]) }
            return span
        }
    }

    private static func attribute(_ key: String, _ value: JSONValue) -> JSONValue {
        .object(["key": .string(key), "value": value])
    }
}
