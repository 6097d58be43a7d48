import MartletDirectory

/// Makes a page of those who are shown out of all who are looked at, without looking at everybody.
struct UserWalk {
    /// One user who is looked at.
    struct Step {
        let user: User
        /// The place behind the user.
        let place: String
        let isShown: Bool

        init(_ user: User, at place: String, isShown: Bool) {
            self.user = user
            self.place = place
            self.isShown = isShown
        }
    }

    /// The most users who are looked at in one go.
    static let stride = 251

    private let limit: Int
    private let lookedAt: Int

    /// A walk for a page of `limit` users, which stops after `lookedAt` of them.
    init(limit: Int, lookedAt: Int) {
        self.limit = limit
        self.lookedAt = lookedAt
    }

    /// The page after a place; `steps` answers with the next users behind one, at most so many.
    func page(after cursor: String?, _ steps: (String?, Int) throws -> [Step]) throws -> Page<User> {
        var place = cursor
        var shown: [User] = []
        var looked = 0
        var count = min(limit + 1, Self.stride)
        while true {
            let next = try steps(place, count)
            for step in next {
                if step.isShown {
                    if shown.count == limit { return Page(items: shown, next: place) }
                    shown.append(step.user)
                }
                place = step.place
            }
            looked += next.count
            if next.count < count { return Page(items: shown, next: nil) }
            if looked >= lookedAt { return Page(items: shown, next: place) }
            count = Self.stride
        }
    }
}
