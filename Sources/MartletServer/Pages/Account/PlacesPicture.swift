import MartletDirectory

/// Where sign-ins came from and when, as lanes with dots: the geometry of an SVG, from the same rows as the table below.
///
/// A lane is one place with one kind of device; a strange one stands out by being alone. Widths are percentages and
/// heights are pixels, so the drawing fills any width and its text never shrinks.
struct PlacesPicture {
    /// One sign-in.
    struct Dot {
        /// From the left edge of the lane, in percent.
        let x: String
        /// `good`, `warn` or `bad`: the CSS class.
        let tone: String
        /// What a pointer that rests on it reads.
        let title: String
    }

    /// The sign-ins from one place with one kind of device.
    struct Lane {
        /// What it is called.
        let label: String
        /// Pixels from the top to the baseline of the name.
        let labelY: Int
        /// Pixels from the top to the middle of the dots.
        let dotY: Int
        /// The sign-ins, in the order of the page.
        let dots: [Dot]
    }

    private static let laneHeight = 44
    private static let mostLanes = 6

    /// The lanes, that with the newest sign-in first.
    let lanes: [Lane]
    /// The height of the drawing in pixels.
    var height: Int { lanes.count * Self.laneHeight + 4 }
    /// Whether there is anything to compare.
    var isWorthIt: Bool { lanes.reduce(0) { $0 + $1.dots.count } > 1 }

    /// The picture of a page of sign-ins, newest first; places beyond the sixth are left to the table.
    init(_ signIns: [AccountSignIn], _ phrases: Phrases) {
        let times = signIns.map(\.at.milliseconds)
        let (first, last) = (times.min() ?? 0, times.max() ?? 0)
        var order: [String] = []
        var byLane: [String: [Dot]] = [:]
        for signIn in signIns {
            let label = [signIn.placeText, phrases.device(signIn.origin.userAgent)].joined(separator: " · ")
            if byLane[label] == nil { order.append(label) }
            let share = last == first ? 500 : (signIn.at.milliseconds - first) * 1000 / (last - first)
            // Two percent from each edge, so that no dot is cut.
            let x = 20 + share * 960 / 1000
            byLane[label, default: []].append(
                Dot(
                    x: "\(x / 10).\(x % 10)%", tone: signIn.tone,
                    title: "\(phrases.timeText(signIn.at)) · \(signIn.application)"))
        }
        lanes = order.prefix(Self.mostLanes).enumerated().map { index, label in
            let top = index * Self.laneHeight
            return Lane(label: label, labelY: top + 16, dotY: top + 32, dots: byLane[label] ?? [])
        }
    }

    /// The drawing as the template `account-places` takes it.
    var view: ViewValue {
        guard isWorthIt else { return .absent }
        return [
            "height": ViewValue(height),
            "lanes": ViewValue(
                lanes.map { lane -> ViewObject in
                    [
                        "label": .text(lane.label), "labelY": ViewValue(lane.labelY), "dotY": ViewValue(lane.dotY),
                        "dots": ViewValue(
                            lane.dots.map { ["x": .text($0.x), "tone": .text($0.tone), "title": .text($0.title)] }),
                    ]
                }),
        ]
    }
}
