import MartletCredentials
import MartletTesting
import Testing

/// A113: guessing what sessions, flows and tokens are called.
@Suite struct `Names that nobody guesses` {
    @Test func `A113 a session's secret has 256 bits, each of which is as often set as not`() {
        let random = SeededRandom(seed: 113)
        let (count, weighed) = (100_000, 10_000)
        var set = Array(repeating: 0, count: OpaqueToken.randomLength * 8)
        var seen: Set<String> = []
        seen.reserveCapacity(count)
        for number in 0..<count {
            let token = OpaqueToken(.session, random: random.bytes(OpaqueToken.randomLength))
            seen.insert(token.text)
            guard number < weighed else { continue }
            // What is read back is what the text carries, not what it was made of.
            for (index, byte) in (Base64URL.decode(token.text.utf8.dropFirst(4)) ?? []).enumerated() {
                for bit in 0..<8 where byte & (1 << UInt8(bit)) != 0 { set[index * 8 + bit] += 1 }
            }
        }
        #expect(seen.count == count && set.count == 256)
        // Six standard deviations of a fair coin.
        #expect(set.allSatisfy { abs($0 - weighed / 2) < 300 })
        let guesses = SeededRandom(seed: 1_130)
        for _ in 0..<count {
            let guess = OpaqueToken(.session, random: guesses.bytes(OpaqueToken.randomLength))
            #expect(!seen.contains(guess.text))
        }
    }
}
