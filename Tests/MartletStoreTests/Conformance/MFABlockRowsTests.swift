import MartletDirectory
import Testing

@testable import MartletStore

/// The block list in the store (PN-14).
@Suite struct `MFA block rows` {
    @Test(arguments: ConformanceEngine.all)
    func `PN-14 a person has one line, which a later one replaces, and a tenant sees its own`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let rows = tables.mfaBlocks
                #expect(try rows.find(Sample.ada.id) == nil)
                try rows.save(Sample.mfaBlock)
                #expect(try rows.find(Sample.ada.id) == Sample.mfaBlock)
                let later = MFABlock(of: Sample.ada, reason: "", cause: .report, at: Sample.now + .minutes(1))
                try rows.save(later)
                let other = MFABlock(
                    of: Sample.stranger, reason: "theirs", cause: .administrator, at: Sample.now)
                try rows.save(other)
                #expect(try rows.list(in: Sample.tenant.id, at: Sample.now, limit: 5) == [later])
                #expect(try rows.list(in: Sample.otherTenant.id, at: Sample.now, limit: 5) == [other])
                #expect(try rows.delete(Sample.ada.id))
                #expect(try rows.delete(Sample.ada.id) == false)
                #expect(try rows.find(Sample.ada.id) == nil)
            }
        }
    }

    @Test(arguments: ConformanceEngine.all)
    func `PN-14 a line counts until the very moment of its end, and upkeep removes it then`(
        engine: ConformanceEngine
    ) async throws {
        try await engine.withSample { store in
            try await store.write { (tables) throws in
                let block = Sample.mfaBlock
                try tables.mfaBlocks.save(block)
                let last = block.endsAt - .milliseconds(1)
                #expect(block.endsAt == Sample.now + .days(90))
                #expect(block.isInForce(at: last) && !block.isInForce(at: block.endsAt))
                #expect(try tables.mfaBlocks.list(in: Sample.tenant.id, at: last, limit: 5) == [block])
                #expect(try tables.mfaBlocks.list(in: Sample.tenant.id, at: block.endsAt, limit: 5).isEmpty)
                _ = try tables.upkeep.deleteExpired(at: last, limit: 10)
                #expect(try tables.mfaBlocks.find(Sample.ada.id) == block)
                _ = try tables.upkeep.deleteExpired(at: block.endsAt, limit: 10)
                #expect(try tables.mfaBlocks.find(Sample.ada.id) == nil)
            }
        }
    }
}
