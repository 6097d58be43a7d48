import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

extension Tables {
    /// Notes browser, network and place of a full sign-in (SL-6, SD-38).
    func rememberSignIn(of user: User, browser: BrowserState, at: Timestamp) throws {
        try rememberBrowser(browser, of: user, mfaUntil: nil, at: at)
        try rememberPlace(browser, of: user, at: at)
    }

    /// Notes the browser; `mfaUntil` is until when it carries the second factor, where the person asked for that.
    func rememberBrowser(_ browser: BrowserState, of user: User, mfaUntil: Timestamp?, at: Timestamp) throws {
        let key = Hexadecimal.text(of: browser.browser.digest)
        var known =
            try familiarities.find(user.id, kind: .browser, key: key)
            ?? Familiarity(
                user: user.id, tenant: user.tenant, kind: .browser, key: key, firstSeenAt: at, lastSeenAt: at)
        known.lastSeenAt = at
        if let mfaUntil { known.remembersMFAUntil = mfaUntil }
        try familiarities.save(known)
    }

    /// Notes the network and the place.
    func rememberPlace(_ browser: BrowserState, of user: User, at: Timestamp) throws {
        let origin = browser.origin
        let keys: [(Familiarity.Kind, String)] = [
            (.network, PlaceKey.network(of: origin.address)),
            (.place, PlaceKey.place(of: origin.address, country: origin.country)),
        ]
        for (kind, key) in keys {
            try familiarities.save(
                Familiarity(user: user.id, tenant: user.tenant, kind: kind, key: key, firstSeenAt: at, lastSeenAt: at))
        }
    }

    /// Notes that a door of a password alone let the user in from a place, at most once an hour: programs come every
    /// minute.
    func rememberRegular(_ user: User, at place: String, now: Timestamp) throws {
        let known = try familiarities.find(user.id, kind: .box, key: place)
        if let known, known.lastSeenAt + .hours(1) > now, known.lastSeenAt <= now { return }
        try familiarities.save(
            Familiarity(
                user: user.id, tenant: user.tenant, kind: .box, key: place, firstSeenAt: now, lastSeenAt: now))
    }

    /// Whether a door of a password alone let the user in from a place within 30 days.
    func isRegular(_ user: ID<User>, at place: String, now: Timestamp) throws -> Bool {
        NameBudget.isRegular(try familiarities.find(user, kind: .box, key: place), at: now)
    }
}
