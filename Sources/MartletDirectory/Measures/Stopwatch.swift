/// Times one piece of work for the measures and, where this request is traced, for its trace.
package struct Stopwatch: Sendable {
    private let began = ContinuousClock.now
    private let histogram: Histogram?
    /// The span of the work; `nil` where nobody traces.
    package let span: RequestTrace.Span?

    /// Begins to time work that is called `name` in traces, below `parent` or else below what this task is doing.
    package init(_ name: String, _ histogram: Histogram?, below parent: RequestTrace.Span? = RequestTrace.current) {
        self.histogram = histogram
        span = parent?.begin(name)
    }

    /// The work is done, well or not.
    package func stop() {
        histogram?.record(ContinuousClock.now - began)
        span?.end()
    }
}
