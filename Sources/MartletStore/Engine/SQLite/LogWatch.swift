/// When the writer tries to empty a log that has grown long, and when it raises an alarm about it.
///
/// An attempt costs every write a moment, and somebody who reads for minutes makes all of them fail. So they are made
/// each time the log has grown by another eighth of what counts as long, and the alarm each time it has doubled.
struct LogWatch {
    /// The next attempt is made at so many pages.
    private var nextAttempt = GroupCommitWriter.longLog
    /// The next alarm is raised at so many pages.
    private var nextAlarm = GroupCommitWriter.longLog

    /// Whether a log of `pages` is to be emptied now.
    mutating func mustEmpty(_ pages: Int) -> Bool {
        guard pages >= GroupCommitWriter.longLog else {
            self = LogWatch()
            return false
        }
        guard pages >= nextAttempt else { return false }
        nextAttempt = pages + GroupCommitWriter.longLog / 8
        return true
    }

    /// Whether somebody must hear that a log of `pages` could not be emptied.
    mutating func mustRaise(_ pages: Int) -> Bool {
        guard pages >= nextAlarm else { return false }
        nextAlarm = pages * 2
        return true
    }
}
