import ArgumentParser
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy

/// Prints the report.
struct LegacyReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Print the legacy authentication report, what was seen last first.")

    @OptionGroup var options: StoreOptions

    @Flag(help: "Print a sheet of comma-separated values.")
    var csv = false

    @Option(help: "Only lines in this state: open, moving, done or accepted.")
    var state: LegacyState?

    @Flag(help: "Only lines on which the password was right at least once.")
    var rightPasswordOnly = false

    func run() async throws {
        try await options.work { tools in
            let search = ListLegacyEntries.Search(state: state?.value, provenOnly: rightPasswordOnly)
            let lines = try await ListLegacyEntries(tools).all(search, by: try await tools.operatorCaller())
            if csv {
                print(LegacySheet.text(of: lines), terminator: "")
            } else {
                options.print(["entries": .array(lines.map { .object($0.json) })])
            }
        }
    }
}

/// Tells what would break if the defaults were switched on.
struct WhatBreaksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "what-breaks",
        abstract: "Tell by name what would break if the security defaults were switched on today.")

    @OptionGroup var options: StoreOptions

    @Flag(help: "Print the people and services as a sheet of comma-separated values.")
    var csv = false

    func run() async throws {
        try await options.work { tools in
            let impact = try await JudgeLegacyImpact(tools)(by: try await tools.operatorCaller())
            guard csv else { return options.print(impact.json) }
            let header = [
                "userPrincipalName", "displayName", "clientAppUsed", "app", "lastDateTime", "isLetInNow", "isService",
                "isExempt", "remedy",
            ]
            let rows = impact.people.flatMap { person in
                person.ways.map { way in
                    [
                        person.userPrincipalName, person.displayName, way.clientApp, way.applicationName,
                        way.lastAt.rfc3339, String(person.isLetIn), String(person.isService), String(person.isExempt),
                        way.remedy.rawValue,
                    ]
                }
            }
            print(LegacySheet.text(rows: [header] + rows), terminator: "")
        }
    }
}

/// Lists what programs sign in with.
struct LegacyWorkloadsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workloads",
        abstract: "List accounts whose password is in a program, and the secrets of apps with their last use.")

    @OptionGroup var options: StoreOptions

    func run() async throws {
        try await options.work { tools in
            let report = try await ListWorkloadCredentials(tools)(by: try await tools.operatorCaller())
            options.print(report.json)
        }
    }
}

/// Writes down who takes care of a line.
struct TendLegacyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tend", abstract: "Say who takes care of a line of the report, and what is being done about it.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "The id of the line, as `legacy report` prints it.")
    var id: String

    @Option(help: "open, moving, done or accepted.")
    var state: LegacyState?

    @Option(help: ArgumentHelp("Until when it is accepted, at most a year from today.", valueName: "days"))
    var acceptDays: Int?

    @Option(help: "The sign-in name of who takes care of it; empty for nobody.")
    var owner: String?

    @Option(help: "A note, at most 1,000 characters.")
    var note: String?

    func validate() throws {
        guard acceptDays.map({ (1...366).contains($0) }) ?? true else {
            throw ValidationError("--accept-days is 1 to 366")
        }
    }

    func run() async throws {
        try await options.work { tools in
            guard let id = ID<LegacyEntry>(parsing: id) else { throw CommandFailure("`\(id)` is no id of a line") }
            let caller = try await tools.operatorCaller()
            let old = try await LegacyEntryDetail(tools)(id, by: caller).line
            let until = acceptDays.map { tools.now + .days($0) } ?? old.entry.acceptedUntil
            let request = TendLegacyEntry.Request(
                owner: owner ?? old.ownerName ?? "", state: state?.value, acceptedUntil: until,
                note: note ?? old.entry.note)
            try await TendLegacyEntry(tools)(id, request, by: caller)
            options.print(try await LegacyEntryDetail(tools)(id, by: caller).line.json)
        }
    }
}

/// The states of a line as the command line names them.
enum LegacyState: String, ExpressibleByArgument, CaseIterable {
    case open, moving, done, accepted

    var value: LegacyEntry.State {
        switch self {
        case .open: .open
        case .moving: .moving
        case .done: .done
        case .accepted: .accepted
        }
    }
}
