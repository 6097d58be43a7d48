import MartletDirectory
import MartletStore

extension Tables {
    /// When something that rests on `proofs` ends: as planned, or with the temporary access pass behind it (TP-8).
    ///
    /// Without its pass it has ended before it began; the gate lets nobody through on a pass that is gone.
    func end(of proofs: [Proof], user: ID<User>, planned: Timestamp) throws -> Timestamp {
        guard let proof = proofs.last(where: { $0.method == .temporaryAccessPass }) else { return planned }
        guard let pass = try temporaryAccessPasses.find(user) else { return min(planned, proof.at) }
        return min(planned, pass.endsAt)
    }
}
