/// What a mail program brought to the mail proxy.
package struct MailLogin: Sendable, Equatable {
    /// What it speaks.
    package let mailProtocol: MailDoor.MailProtocol
    /// The name.
    package let name: String
    /// The password; empty where the program proves itself in a way that a stored hash can never answer (APOP,
    /// CRAM-MD5), which is always wrong.
    package let password: String

    /// A login with every field given.
    package init(mailProtocol: MailDoor.MailProtocol, name: String, password: String) {
        self.mailProtocol = mailProtocol
        self.name = name
        self.password = password
    }
}
