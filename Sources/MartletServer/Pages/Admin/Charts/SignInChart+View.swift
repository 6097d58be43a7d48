extension SignInChart {
    /// The drawing as the template `admin-chart-signins` takes it.
    var view: ViewObject {
        [
            "isEmpty": .flag(isEmpty), "height": ViewValue(height),
            "heightWithoutLane": ViewValue(axisY + 6), "baseY": ViewValue(baseY),
            "axisY": ViewValue(axisY), "laneY": ViewValue(laneY), "laneLabelY": ViewValue(laneLabelY),
            "totals": .object(totals.view),
            "lines": ViewValue(
                lines.map { line in
                    ["y": ViewValue(line.y), "labelY": ViewValue(line.labelY), "label": .text(line.label)]
                }),
            "columns": ViewValue(columns.map(\.view)),
        ]
    }
}

extension SignInChart.Column {
    fileprivate var view: ViewObject {
        [
            "date": .text(date), "label": .text(label), "isNamed": .flag(isNamed), "isMinor": .flag(isMinor),
            "slotX": .text(slotX), "slotWidth": .text(slotWidth), "x": .text(x), "width": .text(width),
            "middle": .text(middle), "pieces": ViewValue(pieces.map(\.view)), "legacy": ViewValue(legacy?.view),
            "counts": .object(counts.view),
        ]
    }
}

extension SignInChart.Piece {
    fileprivate var view: ViewObject {
        ["name": .text(name), "y": ViewValue(y), "height": ViewValue(height)]
    }
}

extension SignInChart.Counts {
    fileprivate var view: ViewObject {
        [
            "success": .text(success), "interrupted": .text(interrupted), "failure": .text(failure),
            "legacy": .text(legacy),
        ]
    }
}
