import HTTPTypes
import Hummingbird
import MartletActions
import MartletCredentials
import MartletDirectory

/// One request as a handler sees it: parsed, bounded, with the browser it came from.
struct Visit: Sendable {
    let request: Request
    let context: DoorContext
    let doors: Doors
    /// Where the request came from.
    let origin: Origin
    /// Whether that is what a trusted proxy says, and not the address of the socket.
    let isForwarded: Bool
    /// The fields of the query.
    let query: FormBody
    /// The browser's long-lived secret; `nil` for a browser that is here for the first time.
    let browserSecret: OpaqueToken?
    /// The session cookie's secret.
    let sessionSecret: OpaqueToken?

    /// Reads a request.
    /// - Throws: `Stop.badRequest` for a query that cannot be read.
    init(_ request: Request, _ context: DoorContext, _ doors: Doors) throws {
        self.request = request
        self.context = context
        self.doors = doors
        let address = TrustedProxies(addresses: doors.options.trustedProxies)
            .client(socket: context.socketAddress, forwardedFor: request.headers[values: .xForwardedFor])
        origin = Origin(
            address: address, userAgent: request.headers[.userAgent] ?? "", country: doors.options.country(address))
        isForwarded = address != context.socketAddress
        guard let query = FormBody(parsing: request.uri.query ?? "") else { throw Stop.badRequest }
        self.query = query
        // RFC 9110: several Cookie fields are one; they are joined before they are read.
        let cookies = request.headers[values: .cookie].joined(separator: "; ")
        browserSecret = doors.cookies.value(.browser, in: cookies).flatMap { OpaqueToken.parse($0, .browser) }
        sessionSecret = doors.cookies.value(.session, in: cookies).flatMap { OpaqueToken.parse($0, .session) }
    }

    /// The browser, if it has been here before.
    var browser: BrowserState? {
        browserSecret.map { BrowserState(browser: $0, session: sessionSecret, origin: origin) }
    }

    /// A segment of the path.
    /// - Throws: `Stop.notFound` if the route has none of that name.
    func segment(_ name: String) throws -> String {
        guard let value = context.parameters.get(name), value.utf8.count <= 256 else { throw Stop.notFound }
        return value
    }

    /// The fields of an urlencoded body of at most 64 KiB.
    /// - Throws: `Stop.badRequest`, `Stop.tooLarge`, `Stop.unsupportedMediaType`.
    func form() async throws -> FormBody {
        let type = request.headers[.contentType] ?? ""
        guard type.lowercased().hasPrefix("application/x-www-form-urlencoded") else { throw Stop.unsupportedMediaType }
        let bytes = try await boundedBody()
        guard let text = String(validating: bytes, as: UTF8.self), let form = FormBody(parsing: text) else {
            throw Stop.badRequest
        }
        return form
    }

    /// A body of at most 64 KiB.
    /// - Throws: `Stop.tooLarge`, `Stop.timedOut`.
    func boundedBody() async throws -> [UInt8] {
        do {
            return try await body()
        } catch let stop as Stop {
            throw stop
        } catch {
            throw Stop.tooLarge
        }
    }

    /// The body, which must be here within 15 seconds: a client that trickles it in keeps nothing waiting for longer.
    private func body() async throws -> [UInt8] {
        try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
            group.addTask { [request, limit = context.maxUploadSize] in
                let buffer = try await request.body.collect(upTo: limit)
                return Array(buffer.readableBytesView)
            }
            group.addTask {
                try await Task.sleep(for: .seconds(15))
                return nil
            }
            defer { group.cancelAll() }
            guard let bytes = try await group.next() ?? nil else { throw Stop.timedOut }
            return bytes
        }
    }

    /// The value of a cookie that holds a choice.
    func cookie(_ name: CookieJar.Name) -> String? {
        doors.cookies.value(name, in: request.headers[values: .cookie].joined(separator: "; "))
    }

    /// The path and query of this request.
    var path: String { request.head.path ?? "/" }
}

/// A request that goes no further, for a reason that has nothing to do with what it asks.
enum Stop: Error, Sendable, Equatable {
    case badRequest, notFound, tooLarge, timedOut, unsupportedMediaType, forged, methodNotAllowed
}
