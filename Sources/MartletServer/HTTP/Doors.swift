import Hummingbird
import Logging
import MartletActions
import MartletCredentials
import MartletDirectory

/// What every handler works with: the actions' tools, the pages, the cookies and the operator's choices.
package struct Doors: Sendable {
    let tools: Tools
    let pages: PageRenderer
    let options: ServerOptions
    let cookies: CookieJar
    /// Whether this node can do its work.
    package let readiness: Readiness

    /// The doors of one installation.
    package init(tools: Tools, pages: PageRenderer, options: ServerOptions) {
        self.tools = tools
        self.pages = pages
        self.options = options
        readiness = Readiness { await CheckReadiness(tools)() }
        cookies = CookieJar(isSecure: tools.publicURL.isSecure)
    }
}
