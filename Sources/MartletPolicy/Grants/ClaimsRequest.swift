import Foundation
import MartletDirectory

/// The `claims` parameter (OpenID Connect Core section 5.5), read as far as there is something to answer with.
package struct ClaimsRequest: Sendable, Equatable {
    /// What is wished of one claim; nothing in particular is the common case.
    package struct Wish: Sendable, Equatable {
        /// Whether the app cannot do without it.
        package var isEssential = false
        /// What it should be, the best first; empty for anything.
        package var values: [String] = []
    }

    /// The longest parameter that is read, in bytes.
    package static let longest = 4096

    /// What is wished of the ID token, by the claim's name.
    package let idToken: [String: Wish]
    /// What is wished of UserInfo.
    package let userInfo: [String: Wish]
    /// What is wished of the access token, as Entra's clients ask for it.
    package let accessToken: [String: Wish]

    /// Reads the parameter.
    package init(_ text: String) throws(AuthorizeProblem) {
        guard text.utf8.count <= Self.longest,
            let members = try? JSONDecoder().decode(Members.self, from: Data(text.utf8))
        else { throw AuthorizeRequestCheck.invalid(90023, "claims is not understood") }
        idToken = Self.wishes(members.idToken)
        userInfo = Self.wishes(members.userInfo)
        accessToken = Self.wishes(members.accessToken)
    }

    /// The assurance that must be reached, as far as `acr` of the ID token, or Entra's `acrs` of the access token, says.
    ///
    /// Of several acceptable values the weakest is enough. A value that is merely wished for and not known is left out;
    /// an essential one is refused (section 5.5.1.1).
    package func assurance() throws(AuthorizeProblem) -> SignInFacts.RequestedAssurance? {
        var wanted: SignInFacts.RequestedAssurance?
        for wish in [idToken["acr"], accessToken["acr"], accessToken["acrs"]].compactMap(\.self) {
            guard let known = AuthorizeRequestCheck.weakest(of: wish.values) else {
                guard wish.isEssential, !wish.values.isEmpty else { continue }
                throw AuthorizeProblem(
                    .unmetAuthenticationRequirements, 53003, "the requested authentication context is not known")
            }
            if known.rawValue > wanted?.rawValue ?? 0 { wanted = known }
        }
        return wanted
    }

    /// What the client can do, as its access tokens say it: `cp1` is to answer a claims challenge.
    package var capabilities: [String] {
        accessToken["xms_cc"]?.values.contains { $0.lowercased() == "cp1" } == true ? ["cp1"] : []
    }

    /// The only person whose tokens are wanted (`sub` with a value, section 5.5.1).
    package var subject: String? { (idToken["sub"] ?? userInfo["sub"])?.values.first }

    private static func wishes(_ members: [String: Members.Wish?]?) -> [String: Wish] {
        (members ?? [:]).mapValues { member in
            guard let member else { return Wish() }
            return Wish(isEssential: member.isEssential, values: member.values)
        }
    }

    private struct Members: Decodable {
        struct Wish: Decodable {
            var isEssential = false
            var values: [String] = []

            enum CodingKeys: CodingKey { case essential, value, values }

            init(from decoder: any Decoder) throws {
                let members = try decoder.container(keyedBy: CodingKeys.self)
                isEssential = try members.decodeIfPresent(Bool.self, forKey: .essential) ?? false
                // A value that is no text is the value of no claim that there is.
                if let value = try? members.decodeIfPresent(String.self, forKey: .value) { values.append(value) }
                values += (try? members.decodeIfPresent([String].self, forKey: .values)) ?? []
            }
        }

        enum CodingKeys: String, CodingKey {
            case idToken = "id_token"
            case userInfo = "userinfo"
            case accessToken = "access_token"
        }

        var idToken: [String: Wish?]?
        var userInfo: [String: Wish?]?
        var accessToken: [String: Wish?]?
    }
}
