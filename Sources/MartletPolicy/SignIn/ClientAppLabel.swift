/// Which of the older HTTP protocols somebody speaks, as far as the address that they want and what they call themselves
/// tell (section 1.7).
///
/// Both come from whoever asks, so this is a word for the log and never a condition: the door alone decides (A214–A216).
package enum ClientAppLabel {
    /// The label of a request at the forward-auth door: by the address first, by the user agent where that tells nothing.
    package static func of(address: String?, userAgent: String) -> ClientApp {
        address.flatMap(byAddress) ?? byUserAgent(userAgent) ?? .otherClients
    }

    private static let paths: [(String, ClientApp)] = [
        ("/microsoft-server-activesync", .exchangeActiveSync), ("/ews", .exchangeWebServices),
        ("/autodiscover", .autodiscover), ("/mapi", .mapiOverHTTP), ("/rpc", .outlookAnywhere),
        ("/rpcwithcert", .outlookAnywhere), ("/oab", .offlineAddressBook), ("/powershell", .exchangeOnlinePowerShell),
        ("/powershell-liveid", .exchangeOnlinePowerShell), ("/ecp/reportingwebservice", .reportingWebServices),
        ("/outlookservice", .outlookService),
    ]

    /// By the path of a request target: its first segments as they stand. An address with an escape in the part that is
    /// compared, a dot segment or a character that no path holds is taken for nothing.
    private static func byAddress(_ text: String) -> ClientApp? {
        guard text.utf8.count <= 2048, text.utf8.first == UInt8(ascii: "/"),
            text.utf8.allSatisfy({ (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "\\") })
        else { return nil }
        let path = text.prefix { $0 != "?" && $0 != "#" && $0 != ";" }.lowercased()
        guard !path.split(separator: "/").contains(where: { $0 == ".." || $0 == "." }) else { return nil }
        return paths.first { path == $0.0 || path.hasPrefix($0.0 + "/") }?.1
    }

    private static let beginnings: [(String, ClientApp)] = [
        ("apple-iphone", .exchangeActiveSync), ("apple-ipad", .exchangeActiveSync), ("apple-ipod", .exchangeActiveSync),
        ("android-mail/", .exchangeActiveSync), ("msft-wp/", .exchangeActiveSync), ("touchdown", .exchangeActiveSync),
        ("exchangeservicesclient/", .exchangeWebServices), ("macoutlook/", .exchangeWebServices),
        ("msrpc", .outlookAnywhere), ("microsoft bits/", .offlineAddressBook),
        ("microsoft winrm client", .exchangeOnlinePowerShell),
    ]

    private static func byUserAgent(_ text: String) -> ClientApp? {
        let agent = text.prefix(512).lowercased()
        if let known = beginnings.first(where: { agent.hasPrefix($0.0) }) { return known.1 }
        if agent.contains("exchangewebservices/") { return .exchangeWebServices }
        return agent.contains("-eas-") || agent.contains("activesync") ? .exchangeActiveSync : nil
    }
}
