// swift-tools-version:6.2
import PackageDescription

// The targets stand in the order of the drawing in ARCHITECTURE.md, from the inside out: nouns, judgements,
// proofs, rows, verbs, doors, program. A target may import only what it lists
// (`swift build --explicit-target-dependency-import-check error` holds that).

let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// The walk makes some twenty million decisions: the gate and its tests are optimized in debug builds too.
let optimized: [SwiftSetting] = house + [.unsafeFlags(["-O"])]

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")

let package = Package(
    name: "martlet",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "martlet", targets: ["martlet"]),
        .executable(name: "martlet-bench", targets: ["MartletBench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.34.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-certificates.git", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-asn1.git", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
    ],
    targets: [
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "CQRencode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),

        .target(name: "MartletDirectory", swiftSettings: house),
        .target(name: "MartletPolicy", dependencies: ["MartletDirectory"], swiftSettings: optimized),
        .target(
            name: "MartletCredentials",
            dependencies: [
                "MartletDirectory", "CSodium", "CQRencode", crypto, cryptoExtras,
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
            ],
            swiftSettings: house
        ),
        .target(
            name: "MartletStore", dependencies: ["MartletDirectory", "CSQLite", "CPostgres"], swiftSettings: house),
        .target(
            name: "MartletActions",
            dependencies: ["MartletDirectory", "MartletPolicy", "MartletCredentials", "MartletStore", logging],
            swiftSettings: house
        ),
        .target(
            name: "MartletServer",
            dependencies: [
                "MartletDirectory", "MartletPolicy", "MartletActions", hummingbird, logging,
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ],
            resources: [.copy("Resources")],
            swiftSettings: house
        ),
        .executableTarget(
            name: "martlet",
            dependencies: [
                "MartletDirectory", "MartletPolicy", "MartletCredentials", "MartletStore", "MartletActions",
                "MartletServer", hummingbird, logging,
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: house
        ),
        .executableTarget(
            name: "MartletBench",
            dependencies: [
                "MartletDirectory", "MartletPolicy", "MartletCredentials", "MartletStore", "MartletActions", logging,
            ],
            swiftSettings: house
        ),
        .target(
            name: "MartletTesting",
            dependencies: [
                "MartletDirectory", "MartletPolicy", "MartletCredentials", "MartletStore", "MartletActions",
                "MartletServer", hummingbird, logging, crypto,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: house
        ),
        // The kept inputs of the fuzz targets; libFuzzer's own program is built by scripts/fuzz.
        .testTarget(
            name: "FuzzReplayTests",
            dependencies: [
                "MartletDirectory", "MartletPolicy", "MartletCredentials", "MartletStore", "MartletServer", crypto,
            ],
            path: "Fuzz", exclude: ["Corpus", "Dictionaries", "Driver"], sources: ["Targets", "Replay"],
            swiftSettings: house
        ),
        .testTarget(name: "MartletDirectoryTests", dependencies: ["MartletDirectory"], swiftSettings: house),
        .testTarget(
            name: "MartletPolicyTests", dependencies: ["MartletDirectory", "MartletPolicy"], swiftSettings: optimized),
        .testTarget(
            name: "MartletCredentialsTests",
            dependencies: [
                "MartletDirectory", "MartletCredentials", "MartletTesting", crypto, cryptoExtras,
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
            ],
            exclude: ["Vectors"], swiftSettings: house
        ),
        .testTarget(
            name: "MartletStoreTests", dependencies: ["MartletDirectory", "MartletStore"], swiftSettings: house),
        .testTarget(
            name: "MartletActionsTests",
            dependencies: [
                "MartletDirectory", "MartletPolicy", "MartletCredentials", "MartletStore", "MartletActions",
                "MartletTesting", logging, crypto,
            ],
            swiftSettings: house
        ),
        .testTarget(
            name: "MartletServerTests",
            dependencies: [
                "MartletDirectory", "MartletPolicy", "MartletCredentials", "MartletStore", "MartletActions",
                "MartletServer", "MartletTesting", hummingbird, crypto, cryptoExtras,
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            swiftSettings: house
        ),
    ],
    swiftLanguageModes: [.v6]
)
