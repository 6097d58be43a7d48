/// The apps that every organisation has from its first day, because programs in the world carry their identifiers.
package enum FirstPartyApplication {
    /// The Azure command line, whose identifier stands in its own source.
    package static let azureCLI = ID<Application>("04b07795-8ddb-461a-bbee-02f9e1bf7b46")

    /// Every such app as `tenant` gets it; an administrator may switch one off, and change nothing else of it.
    ///
    /// The command line manages the organisation, hence it is a management surface: everybody needs a second factor for
    /// it, always (D9). It may use device codes, which no other app may unless somebody allows it (A191): `az login` on
    /// a machine without a browser has no other way. It never sends a password.
    package static func all(in tenant: ID<Tenant>, at: Timestamp) -> [Application] {
        var settings = ApplicationSettings()
        settings.isFirstParty = true
        return [
            Application(
                id: azureCLI, tenant: tenant, displayName: "Azure CLI", kind: .public,
                redirectURIs: ["http://localhost"], isManagement: true, allowsDeviceCode: true, requiresPKCE: true,
                settings: settings, createdAt: at)
        ]
    }
}
