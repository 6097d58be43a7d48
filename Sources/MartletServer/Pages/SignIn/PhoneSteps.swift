import MartletActions

/// The registration of a phone, as pages show it: the way to the app, and then the number to type there.
package struct PhoneSteps: Sendable {
    /// How far it has come.
    package enum Stage: Sendable, Equatable {
        /// The code waits for a phone.
        case waiting
        /// A phone of this name has come; this is the number to type there.
        case joined(name: String, number: Int)
        /// The phone has answered with the number.
        case proven(name: String)
        /// It has answered something else too often.
        case failed
        /// The time is over.
        case over
    }

    /// How far it has come.
    package var stage: Stage
    /// The link as a picture.
    package var drawing: TrustedSVG
    /// The link that the phone opens.
    package var link: String
    /// The code, to be typed where no camera is.
    package var code: String

    /// Steps with every field given.
    package init(stage: Stage, drawing: TrustedSVG, link: String, code: String) {
        self.stage = stage
        self.drawing = drawing
        self.link = link
        self.code = code
    }

    /// The steps of an offer; `nil` where its picture cannot be drawn.
    package init?(_ offer: PhoneOffer) {
        guard let drawing = TrustedSVG(offer.qrCode) else { return nil }
        let stage: Stage =
            switch offer.state {
            case .waiting: .waiting
            case .joined: .joined(name: offer.name, number: offer.number ?? 0)
            case .proven: .proven(name: offer.name)
            case .failed: .failed
            case .over: .over
            }
        self.init(stage: stage, drawing: drawing, link: offer.link, code: offer.code)
    }

    /// The view under the name `phone`.
    func view(_ phrases: Phrases) -> ViewValue {
        var values: ViewObject = [
            "drawing": .drawing(drawing), "link": .text(link), "code": .text(code), "waiting": .flag(stage == .waiting),
            "app": .text(link.split(separator: "#").first.map(String.init) ?? ""), "number": .absent, "name": .absent,
            "proven": .absent, "problem": .absent,
        ]
        switch stage {
        case .waiting: values["state"] = "waiting"
        case .joined(let name, let number):
            values["state"] = "joined"
            values["number"] = ViewValue(number)
            values["name"] = .text(name)
        case .proven(let name):
            values["state"] = "proven"
            values["proven"] = true
            values["name"] = .text(name)
        case .failed:
            values["state"] = "failed"
            values["problem"] = .text(phrases("phone.failed"))
        case .over:
            values["state"] = "over"
            values["problem"] = .text(phrases("phone.over"))
        }
        return .object(values)
    }
}
