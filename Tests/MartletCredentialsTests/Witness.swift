/// Keys, tokens and a certificate that were made by OpenSSL, so that this house is not its own only witness.
enum Witness {
    /// An RSA key of 2048 bits: PKCS #1 in base 64.
    static let rsaKey = """
        MIIEoQIBAAKCAQEA3PCBcaIT9b/k8Q3GLIosECSA7VM0kM+eq0HV54EVLtr1sAxcLhoT+Eky/qDdsPbMHEWlItaMyxIpTMIec8zm\
        SDG9A6nqbT/UTSSvwzbVqNj6SbEkaZv9lCChxYCzm0Fam6GLLUxuOgZGsJse3IzwFIJNY33V1BXUXXawVUMoxcYQ3EM0KqDyNpRp\
        8wM1MYUGGgHbiDdKwv0R4/8l8fqJ51QYID4c0tEAHKO0xX6NlucQt4ODqC0xNPD+9BYJJyrCOMDr7ZuLKGOj1zNSDWxejzPSTQ7Q\
        XwagF4hRbyQD3gpLXvoAeEviiZ92LoQQCeFmSvBqIr+SsZOQx/5r/lpLCwIDAQABAoH/Y94mS7cIOGvjsgdKqLX4unSkQcPER1fU\
        qUbb01Re1SKevzJRg6aqM6yf9ppcNwA2WS0LtUns1LyeD+IeXC6g3d/gf6uiA0WZq8q3ZUkQjdhOmEOhIT0ZO2bSl4+8aDQc0X8u\
        WVEMEsoyxay8pRZHhW0HxdVNlSah84cnszYdJ0fcy4dazR1MO3TUuOoFy/bhpOria0XpBV9CBWOTn9ec6+KovisgOBbi8hRuQHzo\
        3h/J5zCRxasdZ3pIilv8eLjPUYnk+G1j3Jn4cgovH3/4kVU7ZuASfxJrbnv+p0QlyK2ritS548gI7oa6D4AfqSacUjjr43emjsFY\
        TbLmQpu9AoGBAPOxJ4NCNi8ub5CQi7ZhSJukuQjZMcFXHipmFhhJwC74kr0GLDW6Vc9VMFGUXhR0/RLQvjLPmFU9CAJRCOkZxkMZ\
        jyRfwb/aHFECDl0czPR68fEqHkbKHzaY7Lj9So28CZ/+q0dpyX56kjGrC37ZmvlMgV/L7k1vjY/nshGVZ3mfAoGBAOgZK2xFNX77\
        gqKk3slfSzga1Umw7vlbYBc+iQkbWZ6kQzi4V1nm/4Bwq0HBM6RBPnt15U980pKDgyS03eMC7cHVd1UGMIa18CpITgfE1e+5jfkY\
        suQi8NTtSknkdJHFkVbegG8567zAhk3YC4RgMaBSudFLtqLvp9wyAgh0Iw8VAoGAV8H3WcSRYMJXOPdk6OP10t8qJ26YBWlLGrey\
        w0Jj7EZmCZ5cc2jMGCM0iFxm2PUcYhc8N24dDK0y4iqui8tVY7qjmtTFIEL6qY2VAKErietwj4m8Z3/IZ9AAh8nnfE04Jh7/LXOC\
        NYMMfMh9FkxlC9wqRwZYphhDIYytyrlEDz8CgYA0lX9BCG0WV+VA9BmFhhGEpI+uImgCFrGuknx5k7i6OH0CXMFtnOhGMUCbpSoO\
        DLobPpq1Z5JNn34W0uNyizdSswpWORDFdHL1IWyMVgwiQ+fmh7H//eqSUzCBjUDbxecnx0FR8c129id3e3sggqq7qAJxaLX4NFPT\
        j4DmaWmIAQKBgQCHVtHtgG7vbZlAYt0SCWIMIuPtcaAr/Syd5lNPj4i1q+3jFV2dQtla/i78kF2C07vIFVY20LlsTDYk+hBYOPlg\
        PMfQ+fXRQ7xstxGspiak8Cr4H5pknv/UJS+nVMh8ddDfSgAbHhteObu5YrT1EfgJcdOvpHZ2bob9hjJ5cpLcvQ==
        """
    /// Its modulus in base64url.
    static let rsaModulus = """
        3PCBcaIT9b_k8Q3GLIosECSA7VM0kM-eq0HV54EVLtr1sAxcLhoT-Eky_qDdsPbMHEWlItaMyxIpTMIec8zmSDG9A6nqbT_UTSSv\
        wzbVqNj6SbEkaZv9lCChxYCzm0Fam6GLLUxuOgZGsJse3IzwFIJNY33V1BXUXXawVUMoxcYQ3EM0KqDyNpRp8wM1MYUGGgHbiDdK\
        wv0R4_8l8fqJ51QYID4c0tEAHKO0xX6NlucQt4ODqC0xNPD-9BYJJyrCOMDr7ZuLKGOj1zNSDWxejzPSTQ7QXwagF4hRbyQD3gpL\
        XvoAeEviiZ92LoQQCeFmSvBqIr-SsZOQx_5r_lpLCw
        """
    /// Its RFC 7638 thumbprint.
    static let rsaKeyID = "2xpQQVYP6OgLFhpOatY5TgquGv_lFmKaN7eViAbp0BU"
    /// A token of type JWT signed with it, RS256.
    static let rsaToken = """
        eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IjJ4cFFRVllQNk9nTEZocE9hdFk1VGdxdUd2X2xGbUthTjdlVmlBYnAw\
        QlUifQ.eyJpc3MiOiJodHRwczovL2xvZ2luLmNvbnRvc28uY29tL3YyLjAiLCJhdWQiOiJhcHAiLCJzdWIiOiJhbGljZSIsImlhd\
        CI6MTc5MDAwMDAwMCwiZXhwIjoxNzkwMDAzNjAwfQ.aRRgZ6eyHABy99LAVAmR-Ok1FQuQXkOIJCdkfpWEJVvjdmNNBaieApPcIQ\
        BlbvVrSqKlEX02r8p9exR0JPqChiDLPPgG_np1M5Ndz0PGzlWlAOvavUfA9fo399yoCFJTFN096nhRlhGA0wGCHw_UzDjVYU93iN\
        PSdwvcFVktmYlusAZp1ic4nKd9tllcSi0iq8uwvhKQryVM_y722t_GJZd--slFH3Kg-IGVY6RRfZhKLunC36OsLDIF3GBDW4vMsk\
        LyXHcuFoxgBYyjKupzxDDiNRm4Y3sPcJPrMp_3lLuYa58yYpBFg7Bo34oAGVxhGDGSOONnR69i1VTQxRiD4A
        """
    /// A P-256 key: PKCS #8 in base 64.
    static let ecKey = """
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgHIv7vEVoCbULqvcScXKLRaNfKh62ECHmXn8PaIp2e9ShRANCAATA\
        bLPBQ6IY+wmGV+nKFu3O8fI+Q42nXcXkcN2xQijUy0oL12cjewuYDt4NuAot5h3PZ0Js288zkL30fn9/qoRG
        """
    /// The coordinates of its public point in base64url.
    static let ecX = "wGyzwUOiGPsJhlfpyhbtzvHyPkONp13F5HDdsUIo1Ms"
    /// The other coordinate.
    static let ecY = "SgvXZyN7C5gO3g24Ci3mHc9nQmzbzzOQvfR-f3-qhEY"
    /// Its RFC 7638 thumbprint.
    static let ecKeyID = "Tgz4-cfp-B_nRoRpd2BMfzEDmvnEGWboCuuG8JUsiaM"
    /// A token of type at+jwt signed with it, ES256.
    static let ecToken = """
        eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6IlRnejQtY2ZwLUJfblJvUnBkMkJNZnpFRG12bkVHV2JvQ3V1RzhK\
        VXNpYU0ifQ.eyJpc3MiOiJodHRwczovL2xvZ2luLmNvbnRvc28uY29tL3YyLjAiLCJhdWQiOiJhcHAiLCJzdWIiOiJhbGljZSIsI\
        mlhdCI6MTc5MDAwMDAwMCwiZXhwIjoxNzkwMDAzNjAwfQ.K--G-C_7hEmFeeuJtnwtDDH1-SjMkIobBOkSK3nLSP0s0dKZ9oF1T7\
        kS3yyFn7qfcfnjf3Uk4GzT1lwzqb2f0w
        """
    /// An Ed25519 key: PKCS #8 in base 64.
    static let ed25519Key = "MC4CAQAwBQYDK2VwBCIEIMqYRTHH8k3kkmsh3NpA2djAMfZUIzKVvaOLRvpQprrH"
    /// Its public half in base64url.
    static let ed25519X = "Z7qkr1Zir1VDSiViyFptsU7Ecw87n_EYNt9EWdBzjFw"
    /// Its RFC 7638 thumbprint.
    static let ed25519KeyID = "BKUaXHF4w4yvf6XRaC9jENl0P_MWrsJMq_k1jhppB-8"
    /// A certificate of the P-256 key.
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBZzCCAQ6gAwIBAgICEJIwCgYIKoZIzj0EAwIwPTELMAkGA1UEBhMCSlAxEDAO
        BgNVBAoMB0NvbnRvc28xHDAaBgNVBAMME3BheXJvbGwuY29udG9zby5jb20wHhcN
        MjYwMTAyMDMwNDA1WhcNMjgwMjI5MjM1OTU5WjA9MQswCQYDVQQGEwJKUDEQMA4G
        A1UECgwHQ29udG9zbzEcMBoGA1UEAwwTcGF5cm9sbC5jb250b3NvLmNvbTBZMBMG
        ByqGSM49AgEGCCqGSM49AwEHA0IABMBss8FDohj7CYZX6coW7c7x8j5DjaddxeRw
        3bFCKNTLSgvXZyN7C5gO3g24Ci3mHc9nQmzbzzOQvfR+f3+qhEYwCgYIKoZIzj0E
        AwIDRwAwRAIgKlygKUx5kSjqV1b+QXBc/OsVDcqX5owHfupHgb3SR24CIEyL3T14
        vGXVwnzL5A1B007SHxYdMxb8323EbWkZlXZO
        -----END CERTIFICATE-----
        """
    /// SHA-256 of that certificate's DER.
    static let certificateThumbprint = "388e47a162a9ad32a3b58469d8b0877c72050255568bf1a5b80c544015ce35a3"
}
