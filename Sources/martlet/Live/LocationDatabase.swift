import Foundation

/// Countries of addresses, from files of ranges such as Debian's tor-geoipdb installs: one `first,last,CC` a line, with
/// IPv4 addresses as numbers and IPv6 addresses as text; `#` begins a comment.
///
/// Without one, places are told apart by their networks alone (SD-38 c).
struct LocationDatabase: Sendable {
    private struct Ranges<Address: Comparable & Sendable>: Sendable {
        var firsts: [Address] = []
        var lasts: [Address] = []
        var countries: [UInt16] = []

        mutating func append(_ first: Address, _ last: Address, _ country: UInt16) {
            firsts.append(first)
            lasts.append(last)
            countries.append(country)
        }

        /// The country of the range that holds `address`; the files are sorted by their first addresses.
        func country(of address: Address) -> String? {
            var low = 0
            var high = firsts.count
            while low < high {
                let middle = (low + high) / 2
                if firsts[middle] <= address { low = middle + 1 } else { high = middle }
            }
            guard low > 0, lasts[low - 1] >= address else { return nil }
            let code = countries[low - 1]
            return String(decoding: [UInt8(code >> 8), UInt8(code & 0xff)], as: UTF8.self)
        }
    }

    private var four = Ranges<UInt32>()
    private var six = Ranges<UInt128>()

    /// Reads the files.
    /// - Throws: `CommandFailure` for a file that cannot be read or is not sorted.
    init(files: [String]) throws {
        for file in files {
            guard let data = FileManager.default.contents(atPath: file) else {
                throw CommandFailure("the location file `\(file)` cannot be read")
            }
            for line in data.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") { read(line) }
        }
        guard zip(four.firsts, four.firsts.dropFirst()).allSatisfy(<),
            zip(six.firsts, six.firsts.dropFirst()).allSatisfy(<)
        else { throw CommandFailure("the location files are not sorted, or name a range twice") }
    }

    /// The two-letter country of an address, in upper case; `nil` where it is not known.
    func country(of address: String) -> String? {
        if let number = Self.four(address) { return four.country(of: number) }
        return Self.six(address).flatMap { six.country(of: $0) }
    }

    /// Lines that are not ranges of a known country are passed over.
    private mutating func read(_ line: Data) {
        let parts = line.split(separator: UInt8(ascii: ",")).map { String(decoding: $0, as: UTF8.self) }
        guard parts.count >= 3 else { return }
        let code = Array(parts[2].utf8.prefix(2))
        guard code.count == 2, code.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else { return }
        let country = UInt16(code[0]) << 8 | UInt16(code[1])
        if let first = UInt32(parts[0]), let last = UInt32(parts[1]) {
            four.append(first, last, country)
        } else if let first = Self.six(parts[0]), let last = Self.six(parts[1]) {
            six.append(first, last, country)
        }
    }

    private static func four(_ text: String) -> UInt32? {
        var address = in_addr()
        guard inet_pton(AF_INET, text, &address) == 1 else { return nil }
        return UInt32(bigEndian: address.s_addr)
    }

    private static func six(_ text: String) -> UInt128? {
        var address = in6_addr()
        guard inet_pton(AF_INET6, text, &address) == 1 else { return nil }
        return withUnsafeBytes(of: &address) { $0.reduce(0) { $0 << 8 | UInt128($1) } }
    }
}
