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

    /// The doors of one installation.
    package init(tools: Tools, pages: PageRenderer, options: ServerOptions) {
        self.tools = tools
        self.pages = pages
        self.options = options
        cookies = CookieJar(isSecure: tools.publicURL.isSecure)
    }
}
