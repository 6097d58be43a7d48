import Foundation
import MartletDirectory
import MartletServer
import Testing

/// Where the resources lie, seen from this file.
enum PageResources {
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Sources/MartletServer/Resources").path

    static let renderer = Result { try PageRenderer(resources: folder) }

    static func text(_ path: String) throws -> String {
        try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)
    }

    static func names(in path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(path)").sorted()
    }

    static let person = PageContext.Person(
        displayName: "Aiko Tanaka", userPrincipalName: "aiko.tanaka@northwind.example", isAdministrator: true)

    static func context(_ language: Language, theme: PageContext.Theme? = nil) -> PageContext {
        PageContext(
            language: language, nonce: "n0nce", organizationName: "Northwind Traders", person: person,
            path: "/account?done=x", formToken: "form-token", now: SamplePages.now, theme: theme)
    }
}

@Suite struct `Pages` {
    let renderer: PageRenderer
    let samples: [SamplePages.Sample]

    init() throws {
        renderer = try PageResources.renderer.get()
        let drawing = try #require(TrustedSVG("<svg viewBox='0 0 9 9'><path d='M4 4h1v1h-1z'/></svg>"))
        samples = SamplePages.all(drawing: drawing)
    }

    private func html(_ page: some MartletServer.Page, _ language: Language = .en) throws -> String {
        try renderer.render(page, in: PageResources.context(language))
    }

    @Test(arguments: Language.allCases)
    func `every page renders with all its words and values`(language: Language) throws {
        for sample in samples {
            let page = sample.page
            let html = try html(page, language)
            #expect(!html.contains("⟦"), "\(sample)")
            #expect(!html.contains("{{"), "\(sample)")
            #expect(html.hasPrefix("<!doctype html>\n<html lang=\"\(language.rawValue)\">"), "\(sample)")
            #expect(html.hasSuffix("</html>"), "\(sample)")
            let unresolved = try renderer.unresolvedNames(in: page, context: PageResources.context(language))
            #expect(unresolved == [], "\(sample)")
        }
    }

    @Test func `every page's template exists`() {
        for sample in samples { #expect(renderer.hasTemplate(type(of: sample.page).template), "\(sample)") }
        #expect(!renderer.hasTemplate("no-such-template"))
    }

    @Test func `every form of ours carries the token, and no page runs a script without the nonce`() throws {
        for sample in samples {
            let html = try html(sample.page)
            let scripts = html.components(separatedBy: "<script").dropFirst()
            #expect(!scripts.isEmpty, "\(sample)")
            for script in scripts { #expect(script.contains("nonce=\"n0nce\""), "\(sample)") }
            for form in html.components(separatedBy: "<form").dropFirst() where !form.contains("data-send-at-once") {
                let body = form.components(separatedBy: "</form>")[0]
                #expect(body.contains("name=\"token\" value=\"form-token\""), "\(sample): \(body.prefix(120))")
            }
        }
    }

    @Test func `the page that carries an answer to an app does not give it our token`() throws {
        let page = FormPostPage(
            action: "https://app.example/cb", fields: [FormField(name: "code", value: "c")], application: "App")
        let form = try html(page).components(separatedBy: "<form").last ?? ""
        #expect(form.contains("name=\"code\" value=\"c\""))
        #expect(!form.contains("form-token"))
    }

    @Test func `no page holds an inline handler, an inline style or an inline script`() throws {
        for sample in samples {
            let html = try html(sample.page)
            #expect(html.firstMatch(of: /<[^>]*\s(on[a-z]+|style)=/) == nil, "\(sample)")
            #expect(html.firstMatch(of: /<script[^>]*>[^<]/) == nil, "\(sample)")
        }
    }

    @Test func `every labelled control and described problem is there`() throws {
        for sample in samples {
            let html = try html(sample.page)
            let ids = Set(html.matches(of: /\sid="([^"]+)"/).map { String($0.1) })
            #expect(ids.count == html.matches(of: /\sid="([^"]+)"/).count, "\(sample) repeats an id")
            let references = html.matches(of: /\s(?:for|aria-describedby|aria-controls)="([^"]+)"/)
                .flatMap { $0.1.split(separator: " ").map(String.init) }
            for reference in references { #expect(ids.contains(reference), "\(sample): \(reference)") }
        }
    }

    @Test func `A121 what people typed comes out escaped`() throws {
        let name = "<script>alert(1)</script>\" onfocus=\"x' & co"
        let flow = SignInFlow(handle: "h", application: name, userName: name)
        let pages: [any MartletServer.Page] = [
            SignInNamePage(flow: flow, typed: name), SignInPasswordPage(flow: flow),
            ConsentPage(
                flow: flow, organization: name, publisher: name, returnHost: name,
                homepage: "https://x/\(name)",
                scopes: [ScopeLine(scope: name), ScopeLine(scope: "x", title: name, explanation: name, api: name)]),
            AwaitAdministratorPage(flow: flow, scopes: [ScopeLine(scope: name)], address: name),
            DeviceConfirmPage(
                flow: flow, publisher: name, userCode: "X", origin: Origin(address: name, userAgent: name),
                askedAt: Timestamp(seconds: 0), scopes: [ScopeLine(scope: name)]),
            DeviceCodePage(typed: name),
            SignOutPage(application: name, hiddenFields: [FormField(name: "state", value: name)]),
            RecoveryCodesPage(action: "/x", codes: ["A"], userName: name),
        ]
        for page in pages {
            let html = try html(page)
            #expect(!html.contains("<script>alert"))
            #expect(!html.contains("\" onfocus=\""))
            #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot; onfocus=&quot;x&#39; &amp; co"))
        }
    }

    @Test func `a quotation mark under an accent cannot end an attribute`() throws {
        // U+0301 makes one grapheme of the mark and itself; escaping by grapheme would let it through.
        let typed = "x\"\u{301} autofocus onfocus=alert(1) y=\"\u{301}"
        let html = try html(SignInNamePage(flow: SignInFlow(handle: "h"), typed: typed))
        let escaped = "value=\"x&quot;\u{301} autofocus onfocus=alert(1) y=&quot;\u{301}\""
        #expect(html.utf8.firstRange(of: escaped.utf8) != nil)
    }

    @Test func `only a drawing that cannot act is trusted`() {
        #expect(TrustedSVG("<svg><path d='M0 0'/></svg>") != nil)
        #expect(TrustedSVG("<svg aria-label='A code on this page'></svg>") != nil)
        let refused = [
            "<svg><script>1</script></svg>", "<svg onload='x'></svg>", "<svg\tonload ='x'></svg>",
            "<svg id='a'onload='x'></svg>", "<svg><a href='x'/></svg>", "<p></p>", "",
            "<svg></svg><p>", "<svg><foreignObject/></svg>",
        ]
        for text in refused { #expect(TrustedSVG(text) == nil, "\(text)") }
    }

    @Test func `the chosen colours and the other language's address are in the page`() throws {
        let page = StartPage(isSignedIn: false)
        let dark = try renderer.render(page, in: PageResources.context(.ja, theme: .dark))
        #expect(dark.contains("<html lang=\"ja\" data-theme=\"dark\">"))
        #expect(dark.contains("href=\"/account?done=x&amp;ui_locales=en\""))
        #expect(try !html(page).contains("data-theme"))
    }

    @Test func `the present place in the navigation is marked, and only that`() throws {
        let html = try html(AccountSignInsPage(signIns: []))
        #expect(html.contains("<a href=\"/account/signins\" aria-current=\"page\">"))
        #expect(html.components(separatedBy: "aria-current=\"page\"").count == 2)
    }

    @Test func `registration says how many days are left, or why it cannot wait`() throws {
        let flow = SamplePages.flow
        let later = try html(RegistrationIntroPage(flow: flow, demand: RegistrationDemand(mayPutOffDays: 12)))
        #expect(later.contains("You have 12 days left."))
        #expect(later.contains("/skip\""))
        let last = try html(RegistrationIntroPage(flow: flow, demand: RegistrationDemand(mayPutOffDays: 1)))
        #expect(last.contains("You have 1 day left."))
        let must = RegistrationDemand(mayPutOffDays: nil, reasons: [.administrator])
        let now = try html(RegistrationIntroPage(flow: flow, demand: must))
        #expect(now.contains("Because you are an administrator."))
        #expect(!now.contains("/skip\""))
    }

    @Test func `the plain reason stands only where no better one does`() {
        #expect(AskReason.reasons(in: ["noRememberedFactor", "newBrowser", "graceRunning"]) == [.newBrowser])
        #expect(AskReason.reasons(in: ["noRememberedFactor"]) == [.noRememberedFactor])
        #expect(AskReason.reasons(in: ["legacyClient"]) == [])
    }

    @Test func `recovery codes can be saved without a script`() throws {
        let html = try html(SamplePages.recoveryCodes)
        #expect(html.contains("download=\"recovery-codes.txt\""))
        #expect(html.contains("href=\"data:text/plain;charset=utf-8,Recovery%20codes%20for%20aiko"))
        #expect(html.contains("K7QM-2XPA-9WDL-4HTR%0A"))
    }

    @Test func `recovery codes that were shown before are not there again, and new ones are offered`() throws {
        let html = try html(RecoveryCodesPage(action: "/x", codes: [], userName: "aiko"))
        #expect(html.contains("name=\"again\""))
        #expect(!html.contains("download="))
    }

    @Test func `a locked sign-in says how long to wait, in whole minutes`() throws {
        let page = SignInPasswordPage(flow: SamplePages.flow, problem: .locked(seconds: 61))
        #expect(try html(page).contains("Wait 2 minutes"))
        #expect(try html(page, .ja).contains("2分待って"))
    }
}
