import MartletDirectory

/// How long each thing that Martlet issues lives.
package enum Lifetimes {
    /// A sign-in flow and its registration step (N-C03, MR-3).
    package static let flow: Duration = .minutes(15)
    /// An authorization code (A151).
    package static let authorizationCode: Duration = .seconds(60)
    /// A device code, and the code that a person types for it: short, since somebody may have been talked into it (A191).
    package static let deviceCode: Duration = .minutes(15)
    /// An access token; policy changes bite apps within it (SL-8).
    package static let accessToken: Duration = .hours(1)
    /// An ID token.
    package static let idToken: Duration = .hours(1)
    /// A refresh token that is not used.
    package static let refreshTokenIdle: Duration = .days(30)
    /// A family of refresh tokens however often it is used (A164; SL-1's rolling 90 days).
    package static let refreshFamily: Duration = .days(90)
    /// A session of a browser that was not asked to remember: until it closes, and never longer (N-N22).
    package static let session: Duration = .hours(12)
    /// A session that was asked to be kept.
    package static let persistentSession: Duration = .days(90)
    /// How long a session may rest unused before its holder signs in again, where it is not kept.
    package static let sessionIdle: Duration = .hours(4)
    /// How long a second factor counts at a management surface (N-N22: the stricter figure for administrators).
    package static let managementProof: Duration = .hours(12)
    /// How long a session may rest unused before a management surface asks again.
    package static let managementIdle: Duration = .minutes(30)
    /// How long a remembered browser carries the second factor of an ordinary user (SL-1, SL-3).
    package static let rememberedBrowser: Duration = .days(90)
    /// How fresh a second factor must be for the gravest changes (MR-4).
    package static let freshSecondFactor: Duration = .minutes(5)
}
