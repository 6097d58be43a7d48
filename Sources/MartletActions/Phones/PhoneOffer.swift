import MartletCredentials
import MartletDirectory
import MartletStore

/// A phone that is being registered, as its page shows it.
package struct PhoneOffer: Sendable {
    /// How far it has come.
    package enum State: String, Sendable { case waiting, joined, proven, failed, over }

    /// How far it has come.
    package let state: State
    /// The address that the phone opens; the code is in its fragment, which no server and no log sees.
    package let link: String
    /// The code, to be typed where no camera is: four groups of four.
    package let code: String
    /// The number to type on the phone, once one has come.
    package let number: Int?
    /// What the phone calls itself; empty where it has no name, or none has come.
    package let name: String

    /// The address as a picture.
    package var qrCode: String { (try? QRCode.svg(link)) ?? "" }
}

extension PhoneEnrolment {
    /// How far it has come at a time.
    func stage(at: Timestamp) -> PhoneOffer.State {
        guard expiresAt > at, !createdAt.isAhead(of: at) else { return .over }
        switch state {
        case .waiting: return .waiting
        case .joined: return .joined
        case .proven: return .proven
        case .failed: return .failed
        }
    }

    /// The same as the word that a page's script is told.
    func word(at: Timestamp) -> String { stage(at: at).rawValue }
}

extension Tools {
    /// How long a phone may take to come and answer.
    static let enrolmentTime: Duration = .minutes(10)

    /// Begins the registration of a phone on a page that `owner` names.
    func beginEnrolment(
        of user: User, owner: [UInt8], at: Timestamp, in tables: Tables
    ) throws -> PhoneEnrolment {
        let id = ambient.newID(of: TOTPMethod.self)
        let code = EnrolmentCode(enrolment: id.rawValue, sealer: sealer)
        let enrolment = PhoneEnrolment(
            id: id, user: user.id, tenant: user.tenant, ownerHash: owner, codeHash: code.digest(by: sealer),
            number: newNumber(), createdAt: at, expiresAt: at + Self.enrolmentTime)
        try tables.phoneEnrolments.begin(enrolment)
        return enrolment
    }

    /// What the page of a registration shows.
    func offer(_ enrolment: PhoneEnrolment, at: Timestamp) -> PhoneOffer {
        let code = EnrolmentCode(enrolment: enrolment.id.rawValue, sealer: sealer)
        let stage = enrolment.stage(at: at)
        return PhoneOffer(
            state: stage, link: "\(publicURL.text)/authenticator#add=\(code.characters)", code: code.text,
            number: stage == .joined ? enrolment.number : nil, name: enrolment.name)
    }

    /// Makes a method of a phone that has proven itself; `false` if it has not, or somebody else was quicker.
    func register(
        _ enrolment: PhoneEnrolment, from address: String, at: Timestamp, in tables: Tables
    ) throws -> Bool {
        guard enrolment.stage(at: at) == .proven, try tables.phoneEnrolments.delete(owner: enrolment.ownerHash) else {
            return false
        }
        if let before = try tables.subject(enrolment.user, in: enrolment.tenant) {
            try noteFirstRegistration(of: before, from: address, at: at, in: tables)
        }
        let sealed = sealer.seal(
            ambient.randomBytes(TOTP.secretLength), context: Self.context(of: enrolment.id),
            nonce: ambient.randomBytes(Sealer.nonceLength))
        try insert(
            TOTPMethod(
                id: enrolment.id, user: enrolment.user, tenant: enrolment.tenant, name: enrolment.name,
                sealedSecret: sealed, createdAt: at, lastAcceptedStep: 0), in: tables)
        try tables.phones.insert(
            Phone(
                id: enrolment.id, user: enrolment.user, tenant: enrolment.tenant, name: enrolment.name,
                publicKey: enrolment.publicKey, subscription: enrolment.subscription, createdAt: at, lastSeenAt: at))
        return true
    }
}
