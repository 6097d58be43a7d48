import Foundation
import Synchronization

/// A standard stream of the process, written to without ever waiting and without ever failing.
///
/// Who reads it may have stopped (a full pipe), gone (a closed one) or have no room (a log file on a full disk). None of
/// that may keep somebody from signing in, or end the server: what cannot be written at once is dropped and counted. The
/// records that must not get lost are rows of the store, not lines here.
final class StandardStream: Sendable {
    /// Where the log goes.
    static let error = StandardStream(STDERR_FILENO)
    /// Where the server says that it is ready.
    static let output = StandardStream(STDOUT_FILENO)

    /// What became of the lines so far.
    private struct State {
        var dropped = 0
        var isInsideLine = false
    }

    private let state = Mutex(State())
    private let descriptor: Int32
    /// So much a pipe takes at once when it is ready at all (PIPE_BUF).
    private static let piece = 4096

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
        // Writing to a pipe that nobody reads is an error to go on from, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
    }

    /// Writes `line` and a line break, or drops it.
    func write(line: String) {
        state.withLock { state in
            var text = ""
            // What was cut short must not run into this line.
            if state.isInsideLine { text += "\n" }
            if state.dropped > 0 { text += "martlet: \(state.dropped) lines before this one could not be written\n" }
            let bytes = Array((text + line + "\n").utf8)
            let written = put(bytes)
            if written == bytes.count {
                state = State()
            } else {
                state.dropped += 1
                state.isInsideLine = state.isInsideLine || written > 0
            }
        }
    }

    /// Writes `bytes` as long as it need not wait; says how many.
    private func put(_ bytes: [UInt8]) -> Int {
        var done = 0
        while done < bytes.count {
            var stream = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            guard poll(&stream, 1, 0) == 1, stream.revents & Int16(POLLOUT) != 0 else { return done }
            let count = bytes[done..<min(done + Self.piece, bytes.count)].withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            guard count > 0 else { return done }
            done += count
        }
        return done
    }
}
