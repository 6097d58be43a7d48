/// Finds passwords that are only a repetition or a sequence, whatever the letters (PP-13).
enum Repetition {
    /// How many independent choices the text shows, at most: a run of equal or of neighbouring characters is one
    /// choice, and a text that repeats a part shows no more than the part does.
    static func points(in text: String) -> Int {
        let scalars = Array(text.lowercased().unicodeScalars.map(\.value))
        return runs(in: Array(scalars.prefix(period(of: scalars))))
    }

    /// The number of maximal runs, where a run of two counts as two.
    private static func runs(in scalars: [UInt32]) -> Int {
        var points = 0
        var start = 0
        while start < scalars.count {
            var end = start + 1
            if end < scalars.count, let step = step(from: scalars[start], to: scalars[end]) {
                while end < scalars.count, Self.step(from: scalars[end - 1], to: scalars[end]) == step { end += 1 }
            }
            if end - start >= 3 {
                points += 1
                start = end
            } else {
                points += 1
                start += 1
            }
        }
        return points
    }

    /// 0 for equal, 1 or -1 for neighbours, where 0 follows 9 as on a keyboard; `nil` for strangers.
    private static func step(from left: UInt32, to right: UInt32) -> Int? {
        if left == right { return 0 }
        if left + 1 == right || left == 57 && right == 48 { return 1 }
        if right + 1 == left || left == 48 && right == 57 { return -1 }
        return nil
    }

    /// The length of the shortest part whose repetition makes the whole, the last one perhaps cut.
    private static func period(of scalars: [UInt32]) -> Int {
        guard scalars.count > 1 else { return scalars.count }
        // A part that does not fit twice is no repetition.
        for length in 1...max(1, scalars.count / 2) {
            let repeats = scalars.indices.dropFirst(length).allSatisfy { scalars[$0] == scalars[$0 - length] }
            if repeats { return length }
        }
        return scalars.count
    }
}
