import MartletDirectory
import Testing

@testable import MartletCredentials

/// The PIN of a phone that stands alone (PH-1).
@Suite struct `The PIN of a phone` {
    @Test(arguments: ["840274", "８４０２７４", "840 274", "840274915527"])
    func `digits of any width are one`(typed: String) throws {
        let pin = try #require(PhonePIN(typed: typed))
        #expect(!pin.isEasilyGuessed)
    }

    @Test(arguments: ["", "84027", "8402749155271", "84027a", "-84027", "84027½"])
    func `anything else is none`(typed: String) {
        #expect(PhonePIN(typed: typed) == nil)
    }

    @Test(arguments: ["000000", "123456", "678901", "654321", "109876", "121212", "123123", "84848484"])
    func `rows and repetitions are easily guessed`(typed: String) throws {
        #expect(try #require(PhonePIN(typed: typed)).isEasilyGuessed)
    }

    @Test func `the width of the digits makes no other PIN`() {
        #expect(PhonePIN(typed: "840274") == PhonePIN(typed: "８４０ ２７４"))
        #expect(PhonePIN(typed: "840274") != PhonePIN(typed: "840275"))
    }
}
