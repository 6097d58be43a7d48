import Foundation

/// What libFuzzer calls. The environment variable `FUZZ_TARGET` says which target is run.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    do {
        try chosen.check(Array(UnsafeBufferPointer(start: bytes, count: count)))
    } catch {
        // libFuzzer keeps the input of a process that dies.
        fatalError("\(chosen.name): this does not hold: \(error)")
    }
    return 0
}

private let chosen: any FuzzTarget.Type = {
    let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
    guard let target = FuzzTargets.named(name) else { fatalError("no target is called `\(name)`") }
    return target
}()
