import MartletDirectory
import Testing

@testable import MartletStore

@Suite struct `RADIUS client rows` {
    @Test(arguments: ConformanceEngine.all)
    func `a range has one client, whosever it is, and a tenant sees and removes its own`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let rows = tables.radiusClients
                let gateway = Sample.radiusClient("gateway", range: "10.0.0.0/8")
                #expect(try rows.insert(gateway))
                var other = Sample.radiusClient("other", range: "10.0.0.0/8")
                other.tenant = Sample.otherTenant.id
                #expect(try rows.insert(other) == false)
                // Another organisation renames nothing here.
                #expect(try rows.rename(gateway.id, in: Sample.otherTenant.id, to: "stolen") == false)
                #expect(try rows.list(in: Sample.tenant.id).map(\.name) == [gateway.name])
                #expect(try rows.rename(gateway.id, in: Sample.tenant.id, to: "harbour"))
                #expect(try rows.list(in: Sample.tenant.id).map(\.name) == ["harbour"])
                #expect(try rows.rename(gateway.id, in: Sample.tenant.id, to: gateway.name))
                other.addressRange = "10.0.0.1"
                #expect(try rows.insert(other))
                #expect(try rows.list(in: Sample.tenant.id) == [gateway])
                #expect(try rows.all() == [gateway, other])
                #expect(try rows.delete(other.id, in: Sample.tenant.id) == false)
                #expect(try rows.delete(gateway.id, in: Sample.tenant.id))
                #expect(try rows.all() == [other])
            }
        }
    }
}
