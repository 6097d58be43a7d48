/// What has to be set up anew so that a client needs no password any more: the way off legacy authentication by the kind
/// of client. The words are in the message catalogues and in docs/legacy.
package enum LegacyRemedy: String, Sendable, CaseIterable {
    /// A program that reads mail by IMAP or POP3.
    case mailReading
    /// A device or program that sends mail by authenticated SMTP.
    case mailSending
    /// A phone that reads mail by Exchange ActiveSync.
    case phoneMail
    /// Outlook and what else speaks to Exchange without modern authentication.
    case exchangeClient
    /// A web page behind HTTP Basic.
    case webBasic
    /// A program that looks people up by LDAP and binds as them.
    case directory
    /// A VPN or Wi-Fi box that asks by RADIUS.
    case network
    /// An app that sends people's passwords to the token endpoint.
    case passwordGrant
    /// A program with an account of its own that reads or sends mail.
    case serviceMail
    /// A program with an account of its own at a web page behind HTTP Basic, or at Exchange.
    case serviceWeb
    /// A program with an account of its own that looks people up by LDAP.
    case serviceDirectory

    /// The way of one kind of client at one door, both as the log names them; a program's way leads to a certificate or a
    /// federated credential, where the client has one.
    package init(door name: String, clientApp: String, isService: Bool = false) {
        let way = LegacyRemedy(door: name, clientApp: clientApp)
        self = isService ? way.ofService : way
    }

    /// The same for an account that is a program's.
    private var ofService: LegacyRemedy {
        switch self {
        case .mailReading, .mailSending, .phoneMail: .serviceMail
        case .exchangeClient, .webBasic: .serviceWeb
        case .directory: .serviceDirectory
        case .network, .passwordGrant, .serviceMail, .serviceWeb, .serviceDirectory: self
        }
    }

    private init(door name: String, clientApp: String) {
        switch Door.allCases.first(where: { $0.name == name }) {
        case .legacyDirectory: self = .directory
        case .legacyNetwork: self = .network
        case .passwordGrant: self = .passwordGrant
        default: self = ClientApp(logName: clientApp)?.remedy ?? .webBasic
        }
    }
}

extension ClientApp {
    /// The kind of client that the log names so.
    package init?(logName: String) {
        guard let found = Self.allCases.first(where: { $0.logName == logName }) else { return nil }
        self = found
    }

    fileprivate var remedy: LegacyRemedy {
        switch self {
        case .imap4, .pop3: .mailReading
        case .authenticatedSMTP: .mailSending
        case .exchangeActiveSync: .phoneMail
        case .autodiscover, .exchangeOnlinePowerShell, .exchangeWebServices, .mapiOverHTTP, .offlineAddressBook,
            .outlookAnywhere, .outlookService, .reportingWebServices:
            .exchangeClient
        case .browser, .mobileAppsAndDesktopClients, .otherClients: .webBasic
        }
    }
}
