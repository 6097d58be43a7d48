import ArgumentParser

/// The program: one command a file.
///
/// It owns the arguments, the settings and the making of everything live (`Wiring`). It holds no rule of the product.
@main
struct Martlet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "martlet",
        abstract: "An identity provider that is safe from its first minute.",
        version: "0.1.0",
        subcommands: [
            Serve.self, Initialize.self, UserCommands.self, ApplicationCommands.self, SecurityDefaultsCommand.self,
            MethodsCommand.self, StrengthCommands.self, LegacyCommands.self, RADIUSCommands.self,
            HardwareTokenCommands.self, CertificateCommands.self, KeyCommands.self, BackupCommand.self,
            RestoreCommand.self,
            MoveCommand.self,
            MigrateCommand.self,
            Check.self, Demo.self,
        ])
}
