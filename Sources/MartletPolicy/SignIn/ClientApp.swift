/// The kind of client that signs in: `clientAppUsed` in the log (sign-in-and-policy section 1.7).
package enum ClientApp: UInt8, Sendable, Hashable, CaseIterable {
    case browser, mobileAppsAndDesktopClients
    case exchangeActiveSync, authenticatedSMTP, autodiscover, exchangeOnlinePowerShell, exchangeWebServices, imap4,
        mapiOverHTTP, offlineAddressBook, outlookAnywhere, outlookService, pop3, reportingWebServices, otherClients

    /// Whether the client cannot do modern authentication; the defaults block all of these (SD-41…43).
    package var isLegacy: Bool { self != .browser && self != .mobileAppsAndDesktopClients }

    /// Whether it is one of the older mail protocols.
    package var isMailProtocol: Bool { self == .imap4 || self == .pop3 || self == .authenticatedSMTP }

    /// The value that the admin center's log shows.
    package var logName: String {
        switch self {
        case .browser: "Browser"
        case .mobileAppsAndDesktopClients: "Mobile Apps and Desktop clients"
        case .exchangeActiveSync: "Exchange ActiveSync"
        case .authenticatedSMTP: "Authenticated SMTP"
        case .autodiscover: "Autodiscover"
        case .exchangeOnlinePowerShell: "Exchange Online PowerShell"
        case .exchangeWebServices: "Exchange Web Services"
        case .imap4: "IMAP4"
        case .mapiOverHTTP: "MAPI over HTTP"
        case .offlineAddressBook: "Offline Address Book"
        case .outlookAnywhere: "Outlook Anywhere (RPC over HTTP)"
        case .outlookService: "Outlook Service"
        case .pop3: "POP3"
        case .reportingWebServices: "Reporting Web Services"
        case .otherClients: "Other clients"
        }
    }
}
