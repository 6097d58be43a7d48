import MartletActions
import MartletDirectory
import MartletPolicy

/// Machines that sign in with what can be copied: accounts whose password is in a program, and apps with a secret.
package struct WorkloadsPage: Sendable {
    /// Both lists.
    package let report: ListWorkloadCredentials.Report

    /// The page of a report.
    package init(report: ListWorkloadCredentials.Report) {
        self.report = report
    }
}

extension WorkloadsPage: Page {
    package static var template: String { "admin-legacy-workloads" }
    package static var section: String { "adminLegacy" }
    package var titleKey: String { "legacy.workloads.title" }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "accounts": report.accounts.isEmpty
                ? .absent : ["items": ViewValue(report.accounts.map { account($0, phrases) })],
            "secrets": report.secrets.isEmpty
                ? .absent : ["items": ViewValue(report.secrets.map { secret($0, phrases) })],
            "better": report.better.isEmpty
                ? .absent : ["items": ViewValue(report.better.map { better($0, phrases) })],
            "isComplete": .flag(report.isComplete), "remedy": .object(phrases.remedy(.passwordGrant)),
        ]
    }

    private func account(_ account: ListWorkloadCredentials.Account, _ phrases: Phrases) -> ViewObject {
        [
            "entry": .text(account.entry.rawValue), "user": .text(account.user.rawValue),
            "name": .text(account.userPrincipalName), "app": .text(phrases.application(account.applicationName)),
            "first": .object(phrases.day(account.firstAt)), "last": .object(phrases.time(account.lastAt)),
            "isLetIn": .flag(account.isLetIn), "isMarked": .flag(account.isMarked),
            "client": .text(phrases.client(account.clientApp)), "way": .object(phrases.remedy(account.remedy)),
        ]
    }

    private func better(_ better: ListWorkloadCredentials.Better, _ phrases: Phrases) -> ViewObject {
        [
            "app": .text(better.application.rawValue), "name": .text(better.applicationName),
            "kind": .text(phrases("legacy.workloads.kind.\(better.kind.rawValue)")),
            "credential": .text(better.name.isEmpty ? phrases("legacy.workloads.registeredKeys") : better.name),
            // Of a key set, and by an authority, any of many keys: the one that was used last.
            "key": ViewValue(better.isNameless && !better.credential.isEmpty ? better.credential : nil),
            "issuer": ViewValue(better.issuer), "last": phrases.time(better.lastUsedAt),
            "expires": ViewValue(better.expiresAt.map(phrases.day)),
            "isExpired": .flag(better.expiresAt.map { $0 <= phrases.now } ?? false),
        ]
    }

    private func secret(_ secret: ListWorkloadCredentials.Secret, _ phrases: Phrases) -> ViewObject {
        let age = Int((phrases.now - secret.createdAt).inSeconds / 86_400)
        return [
            "app": .text(secret.application.rawValue), "name": .text(secret.applicationName),
            "hint": .text(secret.hint), "age": .text(phrases.count("legacy.workloads.age", max(0, age))),
            "isOld": .flag(age >= 365), "last": phrases.time(secret.lastUsedAt),
            "expires": ViewValue(secret.expiresAt.map(phrases.day)),
            "isExpired": .flag(secret.expiresAt.map { $0 <= phrases.now } ?? false),
            "hasBetter": .flag(secret.hasBetter),
        ]
    }
}
