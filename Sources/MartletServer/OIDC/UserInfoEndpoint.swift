import Hummingbird
import MartletActions

/// UserInfo, by GET and by POST, with the token in the header or in a posted form (RFC 6750 sections 2.1 and 2.2).
struct UserInfoEndpoint: Sendable {
    let doors: Doors

    @Sendable func answer(_ visit: Visit) async throws -> Response {
        guard let token = try await visit.presentedToken() else { return TokenChallenge.missing.answer(visit) }
        do {
            switch try await UserInfo(doors.tools)(token) {
            case .plain(let text): return visit.json(text)
            case .signed(let token): return visit.signed(token, as: "application/jwt")
            }
        } catch let refusal as UserInfo.Refusal {
            return challenge(refusal).answer(visit, to: token)
        }
    }

    private func challenge(_ refusal: UserInfo.Refusal) -> TokenChallenge {
        switch refusal {
        case .invalidToken: .invalidToken
        case .badProof: .badProof
        case .insufficientScope: .insufficientScope("openid")
        case .challenged(let claims): .insufficientClaims(claims)
        }
    }
}
