import MartletCredentials

extension Tools {
    /// The token that follows a refresh token: always the same one, and nobody can tell it without the installation's key.
    ///
    /// So an answer that was lost can be given again without being kept, and two that ask at once get the same (A159).
    func successor(of token: OpaqueToken) -> OpaqueToken {
        OpaqueToken(.refreshToken, random: sealer.mac(Array(token.text.utf8), context: "refresh token successor"))
    }
}
