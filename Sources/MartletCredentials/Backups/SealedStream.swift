import CSodium

/// Bytes of any length sealed in chunks under one key: libsodium's secretstream (XChaCha20-Poly1305). A chunk that is
/// changed, moved, left out or added does not open, and an end that is missing is noticed.
///
/// The library draws the randomness of each stream itself.
package enum SealedStream {
    /// Bytes in a key.
    package static let keyLength = 32
    /// Bytes that a stream begins with.
    package static let headerLength = 24
    /// Bytes that a chunk is longer by than what it holds.
    package static let overhead = 17

    /// The stream is not one that was made under this key, or not as it was made.
    package struct NotOpened: Error, Equatable {
        /// The only value there is.
        package init() {}
    }

    /// Seals chunk after chunk.
    package struct Sealing {
        /// What the stream begins with.
        package let header: [UInt8]
        private var state = crypto_secretstream_xchacha20poly1305_state()

        /// A stream under `key`, 32 bytes.
        package init(key: [UInt8]) {
            precondition(key.count == SealedStream.keyLength, "a key is 32 bytes")
            Sodium.start()
            var header = [UInt8](repeating: 0, count: SealedStream.headerLength)
            crypto_secretstream_xchacha20poly1305_init_push(&state, &header, key)
            self.header = header
        }

        /// The next chunk, sealed together with `context`, which is not written.
        package mutating func seal(_ chunk: [UInt8], context: [UInt8], isLast: Bool) -> [UInt8] {
            var sealed = [UInt8](repeating: 0, count: chunk.count + SealedStream.overhead)
            crypto_secretstream_xchacha20poly1305_push(
                &state, &sealed, nil, chunk, UInt64(chunk.count), context, UInt64(context.count),
                isLast ? SealedStream.final : SealedStream.message)
            return sealed
        }
    }

    /// Opens chunk after chunk.
    package struct Opening {
        private var state = crypto_secretstream_xchacha20poly1305_state()

        /// The stream that begins with `header`, under `key`.
        package init(key: [UInt8], header: [UInt8]) throws(NotOpened) {
            precondition(key.count == SealedStream.keyLength, "a key is 32 bytes")
            guard header.count == SealedStream.headerLength else { throw NotOpened() }
            Sodium.start()
            guard crypto_secretstream_xchacha20poly1305_init_pull(&state, header, key) == 0 else { throw NotOpened() }
        }

        /// The next chunk, and whether it is the last one.
        package mutating func open(
            _ sealed: [UInt8], context: [UInt8]
        ) throws(NotOpened) -> (chunk: [UInt8], isLast: Bool) {
            guard sealed.count >= SealedStream.overhead else { throw NotOpened() }
            var chunk = [UInt8](repeating: 0, count: sealed.count - SealedStream.overhead)
            var tag: UInt8 = 0
            let status = crypto_secretstream_xchacha20poly1305_pull(
                &state, &chunk, nil, &tag, sealed, UInt64(sealed.count), context, UInt64(context.count))
            guard status == 0, tag == SealedStream.message || tag == SealedStream.final else { throw NotOpened() }
            return (chunk, tag == SealedStream.final)
        }
    }

    private static let message: UInt8 = 0
    private static let final: UInt8 = 3
}
