import Foundation
import HTTPTypes
import MartletActions
import MartletDirectory
import MartletPolicy
import MartletTesting
import Testing

@testable import MartletServer

/// HTTP Basic told apart by what is wanted and by whom.
@Suite struct `Forward-auth` {
    static let labels: [(String?, String, ClientApp)] = [
        ("/Microsoft-Server-ActiveSync?Cmd=Sync&User=x", "Apple-iPhone12C1/1803.72", .exchangeActiveSync),
        ("/EWS/Exchange.asmx", "x", .exchangeWebServices), ("/ews", "x", .exchangeWebServices),
        ("/autodiscover/autodiscover.xml", "x", .autodiscover), ("/AutoDiscover/AutoDiscover.svc", "", .autodiscover),
        ("/mapi/emsmdb/?MailboxId=1", "x", .mapiOverHTTP), ("/rpc/rpcproxy.dll?mail:6001", "MSRPC", .outlookAnywhere),
        ("/rpcwithcert/rpcproxy.dll", "x", .outlookAnywhere), ("/OAB/1/oab.xml", "x", .offlineAddressBook),
        ("/PowerShell/?serializationLevel=Full", "x", .exchangeOnlinePowerShell),
        ("/powershell-liveid", "x", .exchangeOnlinePowerShell),
        ("/ecp/ReportingWebService/Reporting.svc", "x", .reportingWebServices),
        ("/", "Android-Mail/2023", .exchangeActiveSync), (nil, "ExchangeServicesClient/15.0", .exchangeWebServices),
        (nil, "Mac OS X/12 (1) ExchangeWebServices/1.0", .exchangeWebServices), (nil, "curl/8", .otherClients),
        ("/ewsx", "curl/8", .otherClients), ("/files/../EWS/x", "curl/8", .otherClients),
        ("/%45WS/x", "curl/8", .otherClients), ("//EWS/x", "curl/8", .otherClients), ("EWS/x", "", .otherClients),
        ("/files?x=/EWS/", "", .otherClients), ("/files#/EWS/", "", .otherClients), ("/EWS\\x", "", .otherClients),
        ("/EWS/" + String(repeating: "a", count: 3_000), "", .otherClients), ("/EWS/ü", "", .otherClients),
    ]

    @Test(arguments: labels)
    func `section 1.7 the address tells the client, then the user agent`(
        address: String?, agent: String, label: ClientApp
    ) {
        #expect(ClientAppLabel.of(address: address, userAgent: agent) == label)
    }

    private static func basic(_ person: TestHouse.Person) -> String {
        "Basic " + Data("\(person.name):\(person.password)".utf8).base64EncodedString()
    }

    @Test func `A214, A215, A216 what a request says of itself names it in the log and opens nothing`() async throws {
        let house = try await TestHouse()
        _ = try await house.setUp()
        let member = try await house.add("mia")
        let headers: [([String: String], String)] = [
            (["X-Original-URI": "/EWS/Exchange.asmx"], "Exchange Web Services"),
            (["X-Original-URI": "/healthz", "User-Agent": "ELB-HealthChecker/2.0"], "Other clients"),
            (["X_Original_URI": "/EWS/"], "Other clients"), (["X-Forwarded-Uri": "/EWS/"], "Other clients"),
            (["Remote-User": "admin@example.com"], "Other clients"),
            (["Connection": "X-Original-URI", "X-Original-URI": "/../../%00"], "Other clients"),
            (["X-Original-URI": "/Microsoft-Server-ActiveSync"], "Exchange ActiveSync"),
        ]
        try await house.serve { client in
            var first: TestBrowser.Answer?
            for (given, label) in headers {
                house.clock.advance(by: .seconds(1))
                var fields: HTTPFields = [.authorization: Self.basic(member)]
                for (name, value) in given { fields[try #require(HTTPField.Name(name))] = value }
                let answer = try await TestBrowser(client).send("/legacy/basic/example.com", .get, nil, fields)
                #expect(answer.status == 401 && answer.body == (first?.body ?? answer.body))
                first = first ?? answer
                let row = try #require(try await house.signIns(limit: 1).first)
                #expect(row.clientAppUsed == label && row.errorCode == 530_035, "\(given)")
            }
        }
    }

    @Test func `the switch of the web surface holds whatever the client calls itself`() async throws {
        let here = try await GuessingHouse()
        let caller = try await here.house.operatorCaller()
        try await SetLegacySurface(here.house.tools)(.web, .modern, by: caller)
        try await here.house.serve { client in
            for address in ["/EWS/Exchange.asmx", "/Microsoft-Server-ActiveSync", "/anything"] {
                let name = try #require(HTTPField.Name("X-Original-URI"))
                let answer = try await TestBrowser(client).send(
                    "/legacy/basic/example.com", .get, nil,
                    [.authorization: Self.basic(here.member), name: address])
                #expect(answer.status == 401)
                #expect(try await here.house.signIns(limit: 1).first?.errorCode == 53003)
                here.house.clock.advance(by: .seconds(1))
            }
        }
    }
}
