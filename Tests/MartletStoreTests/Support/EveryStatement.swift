import MartletDirectory
import MartletStore

/// Runs every statement of the rows once, but for the integrity check, on a store filled by `Sample.fill`.
enum EveryStatement {
    static func run(_ tables: Tables) throws {
        try people(tables)
        try passesAndTokens(tables)
        try certificates(tables)
        try groupsAndRoles(tables)
        try applications(tables)
        try sessions(tables)
        try codesAndTokens(tables)
        try logouts(tables)
        try protection(tables)
        try logs(tables)
        try legacy(tables)
        try tables.epoch.spendEverything(in: tenant, at: now)
        try tables.epoch.burnSteps(upTo: 5, period: 30, in: tenant)
        try tables.epoch.forgetRememberedBrowsers(in: tenant)
        try tables.epoch.moveSessionsValidFrom(to: now, in: tenant)
        _ = try tables.upkeep.deleteExpired(at: now, limit: 10)
        _ = try tables.upkeep.logsPrunedBefore(in: tenant)
        _ = try tables.upkeep.pruneLogs(in: tenant, before: now, limit: 10)
    }

    private static let tenant = Sample.tenant.id
    private static let now = Sample.now
    private static let ada = Sample.ada.id

    private static func people(_ tables: Tables) throws {
        try tables.installation.update(try tables.installation.get())
        _ = try tables.installation.completeSetUp(at: now)
        try tables.installation.markRestored(Installation.Restoration(at: now, backupMadeAt: now))
        _ = try tables.tenants.find(tenant)
        _ = try tables.tenants.find(domain: "contoso.example")
        _ = try tables.tenants.first()
        _ = try tables.tenants.list()
        try tables.tenants.update(Sample.tenant)
        try tables.users.update(Sample.ada)
        _ = try tables.users.find(ada, in: tenant)
        _ = try tables.users.find(upn: Sample.ada.userPrincipalName, in: tenant)
        _ = try tables.users.count(in: tenant)
        _ = try tables.users.registered(in: tenant, limit: 5)
        _ = try tables.users.registrationCounts(in: tenant, since: now, end: now)
        _ = try tables.users.inGrace(in: tenant, since: now, end: now, limit: 5)
        var renamed = Sample.ada
        renamed.displayName = "Augusta King"
        try tables.users.update(renamed)
        try tables.users.update(Sample.ada)
        for filter in UserFilter.allCases {
            for (text, after) in [(nil, nil), ("a", nil), (nil, "id:a"), ("a", "id:a")] as [(String?, String?)] {
                _ = try tables.users.list(in: tenant, matching: text, filter: filter, after: after, limit: 5)
            }
        }
        try tables.passwords.save(Password(user: ada, tenant: tenant, hash: "h", changedAt: now))
        _ = try tables.passwords.find(ada)
        _ = try tables.passwords.delete(ada)
        let phone = Sample.totp("phone")
        try tables.totpMethods.insert(phone)
        _ = try tables.totpMethods.list(ada)
        _ = try tables.totpMethods.acceptStep(phone.id, step: 1000)
        _ = try tables.totpMethods.countsByUser(in: tenant)
        try phones(tables, phone.id, of: ada, in: tenant, at: now)
        _ = try tables.totpMethods.rename(phone.id, of: ada, to: "Mine")
        _ = try tables.totpMethods.delete(phone.id, of: ada)
        try tables.totpMethods.deleteAll(of: ada)
        let passkey = Sample.passkey("key")
        _ = try tables.passkeys.insert(passkey)
        _ = try tables.passkeys.list(ada)
        _ = try tables.passkeys.find(credential: passkey.credentialID)
        _ = try tables.passkeys.noteUse(passkey.id, signCount: 8, after: 7, isBackedUp: true, at: now)
        _ = try tables.passkeys.rename(passkey.id, of: ada, to: "n")
        _ = try tables.users.isRegistered(ada)
        _ = try tables.passkeys.delete(passkey.id, of: ada)
        try tables.passkeys.deleteAll(of: ada)
        let code = RecoveryCode(user: ada, tenant: tenant, hash: [1], createdAt: now)
        try tables.recoveryCodes.replace(of: ada, in: tenant, with: [code])
        _ = try tables.recoveryCodes.countUnspent(ada)
        _ = try tables.recoveryCodes.madeAt(ada)
        _ = try tables.recoveryCodes.spend(ada, hash: [1], at: now)
    }

    private static func groupsAndRoles(_ tables: Tables) throws {
        let group = RoleSample.helpdesk
        try tables.groups.insert(group)
        try tables.groups.update(group)
        _ = try tables.groups.find(group.id, in: tenant)
        _ = try tables.groups.list(in: tenant, limit: 5)
        _ = try tables.groups.list(in: tenant, matching: "a", after: "id:a", limit: 5)
        _ = try tables.groups.addMember(group.id, user: ada, at: now)
        _ = try tables.groups.members(group.id)
        _ = try tables.groups.groups(of: ada)
        _ = try tables.groups.memberCount(group.id)
        let assignment = try RoleSample.give(.globalAdministrator, to: .user(ada), on: tables)
        _ = try tables.roleAssignments.find(assignment.id, in: tenant)
        _ = try tables.roleAssignments.list(in: tenant)
        _ = try tables.roleAssignments.list(ada)
        _ = try tables.roleAssignments.list(group.id)
        _ = try tables.roleAssignments.effectiveRoles(of: ada, in: tenant)
        _ = try tables.roleAssignments.effectiveRoles(in: tenant)
        _ = try tables.roleAssignments.holders(of: assignment.role, in: tenant)
        _ = try tables.roleAssignments.delete(assignment.id, in: tenant)
        _ = try tables.groups.removeMember(group.id, user: ada)
        try tables.groups.removeFromAll(ada)
        _ = try tables.groups.delete(group.id, in: tenant)
    }

    private static func applications(_ tables: Tables) throws {
        let app = Sample.portal
        try tables.applications.update(app)
        _ = try tables.applications.find(app.id)
        _ = try tables.applications.find(app.id, in: tenant)
        _ = try tables.applications.list(in: tenant, limit: 5)
        _ = try tables.applications.list(in: tenant, matching: "a", after: "id:a", limit: 5)
        let secret = ClientCredential(
            id: Sample.id("secret"), application: app.id, tenant: tenant, kind: .secret, digest: [1], hint: "",
            createdAt: now)
        try tables.clientCredentials.insert(secret)
        _ = try tables.clientCredentials.list(app.id)
        _ = try tables.clientCredentials.delete(secret.id, of: app.id)
        _ = try tables.spentAssertions.spend([1], of: app.id, in: tenant, expiresAt: now)
        let workload = FederatedCredential(
            id: Sample.id("workload"), application: app.id, tenant: tenant, name: "ci", issuer: "https://ci.example",
            subject: "main", audience: "api://x", createdAt: now)
        try tables.federatedCredentials.insert(workload)
        try tables.federatedCredentials.noteUse(workload.id, at: now, unlessSince: now)
        _ = try tables.federatedCredentials.list(app.id)
        _ = try tables.federatedCredentials.delete(workload.id, of: app.id)
        try tables.consents.save(
            Consent(user: ada, application: app.id, tenant: tenant, scopes: ScopeSet(["openid"]), grantedAt: now))
        _ = try tables.consents.list(ada)
        _ = try tables.consents.list(of: app.id, in: tenant, limit: 5)
        _ = try tables.consents.delete(ada, application: app.id)
        _ = try tables.consents.deleteAll(of: app.id, in: tenant)
        let initial = InitialAccessToken(
            id: Sample.id("initial"), tenant: tenant, hash: [1], name: "n", usesLeft: 1, createdBy: "ada",
            createdAt: now, expiresAt: now)
        try tables.initialAccessTokens.insert(initial)
        _ = try tables.initialAccessTokens.find(hash: [1], in: tenant)
        _ = try tables.initialAccessTokens.list(in: tenant)
        _ = try tables.initialAccessTokens.spend(hash: [1], in: tenant, at: now)
        _ = try tables.initialAccessTokens.delete(initial.id, in: tenant)
        _ = try tables.applications.find(identifierURI: "api://portal", in: tenant)
        try tables.organizationConsents.save(
            OrganizationConsent(
                application: app.id, tenant: tenant, scopes: ScopeSet(["openid"]), grantedAt: now, grantedBy: "ada"))
        _ = try tables.organizationConsents.find(app.id)
        try tables.riskDetections.insert(
            RiskDetection(
                id: Sample.id("risk"), tenant: tenant, user: Sample.ada.id, kind: .userReportedSuspiciousActivity,
                level: .high, signIn: nil, detectedAt: now))
        _ = try tables.riskDetections.list(of: Sample.ada.id, limit: 10)
        _ = try tables.riskDetections.isOpen(Sample.ada.id, level: .high)
        try tables.riskDetections.close(Sample.ada.id, as: .dismissed, at: now)
        _ = try tables.signInAnswers.list(of: Sample.ada.id, from: now, to: now)
        _ = try tables.organizationConsents.delete(app.id)
        _ = try tables.spentIdentifiers.spend([1], for: .revokedToken, in: tenant, expiresAt: now)
        _ = try tables.spentIdentifiers.contains([1], for: .revokedToken, in: tenant)
        let pushed = PushedRequest(
            hash: [1], tenant: tenant, application: app.id, parameters: [], isSigned: false, createdAt: now,
            expiresAt: now)
        try tables.pushedRequests.insert(pushed)
        _ = try tables.pushedRequests.find([1])
        _ = try tables.pushedRequests.spend([1], at: now)
        let assignment = AppRoleAssignment(
            id: Sample.id("assignment"), tenant: tenant, resource: app.id, role: Sample.id("role"),
            principal: .user(ada), createdAt: now)
        try tables.appRoleAssignments.insert(assignment)
        _ = try tables.appRoleAssignments.list(of: app.id, in: tenant)
        _ = try tables.appRoleAssignments.list(heldBy: app.id)
        _ = try tables.appRoleAssignments.roles(of: ada, at: app.id)
        _ = try tables.appRoleAssignments.delete(assignment.id, in: tenant)
        try tables.appRoleAssignments.deleteAll(of: app.id, in: tenant)
        try tables.appRoleAssignments.deleteAll(of: ada)
        let key = SigningKey(
            keyID: "k", tenant: tenant, algorithm: .es256, sealedPrivateKey: [1], publicJWK: "{}", createdAt: now,
            signsFrom: now)
        try tables.signingKeys.insert(key)
        try tables.signingKeys.update(key)
        _ = try tables.signingKeys.list(in: tenant)
        for column in SealedSecretRows.Column.allCases {
            _ = try tables.sealedSecrets.page(column, after: nil, limit: 5)
        }
        _ = try tables.sealedSecrets.replace(.signingKey("k", tenant: tenant, sealed: [1]), with: [2])
        _ = try tables.sealedSecrets.replace(.authenticator(Sample.id("none"), sealed: [1]), with: [2])
        _ = try tables.sealedSecrets.replace(.pendingSignIn(handleHash: [1], sealed: [1]), with: [2])
        _ = try tables.signingKeys.delete("k", in: tenant)
    }

    private static func sessions(_ tables: Tables) throws {
        let session = Sample.session
        _ = try tables.sessions.find(secretHash: session.secretHash)
        _ = try tables.sessions.find(session.id, in: tenant)
        _ = try tables.sessions.list(ada, liveAt: now)
        try tables.sessions.touch(session.id, at: now)
        try tables.sessions.raise(
            session.id, proofs: [], usedRememberedBrowser: false, secretHash: [7], expiresAt: session.expiresAt,
            by: Sample.gate)
        _ = try tables.sessions.end(session.id, in: tenant, at: now, reason: .signedOut)
        try tables.sessions.endAll(ada, at: now, reason: .signedOut)
        try tables.sessions.endAll(in: tenant, at: now, reason: .signedOut)
        let pending = Sample.pending("p")
        try tables.pendingSignIns.insert(pending)
        _ = try tables.pendingSignIns.find(handleHash: pending.handleHash)
        _ = try tables.pendingSignIns.update(pending)
        _ = try tables.pendingSignIns.delete(handleHash: pending.handleHash)
    }

    private static func codesAndTokens(_ tables: Tables) throws {
        try tables.authorizationCodes.insert(Sample.code, by: Sample.gate)
        _ = try tables.authorizationCodes.find(Sample.code.hash)
        _ = try tables.authorizationCodes.spend(Sample.code.hash, at: now)
        _ = try tables.deviceCodes.insert(Sample.deviceCode)
        _ = try tables.deviceCodes.find(Sample.deviceCode.hash)
        _ = try tables.deviceCodes.find(userCode: Sample.deviceCode.userCodeHash)
        _ = try tables.deviceCodes.poll(Sample.deviceCode.hash, at: now)
        _ = try tables.deviceCodes.poll(Sample.deviceCode.hash, at: now)
        _ = try tables.deviceCodes.approve(
            Sample.deviceCode.hash, session: Sample.session.id, proofs: [], usedRememberedBrowser: false, at: now,
            by: Sample.gate)
        _ = try tables.deviceCodes.deny(Sample.deviceCode.hash, user: ada)
        _ = try tables.deviceCodes.spend(Sample.deviceCode.hash, at: now)
        let family = Sample.family
        try tables.refreshFamilies.insert(family, by: Sample.gate)
        _ = try tables.refreshFamilies.find(family.id)
        try tables.refreshFamilies.revoke(family.id, at: now)
        try tables.refreshFamilies.revokeAll(ada, provenBy: .temporaryAccessPass, at: now)
        try tables.refreshFamilies.revokeAll(ada, at: now)
        try tables.refreshFamilies.revokeAll(ada, application: family.application, at: now)
        try tables.refreshFamilies.revokeAll(session: family.session, at: now)
        try tables.refreshFamilies.revokeAll(in: tenant, at: now)
        try tables.refreshTokens.insert(Sample.refreshToken("r"), by: Sample.gate)
        _ = try tables.refreshTokens.find([1])
        _ = try tables.refreshTokens.spend([1], at: now)
    }

    private static func logouts(_ tables: Tables) throws {
        let delivery = LogoutDelivery(
            id: Sample.id("delivery"), tenant: tenant, application: Sample.portal.id, session: Sample.session.id,
            user: ada, uri: "https://portal.example/out", nextTryAt: now, createdAt: now)
        try tables.logoutDeliveries.insert(delivery)
        _ = try tables.logoutDeliveries.find(delivery.id)
        _ = try tables.logoutDeliveries.isAnyDue(at: now)
        let claimed = try tables.logoutDeliveries.claim(at: now, until: now, limit: 5)
        for delivery in claimed { _ = try tables.logoutDeliveries.settle(delivery) }
        _ = try tables.logoutDeliveries.tally(of: Sample.portal.id, since: now)
        _ = try tables.logoutDeliveries.waiting(for: Sample.portal.id, limit: 5)
        _ = try tables.refreshFamilies.participants(in: Sample.session.id)
        try tables.refreshFamilies.move(from: Sample.session.id, to: Sample.session.id)
    }

    private static func protection(_ tables: Tables) throws {
        let counter = LockoutCounter(tenant: tenant, subject: "s", kind: .familiar, lastFailureAt: now)
        try tables.lockouts.save(counter)
        _ = try tables.lockouts.find(in: tenant, subject: "s", kind: .familiar)
        _ = try tables.lockouts.list(in: tenant, subject: "s")
        try tables.lockouts.clear(in: tenant, subject: "s", kind: .familiar)
        try tables.lockouts.clear(in: tenant, subject: "s")
        try tables.familiarities.save(
            Familiarity(user: ada, tenant: tenant, kind: .place, key: "JP", firstSeenAt: now, lastSeenAt: now))
        _ = try tables.familiarities.find(ada, kind: .place, key: "JP")
        _ = try tables.familiarities.list(ada)
        try tables.familiarities.forgetRemembered(ada)
        try tables.familiarities.deleteAll(of: ada)
    }

    private static func logs(_ tables: Tables) throws {
        try tables.signIns.insert(Sample.signIn("s"))
        _ = try tables.signInAnswers.insert(Sample.signIn("s"), of: Sample.ada.id, wasOwn: true, at: now)
        _ = try tables.signIns.find(Sample.id("s"), in: tenant)
        let signInFilters = [
            SignInFilter(), SignInFilter(user: ada), SignInFilter(text: "a"),
            SignInFilter(application: Sample.portal.id), SignInFilter(status: .failure),
            SignInFilter(clientApp: "POP3"), SignInFilter(clientApp: "Browser"),
            SignInFilter(text: Sample.ada.id.rawValue), SignInFilter(legacyOnly: true), SignInFilter(errorCode: 50126),
            SignInFilter(from: now, to: now),
        ]
        for filter in signInFilters {
            _ = try tables.signIns.list(in: tenant, filter: filter, limit: 5)
            _ = try tables.signIns.list(in: tenant, filter: filter, after: "1:a", limit: 5)
        }
        _ = try tables.signIns.countsByDay(in: tenant, from: now, to: now)
        _ = try tables.signIns.numbers(in: tenant, from: now)
        _ = try tables.signIns.countsByApplication(in: tenant, from: now)
        _ = try tables.signIns.legacyAttempts(in: tenant, from: now)
        _ = try tables.signIns.topLegacy(in: tenant, from: now, limit: 3)
        try tables.audits.insert(Sample.audit("a", targets: [.init(kind: .user, id: "u", name: "")]))
        _ = try tables.audits.find(Sample.id("a"), in: tenant)
        let auditFilters = [
            AuditFilter(), AuditFilter(category: .policy), AuditFilter(actor: "a"), AuditFilter(activity: "a"),
            AuditFilter(alertsOnly: true), AuditFilter(target: "u"), AuditFilter(from: now, to: now),
        ]
        for filter in auditFilters {
            _ = try tables.audits.list(in: tenant, filter: filter, limit: 5)
            _ = try tables.audits.list(in: tenant, filter: filter, after: "1:a", limit: 5)
        }
    }
}
