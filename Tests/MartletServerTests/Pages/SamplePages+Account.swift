import MartletDirectory

@testable import MartletServer

extension SamplePages {
    static let reviews = [Method.passkey, .push, .totp].map {
        Sample(
            "recovery-codes-after-\($0.name)",
            RecoveryCodesPage(action: "/x", codes: ["ABCD-EFGH-JKLM"], userName: "aiko", registered: $0))
    }

    static let groups = [
        Sample(
            "account-groups",
            AccountGroupsPage(
                groups: [
                    .init(name: "Harbour crew", text: "Everybody who works at the quay"),
                    .init(name: "Readers", text: ""),
                ],
                roles: [
                    HeldRole(
                        role: DirectoryRole.globalReader.id, assignment: ID("00000000-0000-4000-8000-0000000000c1"),
                        since: now - .days(9)),
                    HeldRole(
                        role: DirectoryRole.helpdeskAdministrator.id,
                        assignment: ID("00000000-0000-4000-8000-0000000000c2"), since: now - .days(2),
                        group: ID("00000000-0000-4000-8000-0000000000c3"), groupName: "Harbour crew"),
                ])),
        Sample("account-groups-empty", AccountGroupsPage(groups: [], roles: [])),
    ]
}
