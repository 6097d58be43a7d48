import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// What a sign-in is for whose person typed the code of a device (RFC 8628 section 3.3).
struct DeviceRequest: Sendable, Equatable, Codable {
    /// The digest of the device's own code: exactly this request is answered, and no other that looks like it (A194).
    let hash: [UInt8]
    /// The code as it was typed, to be compared once more with what the device shows.
    let userCode: String
    /// Whether what is asked for manages something (D9).
    let opensManagement: Bool

    /// Where the person goes after a yes, and after a no.
    static let approvedPath = "/device?done=approved"
    static let deniedPath = "/device?done=denied"
}

/// What the page shows on which a person lets a device in, or not.
package struct DeviceAsking: Sendable {
    /// The code that the device shows, `XXXX-XXXX`.
    package let userCode: String
    /// Where the device is, and what it calls itself.
    package let origin: Origin
    /// When it asked.
    package let askedAt: Timestamp
    /// What its app asks for, in words where there are some.
    package let scopes: [ScopeWords]

    init(_ device: (request: DeviceRequest, code: DeviceCode), scopes: [ScopeWords]) {
        userCode = device.request.userCode
        origin = device.code.origin
        askedAt = device.code.createdAt
        self.scopes = scopes
    }
}

extension DeviceCode {
    /// Whether person and device are in one place: the step of the log that shows a stranger's device (A191).
    func placeDetail(of browser: Origin, at: Timestamp) -> SignInRecord.Detail {
        let device = PlaceKey.place(of: origin.address, country: origin.country)
        let person = PlaceKey.place(of: browser.address, country: browser.country)
        return SignInRecord.Detail(
            method: "deviceCode", at: at, succeeded: true, result: device == person ? "samePlace" : "otherPlace")
    }
}

extension Tables {
    /// The code that a flow is about, and its app; `nil` once it was answered, has expired, or the app may not any more.
    func deviceCode(
        of request: DeviceRequest, in tenant: ID<Tenant>, at: Timestamp
    ) throws -> (DeviceCode, Application)? {
        guard let code = try deviceCodes.find(request.hash), code.tenant == tenant, code.isOpen(at: at),
            let application = try applications.find(code.application, in: tenant), application.isEnabled,
            application.allowsDeviceCode
        else { return nil }
        return (code, application)
    }
}

extension BrowserSignIn {
    /// Lets the device in, and keeps what the person agreed to by that.
    func letIn(
        _ code: DeviceCode, flow: Flow, by clearance: Clearance, session: Session, at: Timestamp, in tables: Tables
    ) throws {
        guard let application = flow.application else { preconditionFailure("a device has an app") }
        let wish = try tables.wish(
            code.scopes, of: application, in: flow.tenant.id, own: tools.publicURL.ownIdentifiers)
        if try !tables.coverage(of: wish, application: application, user: clearance.subject).isComplete {
            try saveConsent(flow, application: application, scopes: code.scopes, at: at, in: tables)
        }
        guard try issuer.approveDevice(code, by: clearance, session: session, at: at, in: tables) else {
            throw ActionError.conflict(.changedMeanwhile)
        }
    }

    /// Turns the device away, for good.
    func turnAway(
        _ code: DeviceCode, flow: Flow, standing: FlowStanding, browser: BrowserState, at: Timestamp,
        in tables: Tables
    ) throws -> StepEffect {
        guard let user = flow.subject?.user, standing.decision?.hasFirstFactor == true else {
            return .left(path: DeviceRequest.deniedPath)
        }
        try tables.deviceCodes.deny(code.hash, user: user.id)
        let event = SignInEvent(
            status: .failure, errorCode: 65004, failureReason: "the person did not let the device in",
            details: flow.proofDetails + [code.placeDetail(of: browser.origin, at: at)], decision: standing.decision)
        try tools.record(event, of: flow.context(origin: browser.origin), at: at, in: tables)
        return .left(path: DeviceRequest.deniedPath)
    }
}
