import MartletActions
import MartletDirectory
import MartletPolicy
import MartletStore

/// A failure that the operator reads as one sentence; the exit code is 1.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String

    /// A failure with a sentence.
    init(_ sentence: String) { description = sentence }

    /// The sentence for what an action refused.
    init(_ error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let error as ActionError: description = Self.sentence(for: error)
        case StoreError.damaged(let what):
            description =
                "the database file is damaged (\(what)); keep a copy of it and restore your last backup, as "
                + "docs/operating/backup.md tells"
        case let error as ArchiveError: description = Self.sentence(for: error)
        case let error as BackupError: description = Self.sentence(for: error)
        case StoreError.newerSchema:
            description = "the database was made by a newer martlet; use that one instead"
        case let error as StoreError: description = "the database did not do its part: \(error)"
        default: description = "\(error)"
        }
    }

    private static func sentence(for error: ActionError) -> String {
        switch error {
        case .notFound(let what): "there is no such \(what)"
        case .conflict(.setUpClosed): "the organisation is set up already"
        case .conflict(.nameTaken): "the name is taken"
        case .conflict(.inUse): "something else rests on it"
        case .conflict(.conditionalAccessInUse): "a Conditional Access policy is enabled; disable it first"
        case .conflict: "it was changed or done meanwhile"
        case .invalid(let problems): problems.map { "\($0.field): \(words(for: $0.problem))" }.joined(separator: "; ")
        case .forbidden: "this is not permitted"
        case .lastAdministrator: "no usable Global Administrator would remain"
        case .ownAdministratorRole: "nobody removes the Global Administrator role from themselves"
        case .needsFreshSecondFactor: "a fresh second factor is needed"
        case .overloaded: "there is too much to do at this moment; try again"
        }
    }

    private static func words(for problem: FieldProblem.Problem) -> String {
        switch problem {
        case .missing: "is missing"
        case .malformed: "is not well formed"
        case .tooLong: "is too long"
        case .taken: "is taken"
        case .unknown: "is not known"
        case .notAllowed: "is not allowed here"
        case .mismatch: "does not match"
        case .password(.refused(let reason)): "is refused: \(words(for: reason))"
        case .password(.accepted): "is accepted"
        case .redirectURI(let uri): "`\(uri)` cannot be registered as a redirect URI"
        }
    }

    private static func words(for reason: PasswordVerdict.Reason) -> String {
        switch reason {
        case .tooShort: "it needs at least \(PasswordRule.shortest) characters"
        case .tooLong: "it may have at most \(PasswordRule.longest) characters"
        case .commonTerm: "it is built on a common word or pattern"
        case .organizationTerm: "it is built on a word of the organisation"
        case .containsName: "it contains a name"
        case .repetition: "it repeats or counts"
        }
    }
}
