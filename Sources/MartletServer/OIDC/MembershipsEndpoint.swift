import Hummingbird
import MartletActions
import MartletCredentials
import MartletDirectory

/// `getMemberObjects` of Graph for whoever holds the token, the one address that the groups overage of a token names.
struct MembershipsEndpoint: Sendable {
    let doors: Doors

    @Sendable func answer(_ visit: Visit) async throws -> Response {
        // What the body may ask for, groups for security alone, is what all groups here are.
        guard let token = try await visit.presentedToken() else { return TokenChallenge.missing.answer(visit) }
        do {
            let groups = try await OwnMemberships(doors.tools)(token)
            let base = doors.tools.publicURL.text
            let object: JSONObject = [
                "@odata.context": .string("\(base)/v1.0/$metadata#Collection(Edm.String)"),
                "value": .strings(groups.map(\.rawValue)),
            ]
            return visit.json(object.text)
        } catch UserInfo.Refusal.insufficientScope {
            return TokenChallenge.insufficientScope("User.Read").answer(visit, to: token)
        } catch UserInfo.Refusal.badProof {
            return TokenChallenge.badProof.answer(visit, to: token)
        } catch is UserInfo.Refusal {
            return TokenChallenge.invalidToken.answer(visit, to: token)
        }
    }
}
