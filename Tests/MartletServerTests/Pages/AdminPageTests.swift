import Foundation
import MartletDirectory
import Testing

@testable import MartletServer

@Suite struct `Admin pages` {
    let renderer: PageRenderer

    init() throws { renderer = try PageResources.renderer.get() }

    private func html(_ page: some MartletServer.Page, _ language: Language = .en) throws -> String {
        try renderer.render(page, in: AdminSamples.context(language))
    }

    @Test(arguments: Language.allCases)
    func `every page has all its words and values`(language: Language) throws {
        for (name, page) in AdminSamples.all {
            let html = try html(page, language)
            #expect(!html.contains("⟦"), "\(name)")
            #expect(!html.contains("{{"), "\(name)")
            let lost = try renderer.unresolvedNames(in: page, context: AdminSamples.context(language))
            #expect(lost == [], "\(name)")
        }
    }

    @Test func `every form that changes something carries the token, and none that only searches does`() throws {
        for (name, page) in AdminSamples.all {
            for form in try html(page).components(separatedBy: "<form").dropFirst() {
                let tag = form.prefix { $0 != ">" }
                let body = form.components(separatedBy: "</form>")[0]
                let carries = body.contains("name=\"token\" value=\"form-token\"")
                #expect(carries == tag.contains("method=\"post\""), "\(name): \(tag)")
            }
        }
    }

    @Test func `no page holds an inline handler, an inline style or a script without the nonce`() throws {
        for (name, page) in AdminSamples.all {
            let html = try html(page)
            #expect(html.firstMatch(of: /<[^>]*\s(on[a-z]+|style)=/) == nil, "\(name)")
            for script in html.components(separatedBy: "<script").dropFirst() {
                #expect(script.prefix { $0 != ">" }.contains("nonce=\"bm9uY2U\""), "\(name)")
            }
        }
    }

    @Test func `ids are there once, and whatever is named by one is there`() throws {
        for (name, page) in AdminSamples.all {
            let html = try html(page)
            let all = html.matches(of: /\sid="([^"]+)"/).map { String($0.1) }
            let ids = Set(all)
            #expect(
                ids.count == all.count,
                "\(name) repeats \(Dictionary(grouping: all) { $0 }.filter { $1.count > 1 }.keys)")
            let named = html.matches(of: /\s(?:for|aria-labelledby|aria-describedby|data-copy|data-chooses)="([^"]+)"/)
            for id in named.flatMap({ $0.1.split(separator: " ") }) {
                #expect(ids.contains(String(id)), "\(name): \(id)")
            }
        }
    }

    @Test func `every cell of a table that becomes cards says what it is`() throws {
        for (name, page) in AdminSamples.all {
            for table in try html(page).components(separatedBy: "class=\"table cards").dropFirst() {
                let rows = table.components(separatedBy: "</table>")[0].components(separatedBy: "<tr").dropFirst(2)
                for row in rows {
                    let unlabelled = row.components(separatedBy: "<td").dropFirst().filter {
                        !$0.prefix { $0 != ">" }.contains("data-label")
                    }
                    #expect(unlabelled.count <= 1, "\(name): only the heading cell of a card has no label")
                }
            }
        }
    }

    @Test func `A121 what people typed comes out escaped`() throws {
        let typed = "<script>alert(1)</script>\" onfocus=\"x' & co"
        var application = AdminSamples.application(0)
        application.displayName = typed
        application.redirectURIs = ["https://a.example/\"><script>alert(1)</script>"]
        var user = AdminSamples.user(1)
        user.displayName = typed
        var record = AdminSamples.record(1, kind: 2)
        record.userPrincipalName = typed
        record.userDisplayName = typed
        record.failureReason = typed
        record.errorCode = 999
        record.origin = Origin(address: typed, userAgent: typed, country: typed)
        record.policies = [.init(id: typed, name: typed, control: typed, result: typed, reasons: [typed])]
        record.details = [.init(method: typed, at: AdminSamples.now, succeeded: false, result: typed)]
        var audit = AdminSamples.audit(0)
        audit.activity = typed
        audit.changes = [.init(property: typed, old: typed, new: typed)]
        let pages: [any MartletServer.Page] = [
            AppPage(
                application: application, endpoints: AdminSamples.endpoints, credentials: [], signIns: [],
                defaultsAreOn: true, mayManage: true),
            UserPage(
                user: user, isViewer: false, registration: .registered, lockouts: [], roles: [],
                groups: [.init(group: AdminSamples.id(1), name: typed)], password: nil,
                methods: [.init(method: .totp, name: typed, createdAt: AdminSamples.now)], recoveryCodesLeft: 1,
                sessions: [], signIns: [SignInRow(record, isLegacy: true)], permissions: .all),
            SignInPage(record: record, isLegacy: true, siblings: [], json: typed),
            AuditPage(record: audit, siblings: [], json: typed),
            SignInsPage(
                filter: .init(text: typed, application: typed, clientApp: typed, errorCode: typed, from: typed),
                userName: typed, rows: [SignInRow(record, isLegacy: false)],
                apps: [.init(id: AdminSamples.id(1), name: typed)],
                clientApps: [typed], retentionDays: 1, isContinued: true, next: typed),
            GroupNewPage(displayName: typed, description: typed, mayMakeAssignable: false),
            UsersPage(query: typed, filter: .guests, rows: [], total: 0, isContinued: true, next: typed, mayAdd: false),
        ]
        for page in pages {
            let html = try html(page)
            #expect(!html.contains("<script>alert"), "\(type(of: page))")
            #expect(!html.contains("\" onfocus=\""), "\(type(of: page))")
            #expect(html.contains("&lt;script&gt;") || html.contains("%3Cscript%3E"), "\(type(of: page))")
        }
    }

    @Test func `the place in the navigation is marked once in each of the two menus`() throws {
        for (name, page) in AdminSamples.all where !type(of: page).section.isEmpty {
            let html = try html(page)
            #expect(html.components(separatedBy: "aria-current=\"page\"").count == 3, "\(name)")
        }
    }

    @Test func `links to the next page keep the search and encode it`() throws {
        let page = UsersPage(
            query: "o'neill & co", filter: .guests, rows: [], total: 1, isContinued: false, next: "a+b=", mayAdd: false)
        let html = try html(page)
        #expect(html.contains("href=\"/admin/users?q=o%27neill%20%26%20co&amp;filter=guests&amp;after=a%2Bb%3D\""))
    }
}
