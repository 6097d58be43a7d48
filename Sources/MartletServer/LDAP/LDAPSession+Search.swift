import MartletActions
import MartletDirectory

extension LDAPSession {
    /// The most entries of one answer, or of one page.
    static let mostEntries = 1000
    /// The most entries that one search looks at.
    static let mostSeen = 50_000
    /// The longest time for one answer.
    static let longestSearch = Duration.seconds(15)
    /// The most searches that can be gone on with at a time.
    static let mostPages = 4

    /// Answers a search: sends the entries, and returns the last word.
    func search(_ search: LDAPSearch, of request: LDAPRequest) async throws -> LDAPAnswer {
        var answer = LDAPAnswer(id: request.id, kind: .search, code: .success)
        if search.base.isEmpty, search.scope == .base {
            try await describeServer(search, id: request.id, &answer)
            return answer
        }
        guard isSecure else {
            answer.code = .confidentialityRequired
            return answer
        }
        guard let binding else {
            answer.code = .insufficientAccessRights
            return answer
        }
        let control = request.controls.first { $0.name == LDAPName.pagedResults }
        let wish: PageWish?
        do {
            wish = try control.map { try PageWish($0.value) }
        } catch {
            answer.code = .protocolError
            return answer
        }
        if wish != nil { answer.cookie = [] }
        do {
            guard var paged = try await begin(search, wish: wish, by: binding, &answer) else { return answer }
            try await run(&paged, wish: wish, by: binding, &answer)
        } catch let error as SendFailure {
            throw error.cause
        } catch {
            answer.code = failure(error)
        }
        return answer
    }

    /// The search to run; `nil` where `answer` says why not.
    private func begin(
        _ search: LDAPSearch, wish: PageWish?, by binding: DirectoryBinding, _ answer: inout LDAPAnswer
    ) async throws -> PagedSearch? {
        if let wish, !wish.cookie.isEmpty {
            guard let place = pages.firstIndex(where: { $0.cookie == wish.cookie && $0.search.search == search }) else {
                // RFC 2696 section 3: a cookie that is not this connection's, or not this search's.
                answer.code = .unwillingToPerform
                return nil
            }
            let paged = pages.remove(at: place).search
            return wish.size == 0 ? nil : paged
        }
        guard let base = EntryName(search.base) else {
            answer.code = .invalidDNSyntax
            return nil
        }
        guard let tree = try await tree(of: binding), let walk = DirectoryWalk(search, base: base, in: tree) else {
            answer.code = .noSuchObject
            return nil
        }
        return PagedSearch(search, walk: walk)
    }

    private func run(
        _ paged: inout PagedSearch, wish: PageWish?, by binding: DirectoryBinding, _ answer: inout LDAPAnswer
    ) async throws {
        guard let tree = try await tree(of: binding) else {
            answer.code = revoked()
            return
        }
        let search = paged.search
        let limit = min(wish.map(\.size) ?? Self.mostEntries, Self.mostEntries)
        let longest = search.timeLimit == 0 ? Self.longestSearch : min(.seconds(search.timeLimit), Self.longestSearch)
        let end = ContinuousClock.now + longest
        var sent = 0
        var found: ArraySlice<LDAPEntry> = []
        while true {
            while let entry = found.first {
                if search.sizeLimit > 0, paged.sent >= search.sizeLimit {
                    answer.code = .sizeLimitExceeded
                    return
                }
                if sent >= limit {
                    guard wish != nil else {
                        answer.code = .sizeLimitExceeded
                        return
                    }
                    paged.seen -= found.count
                    paged.walk.putBack(found, in: tree)
                    answer.cookie = keep(paged)
                    return
                }
                found.removeFirst()
                try await send(entry, search, id: answer.id)
                sent += 1
                paged.sent += 1
            }
            guard !paged.walk.isAtEnd else { return }
            guard ContinuousClock.now < end else {
                answer.code = .timeLimitExceeded
                return
            }
            guard paged.seen < Self.mostSeen else {
                answer.code = .adminLimitExceeded
                return
            }
            let isForOneEntry = paged.walk.isForOneEntry && search.scope == .base
            guard let batch = try await next(&paged.walk, in: tree, for: search, by: binding) else {
                answer.code = revoked()
                return
            }
            if isForOneEntry, batch.isEmpty, paged.walk.isAtEnd { answer.code = .noSuchObject }
            paged.seen += batch.count
            found = batch.filter { $0.matches(search.filter) }[...]
        }
    }

    /// The next entries of a way; `nil` when the bind is worth nothing any more.
    private func next(
        _ walk: inout DirectoryWalk, in tree: DirectoryTree, for search: LDAPSearch, by binding: DirectoryBinding
    ) async throws -> [LDAPEntry]? {
        let memberships: Set = ["member", "memberof"]
        let wanted = search.attributes.isEmpty || search.attributes.contains("*")
        let withMemberships =
            wanted || !memberships.isDisjoint(with: search.attributes)
            || !memberships.isDisjoint(with: search.filter.attributes)
        return try await next(&walk, in: tree, withMemberships: withMemberships, by: binding)
    }

    private func next(
        _ walk: inout DirectoryWalk, in tree: DirectoryTree, withMemberships: Bool, by binding: DirectoryBinding
    ) async throws -> [LDAPEntry]? {
        guard let stage = walk.popFirst() else { return [] }
        let browse = BrowseDirectory(tools)
        switch stage {
        case .entry(let entry):
            // What belongs to nobody in particular is shown to somebody all the same, and to nobody else.
            return try await IdentifyBinding(tools)(binding) == nil ? nil : [entry]
        case .read(let aim):
            guard let batch = try await browse(aim, withMemberships: withMemberships, by: binding) else { return nil }
            walk.goOn(with: batch.next.map { .read($0) })
            return batch.people.map(tree.entry(of:)) + batch.groups.map(tree.entry(of:))
        }
    }

    /// Whether an entry has a value (RFC 4511 section 4.10).
    func compare(_ entry: String, _ attribute: String, _ value: [UInt8]) async -> LDAPResultCode {
        guard isSecure else { return .confidentialityRequired }
        guard let binding else { return .insufficientAccessRights }
        guard let name = EntryName(entry) else { return .invalidDNSyntax }
        do {
            guard let tree = try await tree(of: binding), var walk = DirectoryWalk(to: name, in: tree) else {
                return .noSuchObject
            }
            guard let found = try await next(&walk, in: tree, withMemberships: true, by: binding) else {
                return revoked()
            }
            guard let entry = found.first else { return .noSuchObject }
            return switch entry.has(attribute, value) {
            case true?: .compareTrue
            case false?: .compareFalse
            case nil: .noSuchAttribute
            }
        } catch {
            return failure(error)
        }
    }

    private func tree(of binding: DirectoryBinding) async throws -> DirectoryTree? {
        try await BrowseDirectory(tools).domain(of: binding).map(DirectoryTree.init(domain:))
    }

    private func keep(_ paged: PagedSearch) -> [UInt8] {
        let cookie = tools.ambient.randomBytes(16)
        if pages.count >= Self.mostPages { pages.removeFirst() }
        pages.append((cookie, paged))
        return cookie
    }

    /// What the server is, for whoever asks (RFC 4512 section 5.1).
    private func describeServer(_ search: LDAPSearch, id: Int, _ answer: inout LDAPAnswer) async throws {
        do {
            let domain = try await BrowseDirectory(tools).onlyDomain()
            let contexts = domain.map { [DirectoryTree(domain: $0).root.text] } ?? []
            let entry = LDAPEntry(
                name: EntryName([]),
                attributes: contexts.map { .init("namingContexts", [$0], isOperational: true) } + [
                    .init("objectClass", ["top"]),
                    .init("supportedLDAPVersion", ["3"], isOperational: true),
                    .init("supportedExtension", [LDAPName.startTLS, LDAPName.whoAmI], isOperational: true),
                    .init("supportedControl", [LDAPName.pagedResults], isOperational: true),
                    .init("vendorName", ["Martlet"], isOperational: true),
                ])
            if entry.matches(search.filter) { try await send(entry, search, id: id) }
        } catch let error as SendFailure {
            throw error.cause
        } catch {
            answer.code = failure(error)
        }
    }

    private func send(_ entry: LDAPEntry, _ search: LDAPSearch, id: Int) async throws {
        let attributes = entry.selected(search.attributes).map { attribute in
            (name: attribute.name, values: search.typesOnly ? [] : attribute.values)
        }
        do {
            try await send(LDAPWriting.entry(id, name: entry.name.text, attributes: attributes))
        } catch {
            throw SendFailure(cause: error)
        }
    }
}

/// The client is gone, which is another matter than a store that does not answer.
private struct SendFailure: Error {
    let cause: any Error
}
