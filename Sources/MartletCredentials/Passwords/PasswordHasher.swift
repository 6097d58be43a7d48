import CSodium

/// Argon2id (RFC 9106) over libsodium, in and out of PHC strings: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.
///
/// One call takes some 15 ms and 19 MiB: on a server it runs in a `HashingPool`, never on an event loop.
/// The string form is written and read here so that the salt can come from the caller's randomness.
package struct PasswordHasher: Sendable {
    /// The memory could not be had. It says nothing about the password.
    package struct OutOfMemory: Error, Equatable {
        /// The only value there is.
        package init() {}
    }

    /// Bytes in a salt.
    package static let saltLength = 16
    static let digestLength = 32

    /// A hash that no password matches, at the current cost.
    ///
    /// Verified in place of a missing one, so that an unknown name takes as long as a known one (A090).
    package static let dummyHash = dummyHash(costing: .current)

    /// The same at another cost.
    static func dummyHash(costing parameters: Parameters) -> String {
        PHCString(
            parameters: parameters, salt: Array("martlet's nobody".utf8),
            digest: Array(repeating: 0, count: digestLength)
        ).text
    }

    /// The PHC string of `password` under a fresh random `salt` of 16 bytes.
    package static func hash(
        _ password: NormalizedPassword, salt: [UInt8], parameters: Parameters = .current
    ) throws(OutOfMemory) -> String {
        precondition(salt.count == saltLength, "a salt is 16 random bytes")
        let digest = try digest(of: password, salt: salt, parameters: parameters)
        return PHCString(parameters: parameters, salt: salt, digest: digest).text
    }

    /// Whether `password` is the one that `phc` was made of, at the cost written in `phc`.
    ///
    /// A string that is not one of ours, or asks for an absurd cost, matches nothing and costs nothing.
    package static func verify(_ password: NormalizedPassword, against phc: String) throws(OutOfMemory) -> Bool {
        guard let stored = PHCString(parsing: phc) else { return false }
        let digest = try digest(of: password, salt: stored.salt, parameters: stored.parameters)
        return ConstantTime.areEqual(digest, stored.digest)
    }

    /// Whether `phc` was made at less than the current cost, so that the next successful sign-in should renew it.
    package static func needsRehash(_ phc: String) -> Bool {
        guard let stored = PHCString(parsing: phc) else { return true }
        return stored.parameters.memoryKiB < Parameters.current.memoryKiB
            || stored.parameters.passes < Parameters.current.passes
    }

    private static func digest(
        of password: NormalizedPassword, salt: [UInt8], parameters: Parameters
    ) throws(OutOfMemory) -> [UInt8] {
        Sodium.start()
        var digest = [UInt8](repeating: 0, count: digestLength)
        let typed = password.bytes.map(CChar.init(bitPattern:))
        let status = crypto_pwhash(
            &digest, UInt64(digestLength), typed, UInt64(typed.count), salt, UInt64(parameters.passes),
            parameters.memoryKiB * 1024, crypto_pwhash_ALG_ARGON2ID13)
        guard status == 0 else { throw OutOfMemory() }
        return digest
    }
}

extension PasswordHasher {
    /// The cost of one hash.
    package struct Parameters: Sendable, Equatable {
        /// What new hashes cost: the first choice of OWASP for Argon2id (N-H01).
        package static let current = Parameters(memoryKiB: 19_456, passes: 2)

        /// Memory in KiB, 8…1,048,576.
        package var memoryKiB: Int
        /// Passes over the memory, 1…10.
        package var passes: Int
        /// Lanes: always one, as libsodium has no others.
        package var lanes: Int { 1 }

        /// A cost within the limits above; a bug of the caller otherwise.
        package init(memoryKiB: Int, passes: Int) {
            precondition(Self.areAcceptable(memoryKiB: memoryKiB, passes: passes), "a cost within the limits")
            self.memoryKiB = memoryKiB
            self.passes = passes
        }

        /// The limits keep a row that somebody wrote into the database from stopping the machine.
        static func areAcceptable(memoryKiB: Int, passes: Int) -> Bool {
            (8...1_048_576).contains(memoryKiB) && (1...10).contains(passes)
        }
    }
}
