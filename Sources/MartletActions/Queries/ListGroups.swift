import MartletDirectory
import MartletPolicy
import MartletStore

/// Lists groups, with search and paging.
package struct ListGroups: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// One group in the list.
    package struct Line: Sendable {
        /// The group.
        package let group: Group
        /// How many members it has.
        package let memberCount: Int
        /// The roles it hands to them.
        package let roles: [DirectoryRole]
    }

    /// A page of groups by name.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    package func callAsFunction(
        matching text: String? = nil, after: String? = nil, limit: Int = 50, by caller: Caller
    ) async throws -> Page<Line> {
        let wanted = text.flatMap { $0.isEmpty ? nil : $0 }
        return try await tools.store.read { tables in
            try tables.permit(caller, to: .readDirectory)
            let page = try tables.groups.list(in: caller.tenant, matching: wanted, after: after, limit: limit)
            let lines = try page.items.map { group in
                Line(
                    group: group, memberCount: try tables.groups.memberCount(group.id),
                    roles: group.isAssignableToRole
                        ? try tables.roleAssignments.list(group.id).compactMap { DirectoryRole.find($0.role) }
                        : [])
            }
            return Page(items: lines, next: page.next)
        }
    }
}
