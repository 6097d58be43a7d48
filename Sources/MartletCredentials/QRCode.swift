import CQRencode

/// QR codes as inline SVG, for authenticator apps to scan.
package enum QRCode {
    /// The text does not fit in a QR code.
    package struct TooLong: Error, Equatable {
        /// The only value there is.
        package init() {}
    }

    /// Modules of white around the code (ISO/IEC 18004 wants four).
    private static let quietZone = 4

    /// An `<svg>` that shows `text` (up to some 2,300 bytes), `label` being its name for screen readers.
    ///
    /// Black on white whatever the theme, as many scanners want it; the size is the style sheet's affair, and there is
    /// no inline style.
    package static func svg(_ text: String, label: String = "QR code") throws(TooLong) -> String {
        let bytes = Array(text.utf8)
        guard let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_M) else { throw TooLong() }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        let modules = UnsafeBufferPointer(start: code.pointee.data, count: width * width)
        let side = width + 2 * quietZone
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(side) \(side)\" role=\"img\""
            + " aria-label=\"\(escaped(label))\" shape-rendering=\"crispEdges\">"
            + "<rect width=\"\(side)\" height=\"\(side)\" fill=\"#fff\"/>"
            + "<path fill=\"#000\" d=\"\(path(modules, width: width))\"/></svg>"
    }

    /// Every run of black modules in a row as one rectangle.
    private static func path(_ modules: UnsafeBufferPointer<UInt8>, width: Int) -> String {
        var path = ""
        for row in 0..<width {
            var column = 0
            while column < width {
                let start = column
                // The lowest bit is the colour; the others say what the module is part of.
                while column < width, modules[row * width + column] & 1 == 1 { column += 1 }
                let length = column - start
                if length > 0 { path += "M\(start + quietZone) \(row + quietZone)h\(length)v1h-\(length)z" }
                column += 1
            }
        }
        return path
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
        return result
    }
}
