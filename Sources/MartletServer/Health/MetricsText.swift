import MartletDirectory

/// Writes Prometheus' text format, version 0.0.4: each family with its help and its kind, then its samples.
struct MetricsText: Sendable {
    /// Names and values of the labels of one sample.
    typealias Labels = [(name: String, value: String)]

    private(set) var text = ""

    /// Something that only grows.
    mutating func counter(_ name: String, _ help: String, _ samples: [(Labels, Int)]) {
        begin(name, help, "counter")
        for (labels, value) in samples { sample(name, labels, String(value)) }
    }

    /// Something that only grows, without labels.
    mutating func counter(_ name: String, _ help: String, _ value: Int) { counter(name, help, [([], value)]) }

    /// Something that goes up and down.
    mutating func gauge(_ name: String, _ help: String, _ value: Int) {
        begin(name, help, "gauge")
        sample(name, [], String(value))
    }

    /// A number that is not whole.
    mutating func number(_ name: String, _ help: String, kind: String, _ value: Double) {
        begin(name, help, kind)
        sample(name, [], Self.text(of: value))
    }

    /// Durations or sizes in buckets.
    mutating func histogram(_ name: String, _ help: String, _ samples: [(Labels, Histogram)]) {
        begin(name, help, "histogram")
        for (labels, histogram) in samples {
            let snapshot = histogram.snapshot
            var sum = 0
            for (bound, count) in zip(snapshot.bounds.map(Self.text) + ["+Inf"], snapshot.counts) {
                sum += count
                sample(name + "_bucket", labels + [(name: "le", value: bound)], String(sum))
            }
            sample(name + "_sum", labels, Self.text(of: snapshot.sum))
            sample(name + "_count", labels, String(sum))
        }
    }

    private mutating func begin(_ name: String, _ help: String, _ kind: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
    }

    private mutating func sample(_ name: String, _ labels: Labels, _ value: String) {
        text += name
        if !labels.isEmpty {
            text += "{" + labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",") + "}"
        }
        text += " \(value)\n"
    }

    /// Whole numbers are written without a point, as other exporters do.
    private static func text(of value: Double) -> String {
        guard let whole = Int(exactly: value) else { return String(value) }
        return String(whole)
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
