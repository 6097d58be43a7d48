/// What the embedded engine finds out while it works, and what somebody must hear of who called nothing.
package enum SQLiteAlarm: Sendable, Equatable {
    /// A sync failed, and with it the promise that what was written is on the disk. The engine refuses every write from
    /// now on: what the kernel keeps in memory no longer tells what the disk holds, only a new start does.
    case syncFailed(String)
    /// The log has grown to so many MiB, because something reads an old state of the database all the time.
    case logGrows(mebibytes: Int)
}
