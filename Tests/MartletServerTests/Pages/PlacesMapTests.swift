import Foundation
import MartletDirectory
import MartletTesting
import Testing

@testable import MartletServer

/// The sign-ins of a page by country, on tiles.
@Suite struct `Map of sign-ins` {
    private func signIn(
        _ country: String?, _ status: SignInRecord.Status = .success, address: String = "198.51.100.7",
        attempt: String? = nil
    ) -> AccountSignIn {
        AccountSignIn(
            at: SamplePages.now, application: "Wiki", origin: Origin(address: address, userAgent: "", country: country),
            status: status, errorCode: 0, reasons: [], wasMultiFactor: false, attempt: attempt)
    }

    @Test func `every country has one tile, and no tile two`() {
        #expect(WorldTiles.byCountry.count == 245)
        #expect(Set(WorldTiles.byCountry.values.map { "\($0.column) \($0.row)" }).count == 245)
        for (code, tile) in WorldTiles.byCountry {
            #expect(code.count == 2 && code.allSatisfy { $0.isASCII && $0.isUppercase }, "\(code)")
            #expect((0..<WorldTiles.columns).contains(tile.column) && (0..<WorldTiles.rows).contains(tile.row))
        }
        let known = Locale.Region.isoRegions.map(\.identifier).filter { $0.count == 2 }
        let empty: Set = ["AQ", "BV", "HM", "TF", "UM"]
        let missing = Set(known).subtracting(WorldTiles.byCountry.keys).subtracting(empty)
        // What is left are codes that are reserved for other things than countries.
        let reserved = "AC CP CQ DG EA IC TA EU EZ UN QO XA XB ZZ".split(separator: " ").map(String.init)
        #expect(missing.isSubset(of: reserved))
    }

    @Test(arguments: [
        ("JP", "KR"), ("US", "MX"), ("FR", "ES"), ("NO", "DK"), ("EG", "ZA"), ("AU", "NZ"), ("CA", "CL"),
    ])
    func `north is up`(north: String, south: String) throws {
        let (above, below) = (
            try #require(WorldTiles.byCountry[north]), try #require(WorldTiles.byCountry[south])
        )
        #expect(above.row <= below.row)
    }

    @Test func `an attempt counts once, as one that got in where any of its rows did`() throws {
        let map = PlacesMap([
            signIn("JP", .success, attempt: "a"), signIn("JP", .interrupted, attempt: "a"),
            signIn("JP", .failure, attempt: "b"), signIn("JP", .interrupted, attempt: "b"), signIn("DE", .failure),
            signIn("DE", .failure), signIn("DE", .failure),
        ])
        let places = map.places.map { ($0.place, $0.count) }
        #expect(places.map(\.0) == [.country("DE"), .country("JP")])
        #expect(places.map(\.1) == [.init(inside: 0, outside: 3), .init(inside: 1, outside: 1)])
    }

    @Test func `what has no country stands beside the map, and without any country there is no map`() {
        let beside = [
            signIn(nil, address: "10.1.2.3"), signIn(nil, address: "fd00::7"), signIn(nil, address: "198.51.100.7"),
        ]
        #expect(!PlacesMap(beside).isWorthIt && !PlacesMap([]).isWorthIt)
        let map = PlacesMap(beside + [signIn("JP"), signIn("ZZ")])
        #expect(map.isWorthIt)
        #expect(
            map.places.map(\.place) == [.ownNetwork, .country("JP"), .country("ZZ"), .unknown])
    }

    @Test func `discs grow with the count, and stay within bounds`() {
        let radii = [0, 1, 2, 10, 100, 1_000_000].map(PlacesMap.radius)
        #expect(radii == [0, 5, 6, 8, 12, 12])
    }
}
