/// One page of a list that is paged by key, newest or first name first.
package struct Page<Item: Sendable>: Sendable {
    /// The items of this page.
    package var items: [Item]
    /// Where the next page begins, or `nil` if this is the last.
    package var next: String?

    /// A page of `items`.
    package init(items: [Item], next: String?) {
        self.items = items
        self.next = next
    }
}
