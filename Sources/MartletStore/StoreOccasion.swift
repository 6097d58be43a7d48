import MartletDirectory

/// One transaction as those see it who count: what is to be counted once it is durable, and its span.
///
/// A body may be run again, and may be undone. What it counts is kept here, one for each run, until the commit.
final class StoreOccasion {
    let measures: Measures
    let span: RequestTrace.Span?
    private(set) var afterCommit: [@Sendable () -> Void] = []

    init(measures: Measures, span: RequestTrace.Span?) {
        self.measures = measures
        self.span = span
    }

    /// Has `effect` done after the commit, if there is one.
    func add(_ effect: @escaping @Sendable () -> Void) { afterCommit.append(effect) }
}

extension Tables {
    /// Counts a sign-in that this transaction records, once it is durable.
    package func count(_ signIn: Measures.SignIn) {
        occasion.add { [tally = occasion.measures.signIns] in tally.add(signIn) }
    }

    /// Runs a judgement and takes its time.
    package func judging<Judgement>(_ judge: () throws -> Judgement) rethrows -> Judgement {
        let watch = Stopwatch("decide", occasion.measures.decisionSeconds, below: occasion.span)
        defer { watch.stop() }
        return try judge()
    }
}
