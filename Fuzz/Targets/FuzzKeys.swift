import Crypto
import MartletCredentials
import MartletDirectory

/// The keys that the token targets trust, and two tokens that are good.
///
/// The RSA half was made by OpenSSL and its private key is nowhere; the other private key is the number one, which
/// anybody can guess, because the targets sign with it.
enum FuzzKeys {
    static let issuer = "https://login.contoso.com/v2.0"
    /// 100 seconds after the good tokens were issued.
    static let now = Timestamp(seconds: 1_790_000_100)
    static let ecKeyID = "one"

    /// A token of type JWT, signed by RS256.
    static let rsaToken = """
        eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IjJ4cFFRVllQNk9nTEZocE9hdFk1VGdxdUd2X2xGbUthTjdlVmlBYnAw\
        QlUifQ.eyJpc3MiOiJodHRwczovL2xvZ2luLmNvbnRvc28uY29tL3YyLjAiLCJhdWQiOiJhcHAiLCJzdWIiOiJhbGljZSIsImlhd\
        CI6MTc5MDAwMDAwMCwiZXhwIjoxNzkwMDAzNjAwfQ.aRRgZ6eyHABy99LAVAmR-Ok1FQuQXkOIJCdkfpWEJVvjdmNNBaieApPcIQ\
        BlbvVrSqKlEX02r8p9exR0JPqChiDLPPgG_np1M5Ndz0PGzlWlAOvavUfA9fo399yoCFJTFN096nhRlhGA0wGCHw_UzDjVYU93iN\
        PSdwvcFVktmYlusAZp1ic4nKd9tllcSi0iq8uwvhKQryVM_y722t_GJZd--slFH3Kg-IGVY6RRfZhKLunC36OsLDIF3GBDW4vMsk\
        LyXHcuFoxgBYyjKupzxDDiNRm4Y3sPcJPrMp_3lLuYa58yYpBFg7Bo34oAGVxhGDGSOONnR69i1VTQxRiD4A
        """
    static let rsaJWK = """
        {"kty":"RSA","kid":"2xpQQVYP6OgLFhpOatY5TgquGv_lFmKaN7eViAbp0BU","alg":"RS256","e":"AQAB","n":"\
        3PCBcaIT9b_k8Q3GLIosECSA7VM0kM-eq0HV54EVLtr1sAxcLhoT-Eky_qDdsPbMHEWlItaMyxIpTMIec8zmSDG9A6nqbT_UTSSv\
        wzbVqNj6SbEkaZv9lCChxYCzm0Fam6GLLUxuOgZGsJse3IzwFIJNY33V1BXUXXawVUMoxcYQ3EM0KqDyNpRp8wM1MYUGGgHbiDdK\
        wv0R4_8l8fqJ51QYID4c0tEAHKO0xX6NlucQt4ODqC0xNPD-9BYJJyrCOMDr7ZuLKGOj1zNSDWxejzPSTQ7QXwagF4hRbyQD3gpL\
        XvoAeEviiZ92LoQQCeFmSvBqIr-SsZOQx_5r_lpLCw"}
        """

    /// The verifier of a tenant with both keys.
    static func verifier() throws -> JWTVerifier {
        let point = Array(try ecKey().publicKey.rawRepresentation)
        let jwk: JSONObject = [
            "kty": "EC", "crv": "P-256", "kid": .string(ecKeyID), "alg": "ES256",
            "x": .string(Base64URL.encode(point[..<32])), "y": .string(Base64URL.encode(point[32...])),
        ]
        return JWTVerifier(keys: [try VerificationKey(publicJWK: rsaJWK), try VerificationKey(publicJWK: jwk.text)])
    }

    /// `header` and `payload`, whatever they are, well signed by ES256.
    static func signed(header: [UInt8], payload: [UInt8]) throws -> String {
        let text = Base64URL.encode(header) + "." + Base64URL.encode(payload)
        let signature = try ecKey().signature(for: SHA256.hash(data: Array(text.utf8))).rawRepresentation
        return text + "." + Base64URL.encode(Array(signature))
    }

    private static func ecKey() throws -> P256.Signing.PrivateKey {
        try P256.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: 0, count: 31) + [1])
    }
}
