import Foundation
import MartletDirectory
import MartletPolicy

/// The sign-ins of a page by country, on a map of tiles and in a list that says the same in words.
///
/// Attempts are counted rather than rows, since an attempt may have several. Whoever got in is a full disc, whoever did
/// not is a ring with a cross: colour is not all that tells them apart. Widths are percentages and everything else is
/// pixels, so that discs and letters are as large on a phone.
struct PlacesMap {
    /// Where attempts came from.
    enum Place: Hashable {
        /// A country, as two letters.
        case country(String)
        /// An address of the organisation's own network, or of the machine itself.
        case ownNetwork
        /// An address of which no country is known.
        case unknown

        /// Whether it has a tile on the map, or would have one.
        var isCountry: Bool { if case .country = self { true } else { false } }
    }

    /// The attempts from one place.
    struct Count: Equatable {
        /// How many got in.
        var inside = 0
        /// How many did not.
        var outside = 0
    }

    private static let rowHeight = 16
    private static let margin = 14
    private static let tenthsOfColumn = 1000 / WorldTiles.columns

    /// The places, that with the most attempts first.
    let places: [(place: Place, count: Count)]

    /// Whether a country is known, which there is a map for.
    var isWorthIt: Bool { places.contains { $0.place.isCountry } }

    /// The map of a page of sign-ins.
    init(_ signIns: [AccountSignIn]) {
        var attempts: [String: (place: Place, isInside: Bool)] = [:]
        for (index, signIn) in signIns.enumerated() {
            let attempt = signIn.attempt ?? "\(index)"
            let isInside = signIn.status == .success || attempts[attempt]?.isInside == true
            attempts[attempt] = (attempts[attempt]?.place ?? Self.place(of: signIn.origin), isInside)
        }
        var counts: [Place: Count] = [:]
        for attempt in attempts.values {
            if attempt.isInside {
                counts[attempt.place, default: Count()].inside += 1
            } else {
                counts[attempt.place, default: Count()].outside += 1
            }
        }
        places = counts.map { ($0.key, $0.value) }.sorted { one, other in
            let (most, least) = (one.1.inside + one.1.outside, other.1.inside + other.1.outside)
            return most == least ? Self.order(one.0) < Self.order(other.0) : most > least
        }
    }

    private static func place(of origin: Origin) -> Place {
        if let country = origin.country { return .country(country) }
        switch NetworkAddress(parsing: origin.address)?.reach {
        case .loopback, .privateNetwork, .link: return .ownNetwork
        default: return .unknown
        }
    }

    private static func order(_ place: Place) -> String {
        switch place {
        case .country(let code): code
        case .ownNetwork: "~1"
        case .unknown: "~2"
        }
    }

    /// The drawing and the list as the template `account-map` takes them.
    func view(_ phrases: Phrases) -> ViewValue {
        guard isWorthIt else { return .absent }
        let seen = Set(places.map(\.place))
        let tiles = WorldTiles.byCountry.sorted { $0.key < $1.key }
        return [
            "height": ViewValue(WorldTiles.rows * Self.rowHeight + Self.margin),
            "tiles": ViewValue(
                tiles.map { code, tile -> ViewObject in
                    [
                        "x": .text(Self.percent(tile.column * Self.tenthsOfColumn)),
                        "y": ViewValue(tile.row * Self.rowHeight), "isSeen": .flag(seen.contains(.country(code))),
                    ]
                }),
            "marks": ViewValue(
                places.compactMap { place, count in
                    guard case .country(let code) = place, let tile = WorldTiles.byCountry[code] else { return nil }
                    return Self.mark(code, tile, count, name: Self.name(place, phrases))
                }),
            "places": ViewValue(
                places.map { place, count -> ViewObject in
                    [
                        "name": .text(Self.name(place, phrases)), "isCountry": .flag(place.isCountry),
                        "inside": count.inside == 0 ? .absent : ViewValue(count.inside),
                        "outside": count.outside == 0 ? .absent : ViewValue(count.outside),
                    ]
                }),
        ]
    }

    private static func mark(_ code: String, _ tile: WorldTiles.Tile, _ count: Count, name: String) -> ViewObject {
        let (inside, outside) = (radius(count.inside), radius(count.outside))
        // Both stand beside each other, about the middle of the tile.
        let isBoth = inside > 0 && outside > 0
        var mark: ViewObject = [
            "x": .text(percent(tile.column * tenthsOfColumn + tenthsOfColumn / 2)),
            "y": ViewValue(tile.row * rowHeight + rowHeight / 2 - 1), "code": .text(code), "name": .text(name),
            "labelY": ViewValue(max(inside, outside) + 11),
        ]
        if inside > 0 { mark["inside"] = ["cx": ViewValue(isBoth ? -inside : 0), "r": ViewValue(inside)] }
        if outside > 0 {
            let arm = outside / 2
            mark["outside"] = [
                "cx": ViewValue(isBoth ? outside : 0), "r": ViewValue(outside),
                "cross": .text("M-\(arm)-\(arm)L\(arm) \(arm)M-\(arm) \(arm)L\(arm)-\(arm)"),
            ]
        }
        return mark
    }

    /// From 5 pixels for one attempt to 12 for many: the area grows with the count.
    static func radius(_ count: Int) -> Int {
        guard count > 0 else { return 0 }
        return min(12, 4 + Int((Double(count) * 2).squareRoot()))
    }

    private static func percent(_ tenths: Int) -> String { "\(tenths / 10).\(tenths % 10)%" }

    private static func name(_ place: Place, _ phrases: Phrases) -> String {
        switch place {
        case .country(let code):
            Locale(identifier: phrases.language.rawValue).localizedString(forRegionCode: code) ?? code
        case .ownNetwork: phrases("account.map.own")
        case .unknown: phrases("account.map.unknown")
        }
    }
}
