/// One page of a list that is paged by key, newest or first name first.
package struct Page<Item: Sendable>: Sendable {
    /// The items of this page.
    package var items: [Item]
    /// Where the next page begins, or `nil` if this is the last.
    package var next: String?
    /// Back to when the log was looked through for what is rare, if that is not its beginning and the page is not full.
    package var lookedBackTo: Timestamp?

    /// A page of `items`.
    package init(items: [Item], next: String?, lookedBackTo: Timestamp? = nil) {
        self.items = items
        self.next = next
        self.lookedBackTo = lookedBackTo
    }
}
