// swift-tools-version: 6.2
import PackageDescription

/// Settings of every target: language mode 6, and the upcoming features that keep imports and existentials explicit.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource] = []
) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: settings)
}

let package = Package(
    name: "chancery",
    products: [
        .executable(name: "chancery", targets: ["ChanceryCommand"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        // Floor 0: pure, no I/O.
        module("CanonicalJSON"),
        module("Lifecycle", ["CanonicalJSON"]),
        module("Record", ["CLibCrypto"]),
        module("LineProtocol", ["CanonicalJSON", "Lifecycle", nioCore]),
        .systemLibrary(name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),

        // Floor 1.
        module("Proposals", ["CanonicalJSON", "Lifecycle", "Record"]),
        module("Postgres", ["CLibPQ"]),
        module("LineClient", ["CanonicalJSON", "LineProtocol", nioCore, nioPosix, nioSSL]),
        module("DefinitionFiles", ["CanonicalJSON", "Lifecycle", yams]),

        // Floor 2.
        module("Views", ["CanonicalJSON", "Lifecycle", "Proposals"]),
        module("ProposalService", ["CanonicalJSON", "Lifecycle", "Proposals", "Record"]),

        module("Bundles", ["CanonicalJSON", "Lifecycle", "Proposals", "Record"]),

        // Floor 3.
        module(
            "Requests",
            [
                "Bundles", "CanonicalJSON", "Lifecycle", "LineProtocol", "ProposalService", "Proposals", "Record",
                "Views",
            ]),

        // Floor 4: adapters; none imports another.
        module(
            "PostgresStore", ["CanonicalJSON", "Lifecycle", "Postgres", "ProposalService", "Proposals", "Record"]),
        module(
            "LineServer",
            [
                "CanonicalJSON", "Lifecycle", "LineProtocol", "Requests", nioCore, nioPosix, nioSSL, nioTLS,
            ]),

        // Floor 5: what commands of the client and of the server stand on.
        module("Terminal", ["DefinitionFiles", "Lifecycle", "LineClient", "LineProtocol", "Proposals"]),

        // Floor 6.
        module(
            "ImportFiles",
            ["CanonicalJSON", "DefinitionFiles", "Lifecycle", "LineProtocol", "Proposals", "Record", "Terminal"]),
        module(
            "Witnessing",
            ["Bundles", "CanonicalJSON", "Lifecycle", "LineClient", "LineProtocol", "Record", "Terminal"]),
        module("ServerLog", ["CanonicalJSON", "Lifecycle", "LineProtocol", "Terminal", logging]),

        // Floor 7.
        module("Signing", ["Bundles", "ProposalService", "Proposals", "Record", "ServerLog", "Terminal", logging]),
        module(
            "ClientCommands",
            [
                "Bundles", "CanonicalJSON", "DefinitionFiles", "ImportFiles", "Lifecycle", "LineClient", "LineProtocol",
                "Proposals", "Record", "Terminal", "Witnessing", argumentParser,
            ]),

        // Floor 8.
        module(
            "ServerCommands",
            [
                "Bundles", "CanonicalJSON", "Lifecycle", "LineProtocol", "LineServer", "PostgresStore",
                "ProposalService", "Record", "Requests", "ServerLog", "Signing", "Terminal", argumentParser,
                configuration, logging, serviceLifecycle, unixSignals,
            ]),

        // Floor 9: wires.
        .executableTarget(
            name: "ChanceryCommand",
            dependencies: ["ClientCommands", "ServerCommands", "Terminal", argumentParser],
            swiftSettings: settings),

        // Tests.
        .target(name: "TestRandom", path: "Tests/TestRandom", swiftSettings: settings),
        .target(
            name: "TestSupport", dependencies: ["Postgres", "PostgresStore", "ProposalService"],
            path: "Tests/TestSupport", exclude: ["Schemas"], swiftSettings: settings),
        tests("CanonicalJSONTests", ["CanonicalJSON", "TestRandom"], resources: [.copy("Vectors")]),
        tests("LifecycleTests", ["CanonicalJSON", "DefinitionFiles", "Lifecycle"], exclude: ["Definitions"]),
        tests("RecordTests", ["CanonicalJSON", "Record", "TestRandom"], resources: [.copy("Vectors")]),
        tests("LineProtocolTests", ["CanonicalJSON", "Lifecycle", "LineProtocol", "TestRandom", nioCore]),
        tests(
            "ProposalsTests", ["CanonicalJSON", "DefinitionFiles", "Lifecycle", "Proposals", "Record", "TestRandom"],
            exclude: ["Definitions", "Golden"]),
        tests(
            "BundlesTests",
            ["Bundles", "CanonicalJSON", "DefinitionFiles", "Lifecycle", "Proposals", "Record", "TestRandom"]),
        tests(
            "ViewsTests",
            ["CanonicalJSON", "DefinitionFiles", "Lifecycle", "Proposals", "Record", "TestSupport", "Views"],
            exclude: ["Definitions"]),
        tests("PostgresTests", ["Postgres", "PostgresStore", "TestSupport"]),
        tests("LineClientTests", ["CanonicalJSON", "LineClient", "LineProtocol", nioCore, nioEmbedded, nioPosix]),
        tests(
            "DefinitionFilesTests", ["CanonicalJSON", "DefinitionFiles", "Lifecycle", "TestSupport"],
            exclude: ["Faulty", "Good"]),
        tests(
            "ProposalServiceTests",
            [
                "CanonicalJSON", "DefinitionFiles", "Lifecycle", "LineProtocol", "Postgres", "PostgresStore",
                "ProposalService", "Proposals", "Record", "Requests", "TestRandom", "TestSupport",
            ]),
        tests(
            "PostgresStoreTests",
            [
                "CanonicalJSON", "DefinitionFiles", "Lifecycle", "Postgres", "PostgresStore", "ProposalService",
                "Proposals", "Record", "TestSupport",
            ]),
        tests(
            "LineServerTests",
            [
                "CanonicalJSON", "LineClient", "LineProtocol", "LineServer", "ProposalService", "Proposals", "Requests",
                nioCore, nioPosix, nioSSL,
            ]),
        tests(
            "ChanceryCommandTests",
            [
                "CanonicalJSON", "ChanceryCommand", "ClientCommands", "DefinitionFiles", "ImportFiles", "Lifecycle",
                "LineClient", "LineProtocol", "Record", "ServerCommands", "ServerLog", "Terminal", "TestSupport",
                argumentParser, logging, nioCore, nioPosix,
            ], resources: [.copy("Golden")]),
        tests(
            "EndToEndTests",
            [
                "Bundles", "CanonicalJSON", "ChanceryCommand", "ClientCommands", "DefinitionFiles", "Lifecycle",
                "LineClient", "LineProtocol", "LineServer", "Postgres", "PostgresStore", "ProposalService", "Proposals",
                "Record", "Requests", "ServerCommands", "ServerLog", "Signing", "Terminal", "TestRandom", "TestSupport",
                "Witnessing",
            ], exclude: ["Golden"]),
        tests(
            "ProtocolPageTests",
            [
                "CanonicalJSON", "ChanceryCommand", "ClientCommands", "DefinitionFiles", "Lifecycle", "LineProtocol",
                "LineServer", "Postgres", "PostgresStore", "ProposalService", "ServerCommands", "ServerLog", "Terminal",
                "TestSupport", argumentParser, logging, nioCore, nioPosix,
            ], exclude: ["Forum"]),
    ]
)
