/// What the system tells of this process.
package struct ProcessFigures: Sendable {
    /// Memory that it holds, in bytes.
    package var residentBytes: Int
    /// Descriptors that are open.
    package var openDescriptors: Int
    /// How many there may be.
    package var mostDescriptors: Int
    /// When it began, in seconds since 1970.
    package var startedAt: Double
    /// Seconds of processor time, its own and the system's for it.
    package var processorSeconds: Double

    /// Figures with every field given.
    package init(
        residentBytes: Int, openDescriptors: Int, mostDescriptors: Int, startedAt: Double, processorSeconds: Double
    ) {
        self.residentBytes = residentBytes
        self.openDescriptors = openDescriptors
        self.mostDescriptors = mostDescriptors
        self.startedAt = startedAt
        self.processorSeconds = processorSeconds
    }
}
