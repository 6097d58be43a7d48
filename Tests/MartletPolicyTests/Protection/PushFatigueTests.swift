import MartletDirectory
import Testing

@testable import MartletPolicy

/// A050: who knows a password must not be able to wear its owner down.
@Suite struct `Requests to phones` {
    private static let now = Timestamp(seconds: 1_800_000_000)

    private func request(_ secondsAgo: Int64, _ state: PhoneRequest.State = .pending) -> PhoneRequest {
        let at = Timestamp(milliseconds: Self.now.milliseconds - secondsAgo * 1000)
        var request = PhoneRequest(
            id: ID("r\(secondsAgo)"), user: ID("u"), tenant: ID("t"), handleHash: [1], number: 42, client: "account",
            applicationName: "", origin: Origin(address: "192.0.2.1", userAgent: ""), createdAt: at,
            expiresAt: at + PushFatigue.lifetime)
        request.state = state
        return request
    }

    private func judge(_ asked: [PhoneRequest], isOpen: Bool = true) -> PushFatigue.Verdict {
        PushFatigue.judge(asked, at: Self.now) { _ in isOpen }
    }

    @Test func `one waits at a time, as long as its sign-in does`() {
        #expect(judge([]) == .free)
        let waiting = request(10)
        #expect(judge([waiting]) == .outstanding(until: waiting.expiresAt))
        #expect(judge([waiting], isOpen: false) == .free)
        #expect(judge([request(60)]) == .free)
    }

    @Test func `three without a yes within ten minutes are the end, until the first of them is old`() {
        let two = [request(500, .denied), request(300)]
        #expect(judge(two) == .free)
        let three = two + [request(100, .reported)]
        #expect(judge(three) == .paused(until: three[0].createdAt + PushFatigue.window))
        // Of four, the second is the oldest that still counts against the limit.
        let four = three + [request(90)]
        #expect(judge(four) == .paused(until: four[1].createdAt + PushFatigue.window))
        #expect(judge([request(600), request(300), request(100)]) == .free)
    }

    @Test func `PH-1 with nothing but a name there are two, and after a no none`() {
        func alone(_ secondsAgo: Int64, _ state: PhoneRequest.State = .pending) -> PhoneRequest {
            var asked = request(secondsAgo, state)
            (asked.isAlone, asked.followsProof) = (true, false)
            return asked
        }
        func verdict(_ asked: [PhoneRequest]) -> PushFatigue.Verdict {
            PushFatigue.judgeAlone(asked, at: Self.now) { _ in true }
        }
        #expect(verdict([]) == .free && verdict([alone(400)]) == .free && verdict([request(400, .denied)]) == .free)
        let two = [alone(400), alone(100)]
        #expect(verdict(two) == .paused(until: two[0].createdAt + PushFatigue.window))
        // Whoever knows the password as well has one left.
        #expect(judge(two) == .free)
        let refused = alone(50, .denied)
        #expect(verdict([refused]) == .paused(until: refused.createdAt + PushFatigue.window))
        #expect(verdict([alone(600, .denied)]) == .free && verdict([alone(50, .spent), alone(60, .spent)]) == .free)
        // Never more than all requests together may be.
        let three = [request(500), request(300), request(100)]
        #expect(verdict(three) == .paused(until: three[0].createdAt + PushFatigue.window))
        #expect(verdict([request(10)]) == .outstanding(until: request(10).expiresAt))
    }

    @Test func `a yes tires nobody, and a request from the future counts for nothing`() {
        #expect(judge([request(500, .spent), request(300, .approved), request(100, .spent), request(90)]) == .free)
        #expect(judge([request(-1000), request(-2000), request(-3000)]) == .free)
    }
}
