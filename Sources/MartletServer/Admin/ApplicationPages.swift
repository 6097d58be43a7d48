import Hummingbird
import MartletActions
import MartletDirectory

/// The apps: the list and one app.
struct ApplicationPages: Sendable {
    let doors: Doors

    /// The list, searched and paged.
    @Sendable func list(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let query = ListQuery(visit.query)
            let listing = try await ListApplications(doors.tools)(
                matching: query.text, after: query.after, limit: ListQuery.limit, by: inside.caller)
            return try inside.page(
                AppsPage(
                    query: query.text,
                    rows: listing.page.items.map {
                        AppsPage.Row(
                            application: $0.application, signIns: $0.signIns,
                            credentialExpiresAt: $0.credentialExpiresAt,
                            credentialExpiresSoon: $0.credentialExpiresSoon)
                    },
                    isContinued: query.isContinued, next: listing.page.next, mayAdd: listing.mayAdd,
                    notice: inside.notice))
        }
    }

    /// One app.
    @Sendable func show(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let detail = try await ApplicationDetail(doors.tools)(visit.id("app"), by: inside.caller)
            return try inside.page(inside.page(of: detail, notice: inside.notice))
        }
    }
}

extension Inside {
    /// The page of an app; with `typed`, a form that came back with problems.
    func page(
        of detail: ApplicationDetail.Detail, typed: MartletDirectory.Application? = nil,
        problems: [AppPage.Problem] = [],
        notice: AdminNotice? = nil
    ) -> AppPage {
        AppPage(
            application: typed ?? detail.application, endpoints: appEndpoints,
            credentials: detail.credentials.reversed(), signIns: detail.signIns.map(SignInRow.init),
            defaultsAreOn: visitor.tenant.securityDefaults.isEnabled, mayManage: detail.mayChange, problems: problems,
            notice: notice)
    }

    /// The addresses that an app of this organisation is configured with.
    var appEndpoints: AppEndpoints {
        let base = visit.doors.tools.publicURL
        let tenant = visitor.tenant.id
        let issuer = base.issuer(of: tenant)
        let oauth = "\(base.text)/\(tenant)/oauth2/v2.0"
        return AppEndpoints(
            issuer: issuer, discovery: "\(issuer)/.well-known/openid-configuration", authorize: "\(oauth)/authorize",
            token: "\(oauth)/token", logout: "\(oauth)/logout", userinfo: "\(base.text)/oidc/userinfo",
            keys: "\(base.text)/\(tenant)/discovery/v2.0/keys")
    }
}
