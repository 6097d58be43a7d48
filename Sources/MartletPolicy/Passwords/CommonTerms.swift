/// The global list of banned base terms (PP-1, PP-13), as data, in the normalised form of PP-6.
///
/// It is deliberately small: the score of PP-9 makes few words go far. Written for Martlet; nothing is taken from a
/// corpus of leaked passwords. `version` goes to the audit record (PP-17) and rises with every edit.
enum CommonTerms {
    /// The version of the list.
    static let version = 1

    /// Every term.
    static let all: [String] = [
        commonest, affection, names, play, calendar, places, keyboardWalks, runs, romaji, years,
    ].flatMap { $0.split { $0 == " " || $0 == "\n" }.map(String.init) }

    /// Words that people reach for first.
    private static let commonest = """
        password passwort passwd pass passcode passphrase pwd secret private hidden login logon signin welcome
        hello admin administrator root superuser user guest test testing tester demo default changeme change
        letmein enter access master account system server service support security secure office company
        business internet network computer laptop desktop windows microsoft apple google facebook amazon android
        iphone samsung oracle linux ubuntu cisco router database backup manager martlet temp temporary initial
        start reset unlock open sesame abcl23 trustno
        """

    /// People, animals and affection.
    private static let affection = """
        love iloveyou lovely loveme lover forever friend friends family baby babygirl angel princess prince
        queen king sunshine sweet honey sugar darling beautiful handsome happy smile lucky shadow ghost killer
        hunter ranger soldier warrior ninja pirate wizard merlin dragon phoenix unicorn monkey tiger lion eagle
        falcon panther wolf bear horse mustang buster bailey charlie maggie pepper ginger cookie banana orange
        apples cherry chocolate coffee pizza cheese chicken butterfly flower rose jasmine daisy lily
        """

    /// Names that lead every list.
    private static let names = """
        michael jennifer jessica jordan michelle daniel andrew joshua thomas matthew robert anthony william
        george richard nicole amanda ashley samantha hannah heather stephanie melissa jonathan christopher
        alexander benjamin patrick maria anna laura sarah martin peter john james david jack harry oliver
        thompson
        """

    /// Sport, play and screens.
    private static let play = """
        football baseball basketball soccer hockey tennis golf rugby liverpool arsenal chelsea barcelona
        realmadrid juventus yankees cowboys lakers steelers rangers giants eagles superman batman spiderman
        ironman starwars startrek skywalker yoda pokemon pikachu naruto minecraft fortnite nintendo playstation
        xbox gamer player matrix hogwarts harrypotter gandalf frodo elvis metallica nirvana beatles eminem
        rockyou music guitar camaro corvette ferrari porsche mercedes toyota honda yamaha harley
        """

    /// Seasons, months and weekdays.
    private static let calendar = """
        spring summer autumn fall winter january february march april may june july august september october
        november december monday tuesday wednesday thursday friday saturday sunday weekend today tomorrow
        yesterday birthday christmas easter holiday vacation morning night midnight
        """

    /// Places and colours.
    private static let places = """
        london paris berlin tokyo osaka kyoto nagoya yokohama sapporo fukuoka newyork boston chicago dallas
        texas florida california america england scotland ireland france germany japan nippon china india canada
        australia europe world earth moon star galaxy ocean river mountain island black white red blue green
        yellow purple silver golden diamond crystal
        """

    /// Keyboard walks.
    private static let keyboardWalks = """
        qwerty qwertyuiop qwertz azerty qwer wert asdf asdfgh asdfghjkl asd zxcv zxcvbn zxcvbnm zxc qwe qaz
        qazwsx qazwsxedc wsx edc rfv lqaz 2wsx 3edc 4rfv lqaz2wsx qlw2e3r4 qlw2e3 lq2w3e4r lq2w3e4r5t lq2w3e
        poiuytrewq lkjhgfdsa mnbvcxz l47258369 l47258 l59357 75395l 789456l23 789456 456789 74l852963 !a#s !a#s%
        !a#
        """

    /// Runs of letters and digits.
    private static let runs = """
        abc abcd abcde abcdef abcdefg abcdefgh xyz aaa aaaa bbb xxx xxxx zzz l23 l234 l2345 l23456 l234567
        l2345678 l23456789 l23456789o 234 345 456 4567 567 678 6789 789 89o ol23 ol2 987 9876 98765 987654
        98765432 98765432l 876 765 654 6543 543 5432l 432 432l 32l 32lo 2lo ooo oooo ooooo oooooo lll llll lllll
        llllll 222 2222 333 3333 444 4444 555 5555 666 6666 777 7777 888 8888 999 9999 oo7 lol l2l l23l23 l3l3
        l2l2 l2332l ll2233 l2l2l2 l3l3l3 696969 lololo 4242 6969 258o
        """

    /// Japanese words in Latin letters.
    private static let romaji = """
        sakura konnichiwa arigato arigatou ohayo sayonara nihon himitsu kaisha tanaka suzuki satou sato
        takahashi yamamoto watanabe kobayashi nakamura yamada ichiban samurai anime totoro doraemon hanako tarou
        taro hikari haruka akira kenji hiroshi takashi yuki sora umi kawaii aishiteru daisuki tomodachi neko inu
        kitty hellokitty gundam yakyuu shinkansen fujisan
        """

    /// Years.
    private static let years = """
        l95o l95l l952 l953 l954 l955 l956 l957 l958 l959 l96o l96l l962 l963 l964 l965 l966 l967 l968 l969 l97o
        l97l l972 l973 l974 l975 l976 l977 l978 l979 l98o l98l l982 l983 l984 l985 l986 l987 l988 l989 l99o l99l
        l992 l993 l994 l995 l996 l997 l998 l999 2ooo 2ool 2oo2 2oo3 2oo4 2oo5 2oo6 2oo7 2oo8 2oo9 2olo 2oll 2ol2
        2ol3 2ol4 2ol5 2ol6 2ol7 2ol8 2ol9 2o2o 2o2l 2o22 2o23 2o24 2o25 2o26 2o27 2o28 2o29 2o3o 2o3l 2o32 2o33
        2o34 2o35 2o36 2o37 2o38 2o39
        """
}
