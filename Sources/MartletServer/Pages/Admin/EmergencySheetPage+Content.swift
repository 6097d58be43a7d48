extension EmergencySheetPage: Page {
    package static var template: String { "admin-emergency-sheet" }
    package static var section: String { "adminEmergency" }
    package var titleKey: String { "admin.sheet.title" }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "signInURL": .text(signInURL), "madeOn": .text(madeOn),
            "sheets": ViewValue(
                sheets.enumerated().map { index, sheet in
                    [
                        "number": ViewValue(index + 1), "of": ViewValue(sheets.count),
                        "userPrincipalName": .text(sheet.userPrincipalName), "password": .text(sheet.password),
                        "key": .text(sheet.key), "codes": ViewValue(texts: sheet.recoveryCodes),
                        "qrCode": TrustedSVG(sheet.qrCode).map(ViewValue.drawing) ?? .absent,
                    ]
                }),
        ]
    }
}
