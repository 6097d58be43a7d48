import MartletDirectory

extension Phrases {
    /// The message of `word` in the family `group`, or the word itself: a row of the log may be older or newer than
    /// the catalogue, and must show all the same.
    func word(_ word: String, of group: String) -> String {
        let key = "admin.\(group).\(word)"
        return has(key) ? self(key) : word
    }

    /// The sentence of a notice after a form, or nothing.
    func notice(_ notice: AdminNotice?) -> ViewValue {
        guard let notice else { return .absent }
        return ["text": .text(self("admin.notice.\(notice.rawValue)")), "isWarning": .flag(notice.isWarning)]
    }

    /// A list of problems beside a form; absent when there are none.
    func problems(_ words: [String], of group: String) -> ViewValue {
        guard !words.isEmpty else { return .absent }
        return ["items": ViewValue(texts: words.map { self("admin.\(group).\($0)") })]
    }

    /// A number with digit groups.
    func number(_ value: Int) -> ViewValue { .text(ChartNumber.grouped(value)) }

    /// A short day for the axis of a chart, in UTC: `21 Nov`, `11/21`.
    func axisDay(_ point: Timestamp) -> String {
        let parts = point.components
        return switch language {
        case .en: "\(parts.day) \(dayText(point).split(separator: " ")[1])"
        case .ja: "\(parts.month)/\(parts.day)"
        }
    }

    /// A point of time where there is one.
    func time(_ point: Timestamp?) -> ViewValue { ViewValue(point.map { time($0) }) }

    /// How far somebody is with registration, for the badge.
    func registration(_ state: RegistrationState) -> ViewObject {
        var view: ViewObject = [
            "word": .text(state.word), "label": .text(self("admin.registration.\(state.word)")), "detail": .absent,
            "deadline": .absent,
        ]
        if case .inGrace(let days, let deadline) = state {
            view["detail"] = .text(count("admin.registration.daysLeft", days))
            view["deadline"] = .object(day(deadline))
        }
        return view
    }

    /// A person for lists: the name, the sign-in name and the letter that stands for a picture.
    func person(_ id: ID<User>, displayName: String, userPrincipalName: String) -> ViewObject {
        [
            "id": .text(id.rawValue), "name": .text(displayName), "userPrincipalName": .text(userPrincipalName),
            "initial": .text(displayName.prefix(1).uppercased()),
        ]
    }
}

extension ViewValue {
    /// The text, or nothing if it is empty: to a template an empty text is still a text.
    init(nonEmpty text: String) { self = text.isEmpty ? .absent : .text(text) }
}
