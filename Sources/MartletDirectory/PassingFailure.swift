/// A failure that may be over in a moment, so that the answer is "try again" and not "we are broken" (I5).
package protocol PassingFailure: Error {
    /// Whether trying again may help.
    var isPassing: Bool { get }
}
