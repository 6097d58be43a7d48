import MartletDirectory
import MartletPolicy

/// What would break if the security defaults were switched on today, by name.
///
/// Where they are on already it is what they broke, or would have: who had a right password and was refused.
package struct LegacyImpact: Sendable {
    /// One way by which somebody signed in.
    package struct Way: Sendable, Equatable {
        /// The line of the report.
        package let entry: ID<LegacyEntry>
        /// The kind of client, as the log names it.
        package let clientApp: String
        /// The app, or what the sign-in was for.
        package let applicationName: String
        /// When the password was right the last time.
        package let lastAt: Timestamp
        /// How the client is set up anew.
        package let remedy: LegacyRemedy
    }

    /// Somebody who signed in with a right password by a door that the defaults shut.
    package struct Person: Sendable, Equatable {
        package let id: ID<User>
        package let userPrincipalName: String
        package let displayName: String
        /// The ways, the one used last first.
        package let ways: [Way]
        /// Whether one of them let the person in within the time: it works now and will not.
        package let isLetIn: Bool
        /// Whether the account is one of directory synchronization that uses the password grant alone, where it is exempt
        /// (SD-46, SD-47): nothing breaks for it.
        package let isExempt: Bool
        /// Whether it is marked as a program's, or all that it does is the password grant: a service more likely than a
        /// person.
        package let isService: Bool
        /// When the last of them was.
        package let lastAt: Timestamp
    }

    /// An app that people reach by legacy authentication, or that may use the password grant.
    package struct App: Sendable, Equatable {
        /// The app; `nil` for a door without one.
        package let id: ID<Application>?
        package let name: String
        /// How many people.
        package let people: Int
        /// Whether it may use the password grant.
        package let allowsPasswordGrant: Bool
        /// When somebody came to it so the last time; `nil` if nobody did within the time.
        package let lastAt: Timestamp?
    }

    /// An account that has no second factor yet.
    package struct Bare: Sendable, Equatable {
        package let id: ID<User>
        package let userPrincipalName: String
        package let displayName: String
    }

    /// Whether the defaults are on.
    package let areDefaultsOn: Bool
    /// Since when the report was looked at.
    package let since: Timestamp
    /// Those who sign in by legacy authentication, the last one first.
    package let people: [Person]
    /// The apps that they reach, and those that may use the password grant.
    package let applications: [App]
    /// The first of those without a second factor: they will have to register (SD-12).
    package let withoutSecondFactor: [Bare]
    /// How many those are.
    package let withoutSecondFactorCount: Int
    /// Days that they would have for it.
    package let graceDays: Int
    /// Whether right passwords were counted on lines without a name: then there are more people than those named.
    package let hasNameless: Bool
    /// Whether everything was looked at; a report of tens of thousands of lines is not.
    package let isComplete: Bool

    /// Those whom it will stop, or has stopped where the defaults are on: not the exempt, nor who is refused by another
    /// rule already.
    package var stopped: [Person] { people.filter { !$0.isExempt && (areDefaultsOn || $0.isLetIn) } }
    /// The services among them.
    package var services: [Person] { stopped.filter(\.isService) }
    /// Those with a right password whom another rule refuses already: nothing changes for them.
    package var refusedAlready: [Person] { people.filter { !$0.isExempt && !areDefaultsOn && !$0.isLetIn } }
    /// The exempt among them.
    package var exempt: [Person] { people.filter(\.isExempt) }
}
