/// The form for a new group.
package struct GroupNewPage: Sendable, Equatable {
    /// What is wrong with the form.
    package enum Problem: String, Sendable, CaseIterable { case nameMissing, nameTaken }

    /// The name that was typed before.
    package let displayName: String
    /// The description that was typed before.
    package let description: String
    /// Whether the viewer may make a group that roles can be given to.
    package let mayMakeAssignable: Bool
    /// What is wrong.
    package let problems: [Problem]

    /// A page with every field given.
    package init(
        displayName: String = "", description: String = "", mayMakeAssignable: Bool,
        problems: [Problem] = []
    ) {
        self.displayName = displayName
        self.description = description
        self.mayMakeAssignable = mayMakeAssignable
        self.problems = problems
    }
}
