import MartletDirectory

/// The people of Hoshizora Instruments, who make small telescopes. All of them are invented.
enum DemoCast {
    static let organization = "Hoshizora Instruments"
    static let domain = "hoshizora.example"

    /// The first administrator, who sets the organisation up.
    static let founder = DemoPerson(
        "mio.tanaka", "Mio", "Tanaka", shown: "田中 美桜", .registered, role: .globalAdministrator, .design)

    /// Everybody else; with the founder and two emergency accounts they are forty.
    static let people: [DemoPerson] = administrators + registered + undecided + others

    private static let administrators: [DemoPerson] = [
        DemoPerson("edwin.okafor", "Edwin", "Okafor", .registered, role: .globalAdministrator, .optics),
        DemoPerson("ines.carvalho", "Inês", "Carvalho", .registered, role: .userAdministrator, .support, .desk),
        DemoPerson("haruto.sato", "Haruto", "Sato", shown: "佐藤 陽翔", .registered, role: .securityAdministrator),
        DemoPerson("amara.nwosu", "Amara", "Nwosu", .registered, role: .applicationAdministrator, .design),
        DemoPerson("liam.byrne", "Liam", "Byrne", .registered, .desk, .support),
        DemoPerson("sofia.lindqvist", "Sofia", "Lindqvist", .putsOff(sinceDaysAgo: 6), .desk, .support),
        DemoPerson("george.mensah", "George", "Mensah", .registered, role: .globalReader, .finance),
        DemoPerson("yui.nakamura", "Yui", "Nakamura", shown: "中村 結衣", .registered, role: .reportsReader, .finance),
    ]

    private static let registered: [DemoPerson] = [
        DemoPerson("ren.suzuki", "Ren", "Suzuki", shown: "鈴木 蓮", .registered, .optics),
        DemoPerson("aoi.yamamoto", "Aoi", "Yamamoto", shown: "山本 葵", .registered, .optics),
        DemoPerson("marta.kowalska", "Marta", "Kowalska", .registered, .sales),
        DemoPerson("tomas.novak", "Tomáš", "Novák", .registered, .sales),
        DemoPerson("chidi.eze", "Chidi", "Eze", .registered, .sales),
        DemoPerson("rosa.almeida", "Rosa", "Almeida", .registered, .finance),
        DemoPerson("priya.raman", "Priya", "Raman", .registered, .design),
        DemoPerson("sora.kimura", "Sora", "Kimura", shown: "木村 空", .registered, .design),
        DemoPerson("hana.ito", "Hana", "Itō", shown: "伊藤 花", .registered, .support),
        DemoPerson("oskar.berg", "Oskar", "Berg", .registered, .optics),
        DemoPerson("leila.haddad", "Leila", "Haddad", .registered, .support),
        DemoPerson("misaki.ogawa", "Misaki", "Ogawa", shown: "小川 美咲", .registered, .finance),
    ]

    private static let undecided: [DemoPerson] = [
        DemoPerson("daichi.mori", "Daichi", "Mori", shown: "森 大地", .putsOff(sinceDaysAgo: 2), .optics),
        DemoPerson("emeka.obi", "Emeka", "Obi", .putsOff(sinceDaysAgo: 3), .sales),
        DemoPerson("clara.moreau", "Clara", "Moreau", .putsOff(sinceDaysAgo: 5), .sales),
        DemoPerson("kenji.watanabe", "Kenji", "Watanabe", shown: "渡辺 健二", .putsOff(sinceDaysAgo: 8), .optics),
        DemoPerson("noor.rahimi", "Noor", "Rahimi", .putsOff(sinceDaysAgo: 9), .support),
        DemoPerson("paulo.santos", "Paulo", "Santos", .putsOff(sinceDaysAgo: 9), .finance),
        DemoPerson("aino.virtanen", "Aino", "Virtanen", .putsOff(sinceDaysAgo: 12), .design),
        DemoPerson("felix.braun", "Felix", "Braun", .putsOff(sinceDaysAgo: 13), .optics),
        DemoPerson("mei.lin", "Mei", "Lin", .putsOff(sinceDaysAgo: 22), .support),
        DemoPerson("jonas.weber", "Jonas", "Weber", .putsOff(sinceDaysAgo: 26), .sales),
        DemoPerson("takumi.abe", "Takumi", "Abe", shown: "阿部 匠", .putsOff(sinceDaysAgo: 28), .optics),
    ]

    private static let others: [DemoPerson] = [
        DemoPerson("zoe.papadaki", "Zoe", "Papadaki", .newcomer, .design),
        DemoPerson("ikue.hayashi", "Ikue", "Hayashi", shown: "林 郁恵", .newcomer, .finance),
        DemoPerson("victor.ferreira", "Victor", "Ferreira", .newcomer, .optics),
        DemoPerson("nadia.petrova", "Nadia", "Petrova", .left, .sales),
        DemoPerson("ben.hartley", "Ben", "Hartley", .left, .support),
        DemoPerson(
            "directory-sync", "Directory", "Synchronization", .machine, role: .directorySynchronizationAccounts),
    ]
}
