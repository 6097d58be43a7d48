import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// RFC 8693; A172, A187, A188, A190: a service passes a token on, narrower and with its name in it.
@Suite struct `Token exchange` {
    private static let type = "urn:ietf:params:oauth:token-type:access_token"

    @Test func `a person's token is passed on, narrower, and says who acts`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let browser = try await here.here.signedIn(client)
            let first = try await here.gatewayTokens(browser)
            let answer = try await here.exchange(
                browser, first.json("access_token") ?? "", extra: [("audience", "https://orders.example")])
            #expect(answer.status == 200 && answer.json("issued_token_type") == Self.type)
            #expect(answer.json("refresh_token") == nil && answer.json("id_token") == nil)
            let claims = answer.accessToken
            #expect(claims.string("aud") == "https://orders.example" && claims.string("scp") == "Orders.Read")
            #expect(claims.string("oid") == here.here.member.id.rawValue)
            #expect(Self.actors(claims) == [here.gateway.id.rawValue])
            // It ends with the token it came from.
            let at = here.house.now
            let family = ID<RefreshFamily>(first.accessToken.string("family") ?? "")
            _ = try await here.house.store.write { try $0.refreshFamilies.revoke(family, at: at) }
            #expect(try await here.exchange(browser, first.json("access_token") ?? "").refuses("invalid_request"))
        }
        #expect(try await here.house.signIns().contains { $0.door == "tokenExchange" && $0.status == .success })
    }

    @Test func `A190 it is never wider than the token, nor than what the service may have`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let browser = try await here.here.signedIn(client)
            let token = try await here.gatewayTokens(browser).json("access_token") ?? ""
            // The token does not allow it, whatever the API has.
            for scope in ["https://orders.example/Orders.Write", "https://orders.example/Orders.Admin"] {
                #expect(
                    try await here.exchange(browser, token, extra: [("scope", scope)]).refuses("invalid_scope"),
                    "\(scope)")
            }
            // The token allows it; the service was not agreed to.
            try await here.configure(here.gateway) { $0.settings.requiredScopes = [] }
            let scope = [("scope", "https://orders.example/Orders.Read")]
            #expect(try await here.exchange(browser, token, extra: scope).refuses("interaction_required"))
            let quiet = [("audience", "https://orders.example")]
            #expect(try await here.exchange(browser, token, extra: quiet).refuses("invalid_scope"))
        }
    }

    @Test func `A190 each thing that is not right with the request is refused`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let browser = try await here.here.signedIn(client)
            let first = try await here.gatewayTokens(browser)
            let token = first.json("access_token") ?? ""
            let foreign = try await here.here.tokens(browser, for: here.here.other).json("access_token") ?? ""
            let name = "urn:ietf:params:oauth:grant-type:token-exchange"
            let cases: [(String, [(String, String)])] = [
                ("no subject", [("subject_token_type", Self.type)]),
                ("no type", [("subject_token", token)]),
                ("an ID token", [("subject_token", first.json("id_token") ?? ""), ("subject_token_type", Self.type)]),
                (
                    "as an ID token",
                    [
                        ("subject_token", token), ("subject_token_type", "urn:ietf:params:oauth:token-type:id_token"),
                    ]
                ),
                ("another API's", [("subject_token", foreign), ("subject_token_type", Self.type)]),
                (
                    "unsigned",
                    [
                        ("subject_token", token.split(separator: ".").prefix(2).joined(separator: ".") + "."),
                        ("subject_token_type", Self.type),
                    ]
                ),
                (
                    "a wanted refresh token",
                    [
                        ("subject_token", token), ("subject_token_type", Self.type),
                        ("requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token"),
                    ]
                ),
                (
                    "an actor without a type",
                    [
                        ("subject_token", token), ("subject_token_type", Self.type), ("actor_token", token),
                    ]
                ),
                (
                    "an actor that is another's",
                    [
                        ("subject_token", token), ("subject_token_type", Self.type), ("actor_token", foreign),
                        ("actor_token_type", Self.type),
                    ]
                ),
            ]
            for (what, fields) in cases {
                let answer = try await browser.token(here.gateway, [("grant_type", name)] + fields)
                #expect(answer.refuses("invalid_request"), "\(what)")
            }
            for target in [("audience", "https://nowhere.example"), ("resource", "https://nowhere.example")] {
                #expect(try await here.exchange(browser, token, extra: [target]).refuses("invalid_target"))
            }
            let two = [("audience", "https://orders.example"), ("resource", "api://gateway")]
            #expect(try await here.exchange(browser, token, extra: two).refuses("invalid_target"))
            #expect(try await here.exchange(browser, token).status == 200)
            here.house.clock.advance(by: .minutes(62))
            #expect(try await here.exchange(browser, token).refuses("invalid_request"))
        }
    }

    @Test func `A187, A188 it is off until an administrator lets an app, and never for a public one`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let browser = try await here.here.signedIn(client)
            let token = try await here.gatewayTokens(browser).json("access_token") ?? ""
            for app in [here.orders, here.here.app] {
                #expect(try await here.exchange(browser, token, app: app).refuses("unauthorized_client"))
            }
            #expect(try await here.exchange(browser, token).status == 200)
        }
    }

    @Test func `A190 a chain of actors is kept, and is not endless`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let browser = try await here.here.signedIn(client)
            var token = try await here.gatewayTokens(browser).json("access_token") ?? ""
            for depth in 1...5 {
                let answer = try await here.exchange(browser, token, extra: [("audience", "api://gateway")])
                guard depth <= 4 else {
                    #expect(answer.refuses("invalid_request"))
                    break
                }
                #expect(Self.actors(answer.accessToken).count == depth, "\(depth)")
                token = answer.json("access_token") ?? ""
            }
        }
    }

    @Test func `an app's token is passed on from service to service, and never for longer`() async throws {
        let here = try await GrantHouse()
        try await here.give(GrantHouse.gatewayRole, of: here.gateway.id, to: here.here.other)
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            let first = try await here.clientCredentials(browser, here.here.other, scope: "api://gateway/.default")
            #expect(first.accessToken.strings("roles") == ["Orders.Process"])
            let token = first.json("access_token") ?? ""
            let extra = [("audience", "https://orders.example")]
            // The gateway itself holds no role there.
            #expect(try await here.exchange(browser, token, extra: extra).refuses("unauthorized_client"))
            try await here.give(GrantHouse.orderRole, of: here.orders.id, to: here.gateway)
            here.house.clock.advance(by: .minutes(30))
            let second = try await here.exchange(browser, token, extra: extra)
            #expect(second.status == 200 && second.accessToken.strings("roles") == ["Orders.Process"])
            #expect(second.accessToken.string("sub") == here.here.other.id.rawValue)
            #expect(second.accessToken.string("azp") == here.gateway.id.rawValue)
            #expect(Self.actors(second.accessToken) == [here.gateway.id.rawValue])
            #expect(second.accessToken["exp"] == first.accessToken["exp"])
            try await here.configure(here.here.other) { $0.isEnabled = false }
            #expect(try await here.exchange(browser, token, extra: extra).refuses("invalid_request"))
        }
    }

    private static func actors(_ claims: JSONObject) -> [String] {
        var (names, current) = ([String](), claims)
        while case .object(let act)? = current["act"] {
            names.append(act.string("sub") ?? "")
            current = act
        }
        return names
    }
}
