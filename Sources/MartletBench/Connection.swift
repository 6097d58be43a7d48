import Foundation

/// A keep-alive HTTP/1.1 connection over a blocking socket: as little client as will do, so that the server gets the
/// cores.
final class Connection {
    struct Answer {
        var status: Int
        var location: String
        var cookies: [(name: String, value: String)]
        var body: String
    }

    private let descriptor: Int32
    private let port: Int
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    init?(port: Int) {
        self.port = port
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else {
            close(descriptor)
            return nil
        }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { close(descriptor) }

    func get(_ path: String, cookies: String = "") -> Answer? {
        exchange("GET \(path) HTTP/1.1\r\nHost: localhost:\(port)\r\n\(header(cookies))\r\n")
    }

    func post(_ path: String, _ body: String, cookies: String = "") -> Answer? {
        exchange(
            "POST \(path) HTTP/1.1\r\nHost: localhost:\(port)\r\n\(header(cookies))"
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
    }

    private func header(_ cookies: String) -> String { cookies.isEmpty ? "" : "Cookie: \(cookies)\r\n" }

    private func exchange(_ request: String) -> Answer? {
        let bytes = Array(request.utf8)
        guard send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { return nil }
        var received: [UInt8] = []
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            received += buffer[..<count]
            if let answer = Self.parse(received) { return answer }
        }
    }

    private static func parse(_ bytes: [UInt8]) -> Answer? {
        guard let end = headEnd(of: bytes) else { return nil }
        let head = String(decoding: bytes[..<end], as: UTF8.self)
        var answer = Answer(status: 0, location: "", cookies: [], body: "")
        var length = 0
        for (index, line) in head.split(separator: "\r\n").enumerated() {
            if index == 0 {
                answer.status = Int(line.split(separator: " ")[1]) ?? 0
                continue
            }
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            switch line[..<colon].lowercased() {
            case "content-length": length = Int(value) ?? 0
            case "location": answer.location = String(value)
            case "set-cookie":
                let pair = value.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
                if pair.count == 2 { answer.cookies.append((String(pair[0]), String(pair[1]))) }
            default: break
            }
        }
        guard bytes.count >= end + 4 + length else { return nil }
        answer.body = String(decoding: bytes[(end + 4)...], as: UTF8.self)
        return answer
    }

    private static func headEnd(of bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        for index in 0...(bytes.count - 4)
        where bytes[index] == 13 && bytes[index + 1] == 10 && bytes[index + 2] == 13 && bytes[index + 3] == 10 {
            return index
        }
        return nil
    }
}
