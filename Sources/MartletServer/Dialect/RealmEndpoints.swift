import Foundation
import HTTPTypes
import Hummingbird
import MartletActions
import MartletCredentials
import MartletDirectory
import NIOCore

/// What Entra's clients ask about a sign-in name before they send a password. The answer is about the domain alone, and
/// the same, byte by byte, for every name in it (A089).
struct RealmEndpoints: Sendable {
    let doors: Doors

    /// `/{tenant}/userrealm/{name}`, with the members of both versions of its answer.
    @Sendable func userRealm(_ visit: Visit) async throws -> Response {
        guard try await FindOrganization(doors.tools).behind(try visit.segment("tenant")) != nil else {
            return OAuthErrorAnswer(visit: visit).respond(.unknownOrganization)
        }
        let name = try visit.segment("name")
        let realm = try await FindRealm(doors.tools)(name.removingPercentEncoding ?? name)
        var answer: JSONObject = [
            "ver": "1.0", "account_type": .string(realm == nil ? "Unknown" : "Managed"),
            "NameSpaceType": .string(realm == nil ? "Unknown" : "Managed"),
        ]
        if let realm {
            answer["domain_name"] = .string(realm.domain)
            answer["DomainName"] = .string(realm.domain)
            answer["FederationBrandName"] = .string(realm.organizationName)
        }
        answer["cloud_instance_name"] = .string(instance)
        answer["cloud_audience_urn"] = "urn:federation:MicrosoftOnline"
        return visit.json(answer.text)
    }

    /// `/getuserrealm.srf?login={name}`, as JSON or, with `xml=1`, as XML.
    @Sendable func getUserRealm(_ visit: Visit) async throws -> Response {
        let realm = try await FindRealm(doors.tools)(visit.query.text("login"))
        let type = realm == nil ? "Unknown" : "Managed"
        // State 4 is a managed domain and a name that may be anybody's; `Login` is not repeated, as it says nothing.
        guard visit.query["xml"] == "1" else {
            var answer: JSONObject = ["State": 4, "UserState": 1, "NameSpaceType": .string(type)]
            if let realm {
                answer["DomainName"] = .string(realm.domain)
                answer["FederationBrandName"] = .string(realm.organizationName)
            }
            answer["CloudInstanceName"] = .string(instance)
            return visit.json(answer.text)
        }
        var xml = "<RealmInfo Success=\"true\"><State>4</State><UserState>1</UserState>"
        xml += "<NameSpaceType>\(type)</NameSpaceType>"
        if let realm {
            xml += "<DomainName>\(Self.escaped(realm.domain))</DomainName><IsFederatedNS>false</IsFederatedNS>"
            xml += "<FederationBrandName>\(Self.escaped(realm.organizationName))</FederationBrandName>"
        }
        xml += "<CloudInstanceName>\(Self.escaped(instance))</CloudInstanceName></RealmInfo>"
        return Response(
            status: .ok, headers: [.contentType: "text/xml; charset=utf-8", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: xml)))
    }

    /// `/{tenant}/GetCredentialType`: to be asked for a password, whoever it is.
    @Sendable func credentialType(_ visit: Visit) async throws -> Response {
        do {
            guard try await FindOrganization(doors.tools).behind(try visit.segment("tenant")) != nil else {
                throw OAuthError.unknownOrganization
            }
            guard let asked = try? JSONReader.object(try await visit.boundedBody()),
                let name = asked.string("username") ?? asked.string("Username"), name.utf8.count <= 256
            else { throw OAuthError.malformed }
            let isManaged = try await DescribeCredentials(doors.tools)(name: name, origin: visit.origin)
            let credentials: JSONObject = ["PrefCredential": 1, "HasPassword": true]
            let properties: JSONObject = ["DomainType": isManaged ? 3 : 1]
            let answer: JSONObject = [
                // 0 is "exists" to those who ask; it is said of every name in a domain of ours.
                "IfExistsResult": isManaged ? 0 : 1, "IsUnmanaged": false, "ThrottleStatus": 0,
                "Credentials": .object(credentials), "EstsProperties": .object(properties), "IsSignupDisallowed": true,
            ]
            return visit.json(answer.text)
        } catch let error as OAuthError {
            return OAuthErrorAnswer(visit: visit).respond(error)
        }
    }

    /// The name of this cloud, which is this server.
    private var instance: String { doors.tools.publicURL.authority }

    private static func escaped(_ text: String) -> String {
        HTMLEscaping.escape(text)
    }
}
