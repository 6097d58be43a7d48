import MartletDirectory
import MartletPolicy

/// A failure that the caller of an action can do something about. A refused sign-in is not one: that is a decision.
package enum ActionError: Error, Sendable, Equatable {
    /// What was asked for does not exist in this tenant.
    case notFound(String)
    /// It clashes with what exists: a taken name, a newer version, something already done.
    case conflict(Conflict)
    /// What was given breaks a rule; every problem is named.
    case invalid([FieldProblem])
    /// The caller may not do this; the decision says what is missing.
    case forbidden(PermissionDecision)
    /// It would leave the organisation without a usable Global Administrator (promise 7).
    case lastAdministrator
    /// Nobody removes the Global Administrator role from themselves (SD-71).
    case ownAdministratorRole
    /// A second factor is wanted, proven within the last five minutes.
    case needsFreshSecondFactor
    /// Too much at once; try again after so many seconds.
    case overloaded(retryAfterSeconds: Int)

    /// What clashed.
    package enum Conflict: String, Sendable, Equatable {
        case nameTaken, changedMeanwhile, alreadyDone, setUpClosed, conditionalAccessInUse
        /// A first-party app is what programs in the world take it for; it can be switched off and nothing else.
        case firstParty
        /// Something else rests on it.
        case inUse
    }
}

/// One thing that is wrong with one field of a form or a command.
package struct FieldProblem: Sendable, Equatable {
    /// The field's name in the form.
    package var field: String
    /// What is wrong, as a stable word that a door puts into the person's language.
    package var problem: Problem

    /// The kinds of problem.
    package enum Problem: Sendable, Equatable {
        case missing, malformed, tooLong, taken, unknown, notAllowed, mismatch
        case password(PasswordVerdict)
        case redirectURI(String)
    }

    /// A problem with `field`.
    package init(_ field: String, _ problem: Problem) {
        self.field = field
        self.problem = problem
    }
}
