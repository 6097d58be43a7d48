import Foundation
import HummingbirdTesting
import MartletDirectory
import MartletTesting
import Testing

@testable import MartletServer

/// Adding a way to sign in as one path.
@Suite struct `The wizard of security info` {
    @Test func `the ways stand strongest first, and what is not offered says why`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let browser = try await here.here.inside(client, as: here.mia).browser
            let page = try await browser.get("/account/security/add")
            #expect(page.status == 200 && page.asks("account/phone") && page.asks("account/authenticator"))
            let passkey = try #require(page.body.range(of: "Passkey"))
            let phone = try #require(page.body.range(of: "action=\"/account/phone\""))
            #expect(passkey.lowerBound < phone.lowerBound)
            #expect(!page.body.contains("does not offer"))
            try await here.edit { $0.isEnabled = false }
            let later = try await browser.get("/account/security/add")
            #expect(!later.asks("account/phone") && later.body.contains("Your organisation does not offer this."))
        }
    }

    @Test func `a phone that was added ends at the review, with what is still advisable`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let browser = try await here.here.inside(client, as: here.mia).browser
            _ = try await here.register(browser, client, name: "Blue phone")
            let review = try await browser.get("/account/security/review?done=phoneAdded")
            #expect(review.body.contains("Blue phone") && review.body.contains("Your phone is set up."))
            #expect(!review.body.contains("A second way in"))
        }
    }

    @Test func `MR-2 whoever is not signed in does not choose, and is asked for the second factor first`() async throws
    {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            for path in ["/account/security/add", "/account/security/review"] {
                let stranger = try await TestBrowser(client).get(path)
                #expect(stranger.location.hasPrefix("/signin/") || stranger.asks("name"), "\(path)")
            }
            let (browser, _) = try await here.asked(client)
            #expect(try await !browser.get("/account/security/add").asks("account/authenticator"))
            let inside = try await here.here.inside(client, as: here.mia).browser
            for path in ["/account/security/add", "/account/security/review"] {
                #expect(try await inside.get(path).status == 200)
            }
        }
    }
}
