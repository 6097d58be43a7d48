import HTTPTypes
import Hummingbird
import MartletActions
import MartletDirectory

/// Admin consent: a page on which an administrator agrees for everybody to what an app asks for.
struct AdminConsentPages: Sendable {
    let doors: Doors

    /// Asks.
    @Sendable func ask(_ visit: Visit) async throws -> Response {
        try await visit.inside(.admin) { inside in
            try await guarded(inside) { request in
                try page(try await AdminConsent(doors.tools).asking(request, by: inside.caller), inside)
            }
        }
    }

    /// Takes the answer.
    @Sendable func answer(_ visit: Visit) async throws -> Response {
        try await visit.inside(.admin) { inside in
            let form = try await inside.form()
            return try await guarded(inside) { request in
                switch form["consent"] {
                case "organization":
                    do {
                        try await AdminConsent(doors.tools)
                            .grant(request, digest: form.text("asked"), by: inside.caller)
                    } catch ActionError.conflict {
                        let asking = try await AdminConsent(doors.tools).asking(request, by: inside.caller)
                        return try page(asking, inside, hasChanged: true)
                    }
                    return leave(inside, request, [("scope", request.scope)])
                case "no":
                    // Whether the app is what it says is checked for a no as well: it decides where this leads.
                    _ = try await AdminConsent(doors.tools).asking(request, by: inside.caller)
                    return leave(inside, request, [("error", "access_denied"), ("error_subcode", "cancel")])
                default: throw Stop.badRequest
                }
            }
        }
    }

    /// Runs `body` with the request of the address; what is wrong with it is told on a page, for the address of an app
    /// that is not known leads nowhere (A139).
    private func guarded(
        _ inside: Inside, _ body: (AdminConsent.Request) async throws -> Response
    ) async throws -> Response {
        let visit = inside.visit
        let named = try visit.segment("tenant")
        let isAny = ["common", "organizations"].contains(named.lowercased())
        if !isAny {
            guard try await FindOrganization(doors.tools)(named) == inside.visitor.tenant.id else {
                throw Stop.notFound
            }
        }
        let names = visit.query.fields.map(\.name)
        guard Set(names).count == names.count, visit.query.text("state").utf8.count <= 2048 else {
            throw Stop.badRequest
        }
        let request = AdminConsent.Request(
            clientID: visit.query.text("client_id"), scope: visit.query.text("scope"),
            redirectURI: visit.query["redirect_uri"])
        do {
            return try await body(request)
        } catch ActionError.forbidden {
            return try inside.page(ProblemPage(kind: .forbidden, back: "/account"), status: 403)
        } catch ActionError.notFound(let what) {
            let number = what == "app" ? 700_016 : 50011
            return try refuse(inside, number)
        } catch ActionError.invalid {
            return try refuse(inside, 70011)
        }
    }

    private func refuse(_ inside: Inside, _ number: Int) throws -> Response {
        try inside.page(RefusalPage(errorCode: number, correlationID: inside.caller.correlationID), status: 400)
    }

    private func page(_ asking: ConsentAsking, _ inside: Inside, hasChanged: Bool = false) throws -> Response {
        let visit = inside.visit
        let flow = SignInFlow(
            handle: "", application: asking.applicationName, userName: inside.visitor.user.userPrincipalName.text,
            links: AppLinks(asking.appearance))
        let leadsAway = !asking.redirectURI.isEmpty
        let shown = ConsentPage(
            asking, flow: flow, action: visit.path, organization: inside.visitor.tenant.displayName,
            hasChanged: hasChanged)
        return try visit.page(
            shown, status: hasChanged ? .conflict : .ok, organization: inside.visitor.tenant.displayName,
            formToken: inside.formToken, formActions: leadsAway ? [FlowAnswer.origin(of: asking.redirectURI)] : [])
    }

    /// Back to the app, in Entra's words, or to its page in the admin center.
    private func leave(
        _ inside: Inside, _ request: AdminConsent.Request, _ told: [(String, String)]
    ) -> Response {
        guard let uri = request.redirectURI else {
            return inside.visit.redirect(to: "/admin/apps/\(request.clientID.formEncoded)")
        }
        var fields = [("admin_consent", "True"), ("tenant", inside.visitor.tenant.id.rawValue)] + told
        if let state = inside.visit.query["state"] { fields.append(("state", state)) }
        let query = fields.filter { !$0.1.isEmpty }.map { "\($0.0)=\($0.1.formEncoded)" }.joined(separator: "&")
        return inside.visit.redirect(to: uri + (uri.contains("?") ? "&" : "?") + query)
    }
}

extension ConsentPage {
    /// The page for what is asked.
    init(
        _ asking: ConsentAsking, flow: SignInFlow, action: String? = nil, organization: String, hasChanged: Bool = false
    ) {
        let choice: Choice =
            switch asking.decider {
            case .person, .anAdministrator: .own
            case .personOrOrganization: .ownOrAll
            case .organization: .all
            }
        self.init(
            flow: flow, action: action, organization: organization, publisher: asking.publisher,
            returnHost: FlowAnswer.origin(of: asking.redirectURI),
            homepage: asking.homepageURI,
            scopes: (asking.asked + asking.administrative).map { ScopeLine($0) },
            agreed: asking.agreed.map { ScopeLine($0) }, agreedAt: asking.agreedAt,
            agreedForAll: asking.agreedForAll.map { ScopeLine($0) }, choice: choice, digest: asking.digest,
            hasChanged: hasChanged)
    }
}

extension ScopeLine {
    /// The line for what an action says of a scope.
    init(_ words: ScopeWords) {
        self.init(scope: words.scope, title: words.title, explanation: words.explanation, api: words.api)
    }
}
