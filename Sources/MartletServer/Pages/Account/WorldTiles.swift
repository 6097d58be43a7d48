/// A map of the world on which every country is one tile of the same size, about where it lies.
///
/// It is a drawing to find one's way by, not one of borders: neighbours are near each other, north is up, and small
/// islands are as large as continents, since a sign-in from there counts as much. What is known of a place is a country
/// and no more, so the map promises no more either.
enum WorldTiles {
    /// Where the tile of a country is, from the corner in the north-west.
    struct Tile: Equatable {
        /// 0…31, from west to east.
        let column: Int
        /// 0…17, from north to south.
        let row: Int
    }

    /// How many tiles are side by side.
    static let columns = 32
    /// How many tiles are one below another.
    static let rows = 18

    /// The tiles by the codes of ISO 3166-1, and `XK` as files of addresses have it. Islands without people, and
    /// Antarctica, have none.
    static let byCountry: [String: Tile] = {
        var tiles: [String: Tile] = [:]
        for (row, line) in drawing.split(separator: "\n").enumerated() {
            for (column, code) in line.split(separator: " ").enumerated() where code != ".." {
                tiles[String(code)] = Tile(column: column, row: row)
            }
        }
        return tiles
    }()

    /// The map as it is read: two letters a tile, and two dots where there is sea.
    private static let drawing = """
        .. .. .. .. .. .. .. .. .. GL .. .. IS .. .. .. SJ .. .. .. .. .. .. .. .. .. .. .. .. .. .. ..
        .. .. .. CA .. .. .. PM .. .. .. .. IM FO .. NO SE AX FI .. .. .. RU .. .. .. .. .. .. .. .. ..
        .. .. .. US .. .. .. .. BM .. .. .. IE GB .. DK .. EE LV .. .. .. .. .. .. .. .. .. .. .. .. ..
        .. .. .. .. .. .. .. .. .. .. .. .. GG BE NL DE PL LT BY .. .. .. .. .. MN .. KP .. .. .. .. ..
        .. .. MX .. .. .. BS TC .. .. .. .. JE FR LU CZ SK UA MD .. .. .. KZ .. CN .. KR JP .. .. .. ..
        .. .. GT BZ CU HT DO PR VG AI .. .. AD MC CH LI AT HU RO .. GE .. UZ KG .. .. .. .. .. .. .. ..
        .. .. SV HN KY JM .. VI SX MF .. PT ES SM IT SI HR RS BG TR AM AZ TM TJ .. MO HK TW .. .. .. ..
        .. .. .. NI .. .. .. KN BL AG .. .. GI VA MT BA ME XK MK LB SY IQ IR AF .. NP BT .. .. .. .. ..
        .. .. .. CR .. AW CW MS GP DM .. MA .. TN .. .. AL GR CY IL JO KW BH PK IN BD MM LA VN .. MP ..
        .. .. .. .. PA .. BQ VC LC MQ .. EH DZ .. LY .. .. EG .. PS SA QA AE .. .. .. TH KH .. PH GU ..
        .. .. .. .. .. CO VE TT GD BB CV MR ML NE .. TD .. SD ER .. YE OM .. MV LK .. MY BN .. PW .. MH
        .. .. .. .. EC .. GY SR GF .. SN GN BF BJ NG CF .. SS ET DJ .. .. .. .. .. .. SG .. .. .. FM KI
        .. .. .. .. PE .. BR .. .. .. GM SL CI TG CM CG CD UG KE SO .. .. .. .. .. .. ID TL PG SB NR TV
        .. .. .. .. .. BO PY .. .. .. GW LR GH ST GQ GA RW BI TZ .. SC .. IO .. .. CX .. .. .. .. WF TK
        .. .. .. .. CL AR UY .. .. .. SH .. .. .. .. AO ZM MW MZ KM YT .. .. .. CC .. .. AU .. VU TO WS
        .. .. .. .. .. .. .. .. .. .. .. .. .. .. .. NA BW ZW .. MG RE MU .. .. .. .. .. .. NC FJ NU AS
        .. .. .. .. .. .. FK .. .. .. .. .. .. .. .. .. ZA LS SZ .. .. .. .. .. .. .. .. .. NF .. CK PF
        .. .. .. .. .. .. .. GS .. .. .. .. .. .. .. .. .. .. .. .. .. .. .. .. .. .. .. .. .. NZ .. PN
        """
}
