import Foundation
import MartletDirectory
import MartletPolicy

@testable import MartletServer

/// What nginx's mail proxy asks beside Foundation's reader of percent signs (A214, A219); and the labels of forward-auth
/// (A215).
///
/// Lines of `name: value`; a name may come twice.
enum MailHeaderTarget: FuzzTarget {
    static let name = "mail-header"

    static func check(_ input: [UInt8]) throws {
        let headers = input.split(separator: 10, omittingEmptySubsequences: true).map { line -> (String, String) in
            let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
            return (Array(line[..<colon]).text, Array(line[colon...].dropFirst().drop { $0 == 0x20 }).text)
        }
        func values(_ name: String) -> [String] {
            headers.filter { $0.0.lowercased() == name.lowercased() }.map(\.1)
        }
        let asked = MailAuthRequest(values)
        try hold((1...9999).contains(asked.attempt), "a try has a number")
        if let address = asked.clientAddress {
            try hold(NetworkAddressWitness.isAddress(address), "what is counted under is an address: \(address)")
            try hold(values("Client-IP") == [address], "it is there once")
        }
        let label = ClientAppLabel.of(address: headers.first?.1, userAgent: headers.last?.1 ?? "")
        try hold(label.isLegacy, "whatever is wanted, it is legacy")
        guard let login = asked.login else { return }
        try hold(values("Auth-User").count == 1 && values("Auth-Method").count == 1, "headers are there once")
        try hold(values("Auth-Protocol") == [login.mailProtocol.rawValue], "the protocol is one of three")
        try hold(values("Auth-User").first?.removingPercentEncoding == login.name, "the name is Foundation's")
        try hold(!login.name.isEmpty, "there is a name")
        for text in [login.name, login.password] {
            try hold(text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }, "there are no control characters")
        }
        if values("Auth-Method") == ["plain"] {
            try hold(values("Auth-Pass").count == 1, "the password is there once")
            try hold(
                values("Auth-Pass").first?.removingPercentEncoding == login.password, "the password is Foundation's")
        } else {
            try hold(login.password.isEmpty, "what is no password is none")
        }
    }
}
