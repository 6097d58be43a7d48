import Foundation

/// Measures one node and two nodes on one PostgreSQL in the same run: sign-ins and refreshes a second, and whose
/// processor time they took.
enum NodesBench {
    /// Runs one node, two, and one again, so that what changed on the machine meanwhile shows.
    static func run(_ arguments: [String]) throws {
        guard let folder = arguments.first else { exit(64) }
        let bed = try TestBed.load(folder)
        let people = bed.secrets.count - 1
        let share = (people - 1) / 3
        for (turn, count) in [1, 2, 1].enumerated() {
            let beds = (0..<count).map { node in
                var one = bed
                one.port = bed.port + node
                return one
            }
            let servers = try beds.map { try $0.start() }
            let used = servers.map(\.processorSeconds).reduce(0, +)
            let began = ContinuousClock.now
            let results = Results()
            let part = share / count
            // The first person has signed in when the installation was made, and a time step counts once.
            let first = 1 + turn * share
            Threads.run(count) { node in
                results.add(
                    Result { try Load.signIns(beds[node], threads: 16, from: first + node * part, count: part) })
            }
            let signIns = try results.all()
            let passed = (ContinuousClock.now - began).asSeconds
            let done = signIns.reduce(0) { $0 + $1.refreshTokens.count }
            let signInWork = servers.map(\.processorSeconds).reduce(0, +) - used
            let refreshed = Rates()
            Threads.run(count) { node in
                let tokens = signIns[node].refreshTokens
                refreshed.add(Result { try Load.refreshes(beds[node], tokens: tokens, threads: 16, seconds: 8) })
            }
            let refreshWork = servers.map(\.processorSeconds).reduce(0, +) - used - signInWork
            let rates = try refreshed.all()
            print(
                String(
                    format: "%d\t%.1f\t%.2f\t%.1f\t%.2f", count, Double(done) / passed, signInWork / passed,
                    rates.reduce(0, +), refreshWork / 8))
            fflush(nil)
            for server in servers { server.stop() }
        }
    }

    private typealias Results = Gathered<Load.SignIns>
    private typealias Rates = Gathered<Double>
}
