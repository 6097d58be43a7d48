import MartletDirectory

/// Everything that `/metrics` tells, under the names of docs/operating/monitoring.md.
struct MetricsPage: Sendable {
    let measures: Measures
    /// `nil` where the system tells nothing.
    let process: ProcessFigures?

    var text: String {
        var page = MetricsText()
        signIns(&page)
        hashing(&page)
        store(&page)
        requests(&page)
        traces(&page)
        if let process { Self.figures(process, &page) }
        return page.text
    }

    private func signIns(_ page: inout MetricsText) {
        let signIns = measures.signIns.values.sorted { left, right in
            (left.key.door, left.key.outcome.rawValue) < (right.key.door, right.key.outcome.rawValue)
        }
        page.counter(
            "martlet_sign_ins_total", "Sign-ins in the log, by door and outcome.",
            signIns.map { ([("door", $0.key.door), ("outcome", $0.key.outcome.rawValue)], $0.value) })
        page.histogram(
            "martlet_decision_seconds", "Time that a sign-in decision takes.", [([], measures.decisionSeconds)])
    }

    private func hashing(_ page: inout MetricsText) {
        let hashing = measures.hashing
        page.gauge("martlet_hashing_waiting", "Passwords that wait to be hashed.", hashing.waiting.value)
        page.gauge("martlet_hashing_running", "Passwords that are being hashed.", hashing.running.value)
        page.counter(
            "martlet_hashing_refused_total", "Passwords that were not hashed: the queue was full, or it took too long.",
            [([("reason", "full")], hashing.refusedFull.value), ([("reason", "late")], hashing.refusedLate.value)])
        page.histogram("martlet_hashing_wait_seconds", "Time in the queue.", [([], hashing.waitSeconds)])
        page.histogram("martlet_hashing_work_seconds", "Time on a thread.", [([], hashing.workSeconds)])
    }

    private func store(_ page: inout MetricsText) {
        let store = measures.store
        page.gauge("martlet_store_connections", "Open connections to the database.", store.connections.value)
        page.gauge("martlet_store_connections_busy", "Connections that work.", store.busy.value)
        page.gauge("martlet_store_waiting", "Transactions that wait for a connection.", store.waiting.value)
        page.counter("martlet_store_refused_total", "Transactions refused at a full queue.", store.refused.value)
        page.counter("martlet_store_retries_total", "Transactions that were run again.", store.retries.value)
        page.counter("martlet_store_failures_total", "Connections lost or not made.", store.failures.value)
        page.histogram(
            "martlet_store_transaction_seconds", "Time of a transaction, waiting included.",
            [([("kind", "read")], store.readSeconds), ([("kind", "write")], store.writeSeconds)])
        page.histogram("martlet_store_batch_size", "Writes in one commit (SQLite).", [([], store.batchSize)])
        page.histogram("martlet_store_batch_seconds", "Time of one commit (SQLite).", [([], store.batchSeconds)])
        page.gauge("martlet_store_log_pages", "Pages in the write-ahead log (SQLite).", store.logPages.value)
        page.histogram(
            "martlet_store_checkpoint_seconds", "Time of a checkpoint (SQLite).", [([], store.checkpointSeconds)])
    }

    private func requests(_ page: inout MetricsText) {
        let requests = measures.requests
        let answered = requests.answered.values.sorted { left, right in
            (left.key.route, left.key.method, left.key.status) < (right.key.route, right.key.method, right.key.status)
        }
        page.counter(
            "martlet_http_requests_total", "Requests that were answered.",
            answered.map {
                ([("route", $0.key.route), ("method", $0.key.method), ("status", $0.key.status)], $0.value)
            })
        page.histogram(
            "martlet_http_request_seconds", "Time until the answer.",
            requests.seconds.values.sorted { $0.key < $1.key }.map { ([("route", $0.key)], $0.value) })
        page.gauge("martlet_http_requests_under_way", "Requests that are being answered.", requests.underWay.value)
        page.gauge("martlet_http_connections", "Open connections of clients.", requests.connections.value)
        page.gauge("martlet_http_connection_limit", "How many there may be.", requests.connectionLimit.value)
        page.counter(
            "martlet_http_accept_failures_total", "Connections that could not be taken.", requests.acceptFailures.value)
    }

    private func traces(_ page: inout MetricsText) {
        page.gauge("martlet_traces_waiting", "Traces that wait for the collector.", measures.traces.waiting.value)
        page.counter("martlet_spans_sent_total", "Spans that the collector took.", measures.traces.sent.value)
        page.counter("martlet_spans_dropped_total", "Spans that it never got.", measures.traces.dropped.value)
    }

    private static func figures(_ process: ProcessFigures, _ page: inout MetricsText) {
        page.gauge("process_resident_memory_bytes", "Memory of the process.", process.residentBytes)
        page.gauge("process_open_fds", "Open descriptors.", process.openDescriptors)
        page.gauge("process_max_fds", "How many there may be.", process.mostDescriptors)
        page.number(
            "process_start_time_seconds", "When the process began, since 1970.", kind: "gauge", process.startedAt)
        page.number(
            "process_cpu_seconds_total", "Processor time, user and system.", kind: "counter", process.processorSeconds)
    }
}
