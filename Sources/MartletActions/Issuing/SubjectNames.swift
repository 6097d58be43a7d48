import MartletCredentials
import MartletDirectory

extension Tools {
    /// The name that an app knows a person by (OpenID Connect Core section 8): the object id, or for a pairwise app a name
    /// that the apps of no other sector know.
    func subjectName(of user: ID<User>, for application: Application) -> String {
        guard application.settings.tokens.subjectType == .pairwise else { return user.rawValue }
        let sector = application.settings.tokens.sector ?? application.id.rawValue
        let text = "\(application.tenant)\n\(sector)\n\(user)"
        return Base64URL.encode(sealer.mac(Array(text.utf8), context: "pairwise subject"))
    }
}
