import HTTPTypes
import Hummingbird
import MartletActions
import MartletDirectory
import NIOCore

/// The picture of an app, from our own address: pages load nothing from elsewhere (A157).
struct LogoEndpoint: Sendable {
    let doors: Doors

    @Sendable func show(_ visit: Visit) async throws -> Response {
        guard let logo = try await FindLogo(doors.tools)(try visit.segment("app")) else { throw Stop.notFound }
        return Response(
            status: .ok,
            headers: [
                .contentType: logo.mediaType, .cacheControl: "public, max-age=300",
                .contentDisposition: "inline; filename=\"logo\"",
            ], body: .init(byteBuffer: ByteBuffer(bytes: logo.bytes)))
    }
}
