/// What a database engine tells of its work; what an engine has not, stays zero.
package final class StoreMeasures: Sendable {
    /// How long reads take, from the call to the answer.
    package let readSeconds = Histogram()
    /// How long writes take, from the call to what is durable.
    package let writeSeconds = Histogram()

    /// Open connections to the database.
    package let connections = Gauge()
    /// Those of them that a transaction holds.
    package let busy = Gauge()
    /// Transactions that wait for a connection or for the writer.
    package let waiting = Gauge()
    /// Transactions that were refused because too many waited.
    package let refused = Counter()
    /// Transactions that were run again: conflicts with others, and connections that were lost.
    package let retries = Counter()
    /// Connections that could not be made or were lost.
    package let failures = Counter()

    /// Writes that were committed together (SQLite).
    package let batchSize = Histogram(bounds: Histogram.sizes)
    /// How long such a batch takes, the sync included (SQLite).
    package let batchSeconds = Histogram()
    /// Pages in the write-ahead log (SQLite).
    package let logPages = Gauge()
    /// How long it takes to move the log into the database (SQLite).
    package let checkpointSeconds = Histogram()

    /// Measures at zero.
    package init() {}
}
