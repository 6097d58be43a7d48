import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Seals everything anew under another of this process's keys (`martlet keys rotate-sealing`).
///
/// One transaction names the key that seals from now on, for every node, and keeps the key of digests, because what
/// stands under a digest (recovery codes, subject names) cannot be made anew. Then every secret is sealed anew in small
/// batches, and everything is opened once. Stopped at any moment it leaves a store that both keys together open, and
/// can be begun again. It never touches where the keys are kept: its caller takes the old one away afterwards.
package struct RotateSealingKey: Sendable {
    /// What went on, for who waits.
    package enum Progress: Sendable, Equatable {
        /// From now on the key of this name seals.
        case named(SealingKey.ID)
        /// So many secrets have been sealed anew.
        case sealed(Int)
        /// Everything is being opened.
        case verifying
    }

    /// What a rotation did.
    package struct Report: Sendable, Equatable {
        /// The key that seals now.
        package let key: SealingKey.ID
        /// Secrets that were sealed anew by this run.
        package let sealed: Int
        /// Secrets that were opened at the end: all there are.
        package let opened: Int
    }

    /// Why a rotation could not end; the old key must stay.
    package enum Failure: Error, Equatable, CustomStringConvertible {
        /// Rows whose secret opens under no key of this process, a sentence each.
        case broken([String])
        /// Somebody named yet another key meanwhile.
        case overtaken

        package var description: String {
            switch self {
            case .broken(let rows): "keep the old key: " + rows.joined(separator: "; ")
            case .overtaken: "another rotation of the sealing key began meanwhile"
            }
        }
    }

    // Small, so that no sign-in waits for the writer.
    private static let batch = 200

    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Makes the key of a name the one that everything stands under.
    /// - Throws: `ActionError.forbidden`, `.notFound` before set-up; `Failure`; `SealError` where this process has not
    ///   both keys; `StoreError`.
    package func callAsFunction(
        to id: SealingKey.ID, by caller: Caller, progress: @Sendable (Progress) -> Void = { _ in }
    ) async throws -> Report {
        try await name(id, by: caller)
        progress(.named(id))
        var sealed = 0
        while true {
            for column in SealedSecretRows.Column.allCases {
                try await sealAnew(column, under: id) { count in
                    sealed += count
                    progress(.sealed(sealed))
                }
            }
            progress(.verifying)
            let found = try await verify(under: id)
            guard found.broken.isEmpty else { throw Failure.broken(found.broken) }
            guard found.stale > 0 else {
                try await record(sealed, by: caller)
                return Report(key: id, sealed: sealed, opened: found.opened)
            }
        }
    }

    private func name(_ id: SealingKey.ID, by caller: Caller) async throws {
        let before = try await tools.judge(.sealingKeyRotated, by: caller) { tables, _ in
            try tables.permit(caller, to: .rotateKeys)
            return try tables.installation.get()
        }
        guard before.sealingKeyCheck.map({ tools.sealer.isStale($0, under: id) }) ?? true else { return }
        try await tools.change(.sealingKeyRotated, by: caller) { tables, log in
            try tables.permit(caller, to: .rotateKeys)
            var installation = try tables.installation.get()
            guard let check = installation.sealingKeyCheck else { throw ActionError.notFound("sealed secret yet") }
            guard let old = tools.sealingKey(of: check) else { throw Sealer.SealError.notOpened }
            let digestKey =
                try installation.sealedDigestKey.map { try tools.openDigestKey($0) }
                ?? tools.sealer.digestKey(from: old)
            installation.sealingKeyCheck = try tools.newSealingKeyCheck(under: id)
            installation.sealedDigestKey = try tools.sealDigestKey(digestKey, under: id)
            try tables.installation.update(installation)
            log.on(.key, id.description, "sealing key")
            log.set("sealingKey", from: old.description, to: id.description)
        }
        tools.sealer.seal(with: id)
    }

    private func sealAnew(
        _ column: SealedSecretRows.Column, under id: SealingKey.ID, done: (Int) -> Void
    ) async throws {
        var last: SealedSecretRows.Secret?
        while true {
            let after = last
            let (page, count) = try await tools.store.write { tables in
                let page = try tables.sealedSecrets.page(column, after: after, limit: Self.batch)
                var count = 0
                for secret in page where tools.mustSealAnew(secret, under: id) {
                    // One that does not open stays as it is; the look at everything names it.
                    guard let sealed = try? tools.resealed(secret.sealed, context: secret.context, under: id) else {
                        continue
                    }
                    count += try tables.sealedSecrets.replace(secret, with: sealed) ? 1 : 0
                }
                return (page, count)
            }
            if count > 0 { done(count) }
            guard let end = page.last else { return }
            last = end
        }
    }

    private func verify(under id: SealingKey.ID) async throws -> (opened: Int, stale: Int, broken: [String]) {
        let installation = try await tools.store.read { try $0.installation.get() }
        guard let check = installation.sealingKeyCheck, !tools.sealer.isStale(check, under: id),
            tools.opensSealingKeyCheck(check),
            let digestKey = installation.sealedDigestKey, !tools.sealer.isStale(digestKey, under: id)
        else { throw Failure.overtaken }
        var found = (opened: 0, stale: 0, broken: [String]())
        if (try? tools.openDigestKey(digestKey)) == nil { found.broken.append("the key of digests does not open") }
        for column in SealedSecretRows.Column.allCases {
            var last: SealedSecretRows.Secret?
            while true {
                let after = last
                let page = try await tools.store.read { tables in
                    try tables.sealedSecrets.page(column, after: after, limit: Self.batch)
                }
                guard let end = page.last else { break }
                last = end
                for secret in page where !secret.sealed.isEmpty {
                    if (try? tools.sealer.open(secret.sealed, context: secret.context)) == nil {
                        found.broken.append("\(secret.place) does not open")
                    } else if tools.sealer.isStale(secret.sealed, under: id) {
                        found.stale += 1
                    } else {
                        found.opened += 1
                    }
                }
            }
        }
        return found
    }

    /// The end is recorded as well as the beginning: only then the old key may go.
    private func record(_ sealed: Int, by caller: Caller) async throws {
        try await tools.change(.sealingKeyRotated, by: caller) { tables, log in
            log.on(.key, tools.sealer.current.description, "sealing key")
            log.set("secretsSealedAnew", from: nil, to: String(sealed))
        }
    }
}

extension Tools {
    fileprivate func mustSealAnew(_ secret: SealedSecretRows.Secret, under id: SealingKey.ID) -> Bool {
        !secret.sealed.isEmpty && sealer.isStale(secret.sealed, under: id)
    }
}

extension SealedSecretRows.Secret {
    /// What the secret is bound to.
    fileprivate var context: String {
        switch self {
        case .authenticator(let id, _): Tools.context(of: id)
        case .signingKey(let keyID, _, _): KeyMaker.sealingContext(keyID: keyID)
        case .hardwareToken(let id, _): Tools.context(of: id)
        case .radiusClient(let id, _): Tools.context(of: id)
        case .pendingSignIn: Tools.enrolmentContext
        case .pushIdentity: PushIdentity.sealingContext
        }
    }

    /// The row, in words.
    fileprivate var place: String {
        switch self {
        case .authenticator(let id, _): "authenticator \(id)"
        case .signingKey(let keyID, _, _): "signing key \(keyID)"
        case .hardwareToken(let id, _): "hardware token \(id)"
        case .radiusClient(let id, _): "RADIUS client \(id)"
        case .pendingSignIn: "the authenticator of a sign-in under way"
        case .pushIdentity: "the key for push messages"
        }
    }
}
