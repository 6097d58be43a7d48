import Foundation
import MartletServer

/// Reads what Linux tells of this process under `/proc/self`.
enum ProcessReader {
    /// The figures now; `nil` on a system without `/proc`.
    static func figures() -> ProcessFigures? {
        guard let memory = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
            let resident = memory.split(separator: " ").dropFirst().first.flatMap({ Int($0) }),
            let descriptors = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        else { return nil }
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return ProcessFigures(
            residentBytes: resident * Int(sysconf(Int32(_SC_PAGESIZE))), openDescriptors: descriptors.count,
            mostDescriptors: DescriptorLimit.current, startedAt: startedAt,
            processorSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime))
    }

    /// When this process began: the start of the machine, and the ticks from there that field 22 of `stat` counts.
    private static let startedAt: Double = {
        guard let own = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8),
            let system = try? String(contentsOfFile: "/proc/stat", encoding: .utf8),
            let boot = system.split(separator: "\n").first(where: { $0.hasPrefix("btime ") })
                .flatMap({ Double($0.dropFirst(6)) }),
            // The name of the program stands in brackets and may hold anything, also spaces.
            let bracket = own.lastIndex(of: ")"),
            let ticks = own[own.index(after: bracket)...].split(separator: " ").dropFirst(19).first
                .flatMap({ Double($0) })
        else { return 0 }
        return boot + ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }()

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }
}

/// How many descriptors this process may have open.
enum DescriptorLimit {
    /// Descriptors that connections of clients leave to the store, to files and to what is fetched.
    static let reserve = 128
    /// The most connections that are taken unless the operator says how many.
    static let mostConnections = 16_384

    /// The limit now.
    static var current: Int {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return Int(clamping: limit.rlim_cur)
    }

    /// Raises the limit to what this user may have: the usual 1,024 are for programs that still call `select`.
    static func raise() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    /// As many connections as the limit leaves room for; half of it where it is very low.
    static var connections: Int { min(mostConnections, max(current / 2, current - reserve)) }
}
