import MartletDirectory
import MartletStore

extension EveryStatement {
    static func passesAndTokens(_ tables: Tables) throws {
        try tables.temporaryAccessPasses.save(Sample.pass)
        _ = try tables.temporaryAccessPasses.find(Sample.ada.id)
        _ = try tables.temporaryAccessPasses.spend(Sample.ada.id, hash: [1], at: Sample.now)
        try tables.temporaryAccessPasses.delete(Sample.ada.id)
        try tables.methodPreferences.save(MethodPreferences(user: Sample.ada.id, tenant: Sample.tenant.id))
        _ = try tables.methodPreferences.find(Sample.ada.id, in: Sample.tenant.id)
        _ = try tables.methodPreferences.firstRegistered(
            in: Sample.tenant.id, since: Timestamp(seconds: 0), limit: 5)
        try tables.methodPreferences.delete(Sample.ada.id)
        try tables.mfaBlocks.save(Sample.mfaBlock)
        _ = try tables.mfaBlocks.find(Sample.ada.id)
        _ = try tables.mfaBlocks.list(in: Sample.tenant.id, at: Sample.now, limit: 5)
        try tables.mfaBlocks.delete(Sample.ada.id)
        let client = Sample.radiusClient("gateway", range: "10.0.0.0/8")
        _ = try tables.radiusClients.insert(client)
        _ = try tables.radiusClients.list(in: Sample.tenant.id)
        _ = try tables.radiusClients.all()
        _ = try tables.sealedSecrets.replace(.radiusClient(client.id, sealed: [1]), with: [2])
        _ = try tables.radiusClients.rename(client.id, in: Sample.tenant.id, to: "gate")
        _ = try tables.radiusClients.delete(client.id, in: Sample.tenant.id)
        let token = Sample.token("token")
        _ = try tables.hardwareTokens.insert(token)
        _ = try tables.hardwareTokens.find(token.id, in: Sample.tenant.id)
        _ = try tables.hardwareTokens.list(in: Sample.tenant.id, after: "a", limit: 5)
        _ = try tables.hardwareTokens.list(of: Sample.ada.id)
        try tables.hardwareTokens.assign(token.id, to: Sample.ada.id)
        _ = try tables.hardwareTokens.activate(token.id, as: Sample.id("m"), at: Sample.now)
        try tables.hardwareTokens.release(Sample.id("m"), of: Sample.ada.id)
        try tables.hardwareTokens.release(from: Sample.ada.id)
        _ = try tables.hardwareTokens.activations(in: Sample.tenant.id, since: Sample.now)
        _ = try tables.sealedSecrets.replace(.hardwareToken(token.id, sealed: [1]), with: [2])
        _ = try tables.hardwareTokens.delete(token.id, in: Sample.tenant.id)
    }
}
