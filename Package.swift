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
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTP2 = Target.Dependency.product(name: "NIOHTTP2", package: "swift-nio-http2")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioHTTPTypesHTTP2 = Target.Dependency.product(name: "NIOHTTPTypesHTTP2", package: "swift-nio-extras")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let bits = Target.Dependency.product(name: "BitCollections", package: "swift-collections")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let hashTrees = Target.Dependency.product(name: "HashTreeCollections", package: "swift-collections")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdHTTP2 = Target.Dependency.product(name: "HummingbirdHTTP2", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

func module(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = [], more: [SwiftSetting] = []
) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings + more)
}

func tests(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource] = []
) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: settings)
}

/// Templates and files of pages, which stand in the program itself: no file is looked for at run time.
let webResources: [Resource] =
    [
        "act", "acts", "audit", "carried", "changes", "choose", "control", "difference", "forum", "formhead", "head",
        "hints", "history", "home", "inbox", "invited", "layout", "listing", "login", "matrix", "message", "needs",
        "position", "preview", "print", "proof", "proposal", "proposals", "published", "reader", "record", "registry",
        "relayed", "sign", "table", "tablehead", "tables", "text", "timeline", "token", "view", "views", "waiting",
        "way",
    ].map { .embedInCode("Templates/\($0).mustache") }
    + ["page.css", "page.js", "mark.svg"].map { .embedInCode("Assets/\($0)") }
    + ["fr", "ar", "findings-fr", "findings-ar"].map { .embedInCode("Catalogues/\($0).json") }

let package = Package(
    name: "chancery",
    products: [
        .executable(name: "chancery", targets: ["ChanceryCommand"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-nio-http2", exact: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0", traits: []),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        // Floor 0: what knows nothing of Chancery.
        module("CanonicalJSON"),
        module("CivilTime"),
        // Only what is built for tests has failpoints.
        module("Failpoints", more: [.define("FAILPOINTS", .when(configuration: .debug))]),
        module("Sharing"),
        module("Metering"),
        module("Wording"),
        .systemLibrary(name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),

        // Floor 1.
        module("DefinitionTree", ["CanonicalJSON", "Wording"]),
        module("Documents", ["Wording"]),
        module("Record", ["CLibCrypto"]),
        module("Postgres", ["CLibPQ", "Failpoints", deque]),
        module("WebCalls", [nioCore, nioHTTP1, nioPosix, nioSSL]),

        // Floor 2.
        module("Certificates", ["CLibCrypto", "CivilTime", "Record"]),
        module("Lifecycle", ["CanonicalJSON", "CivilTime", "DefinitionTree", "Documents", "Sharing", "Wording"]),
        module("ViewDefinitions", ["CanonicalJSON", "DefinitionTree", "Wording"]),

        // Floor 3.
        module("LineProtocol", ["CanonicalJSON", "CivilTime", "Lifecycle", "Wording", nioCore]),
        module(
            "Proposals",
            [
                "CanonicalJSON", "CivilTime", "DefinitionTree", "Documents", "Lifecycle", "Record", "Sharing",
                "ViewDefinitions", "Wording", hashTrees,
            ]),
        module(
            "DefinitionFiles",
            ["CanonicalJSON", "CivilTime", "DefinitionTree", "Lifecycle", "ViewDefinitions", "Wording", yams]),

        // Floor 4.
        module("LineClient", ["CanonicalJSON", "LineProtocol", nioCore, nioPosix, nioSSL]),
        module("Listening", ["CivilTime", "LineProtocol", heap, nioCore, nioPosix, nioSSL, nioTLS]),
        module("Views", ["CanonicalJSON", "CivilTime", "Lifecycle", "Proposals", "ViewDefinitions", "Wording"]),
        module(
            "ProposalService",
            [
                "CanonicalJSON", "CivilTime", "Documents", "Lifecycle", "Metering", "Proposals", "Record", "Wording",
                bits, deque,
            ]),
        module(
            "Bundles",
            ["CanonicalJSON", "CivilTime", "Failpoints", "Lifecycle", "Proposals", "Record", "Sharing", "Wording"]),

        module(
            "WebPages",
            ["CanonicalJSON", "CivilTime", "Documents", "Lifecycle", "LineProtocol", "Proposals", "Wording"],
            resources: webResources),

        // Floor 5.
        module(
            "Requests",
            [
                "Bundles", "CanonicalJSON", "CivilTime", "Lifecycle", "LineProtocol", "Metering", "ProposalService",
                "Proposals", "Record", "ViewDefinitions", "Views", "Wording",
            ]),
        module("Terminal", ["CivilTime", "DefinitionFiles", "Lifecycle", "LineClient", "LineProtocol", "Proposals"]),

        // Floor 6: three adapters, of which none imports another, and what commands are made of.
        module(
            "PostgresStore",
            ["CanonicalJSON", "CivilTime", "Failpoints", "Postgres", "ProposalService", "Proposals", "Record"]),
        module(
            "LineServer",
            [
                "CanonicalJSON", "CivilTime", "Failpoints", "LineProtocol", "Listening", "Requests", deque, nioCore,
                nioPosix, nioSSL, nioTLS,
            ]),
        module(
            "HTTPServer",
            [
                "CanonicalJSON", "CivilTime", "Lifecycle", "LineProtocol", "Listening", "Record", "Requests",
                "WebPages", "Wording",
                httpTypes, hummingbird, hummingbirdCore, hummingbirdHTTP2, logging, nioCore, nioHTTP1, nioHTTP2,
                nioHTTPTypes, nioHTTPTypesHTTP2, nioPosix, nioSSL, nioTLS,
            ]),
        module(
            "ImportFiles",
            [
                "CanonicalJSON", "CivilTime", "DefinitionFiles", "DefinitionTree", "Lifecycle", "LineProtocol",
                "Proposals", "Record", "Terminal", "Wording",
            ]),
        module(
            "Witnessing",
            ["Bundles", "CanonicalJSON", "CivilTime", "LineClient", "LineProtocol", "Record", "Terminal", "Wording"]),
        module("WitnessCalls", ["ProposalService", "Record", "WebCalls", nioHTTP1]),
        module(
            "IdentityProviders",
            [
                "CanonicalJSON", "CivilTime", "LineProtocol", "Proposals", "Record", "Requests", "WebCalls",
                "Wording", nioCore, nioSSL,
            ]),
        module("ServerLog", ["CanonicalJSON", "CivilTime", "Lifecycle", "LineProtocol", "Terminal", logging]),

        // Floor 7.
        module(
            "Signing",
            ["Bundles", "Failpoints", "ProposalService", "Proposals", "Record", "ServerLog", "Terminal", logging]),
        module(
            "ClientCommands",
            [
                "Bundles", "CanonicalJSON", "CivilTime", "DefinitionFiles", "DefinitionTree", "Documents",
                "ImportFiles", "Lifecycle", "LineClient", "LineProtocol", "Proposals", "Record", "Terminal",
                "Witnessing", "Wording", argumentParser, deque,
            ]),

        // Floor 8.
        module(
            "ServerCommands",
            [
                "Bundles", "CanonicalJSON", "Certificates", "CivilTime", "Failpoints", "HTTPServer",
                "IdentityProviders", "LineProtocol", "LineServer", "Listening",
                "Metering",
                "PostgresStore", "ProposalService", "Record", "Requests", "ServerLog", "Signing", "Terminal",
                "WebPages",
                "WitnessCalls", "Wording", argumentParser, configuration, logging, serviceLifecycle, unixSignals,
            ]),

        // Floor 9: wires.
        .executableTarget(
            name: "ChanceryCommand",
            dependencies: ["ClientCommands", "ServerCommands", "Terminal", argumentParser],
            swiftSettings: settings),

        // Tests.
        .target(name: "TestRandom", path: "Tests/TestRandom", swiftSettings: settings),
        .target(name: "TestTime", path: "Tests/TestTime", swiftSettings: settings),
        .target(
            name: "TestIdentity", dependencies: ["CLibCrypto", "CanonicalJSON", "Record", nioCore, nioHTTP1, nioPosix],
            path: "Tests/TestIdentity", swiftSettings: settings),
        .target(
            name: "TestWeb", dependencies: ["CanonicalJSON", nioCore, nioPosix], path: "Tests/TestWeb",
            swiftSettings: settings),
        .target(
            name: "TestSupport", dependencies: ["Postgres", "PostgresStore", "ProposalService", "TestTime"],
            path: "Tests/TestSupport", exclude: ["Schemas"], swiftSettings: settings),
        .target(
            name: "FuzzTargets",
            dependencies: [
                "Bundles", "CanonicalJSON", "DefinitionFiles", "DefinitionTree", "Lifecycle", "LineProtocol",
                "Proposals", "Record", nioCore,
            ],
            path: "Tests/FuzzTargets", swiftSettings: settings),
        tests("CanonicalJSONTests", ["CanonicalJSON", "TestRandom"], resources: [.copy("Vectors")]),
        tests("CivilTimeTests", ["CivilTime"]),
        tests("MeteringTests", ["Metering"]),
        tests("WordingTests", ["Wording"]),
        tests("DocumentsTests", ["Documents"]),
        tests(
            "LifecycleTests",
            ["CanonicalJSON", "CivilTime", "DefinitionFiles", "DefinitionTree", "Documents", "Lifecycle"],
            exclude: ["Definitions"]),
        tests("RecordTests", ["CanonicalJSON", "Record", "TestRandom"], resources: [.copy("Vectors")]),
        tests("LineProtocolTests", ["CanonicalJSON", "CivilTime", "LineProtocol", "TestRandom", nioCore]),
        tests(
            "ProposalsTests",
            [
                "CanonicalJSON", "CivilTime", "DefinitionFiles", "Documents", "Lifecycle", "Proposals", "Record",
                "TestRandom", "Wording",
            ],
            exclude: ["Definitions", "Golden", "Titles"]),
        tests(
            "BundlesTests",
            [
                "Bundles", "CanonicalJSON", "CivilTime", "DefinitionFiles", "Lifecycle", "Proposals", "Record",
                "TestRandom",
            ]),
        tests(
            "ViewsTests",
            [
                "CanonicalJSON", "CivilTime", "DefinitionFiles", "DefinitionTree", "Lifecycle", "Proposals", "Record",
                "TestSupport", "ViewDefinitions", "Views",
            ],
            exclude: ["Definitions"]),
        tests("FuzzTests", ["FuzzTargets", "TestRandom"]),
        tests("PostgresTests", ["Postgres", "PostgresStore", "TestSupport", "TestTime"]),
        tests(
            "LineClientTests",
            ["CanonicalJSON", "LineClient", "LineProtocol", "TestTime", nioCore, nioEmbedded, nioPosix]),
        tests(
            "DefinitionFilesTests",
            ["CanonicalJSON", "CivilTime", "DefinitionFiles", "DefinitionTree", "Lifecycle", "TestSupport"],
            exclude: ["Faulty", "Good"]),
        tests(
            "ProposalServiceTests",
            [
                "CanonicalJSON", "CivilTime", "DefinitionFiles", "Documents", "Lifecycle", "LineProtocol", "Postgres",
                "PostgresStore", "ProposalService", "Proposals", "Record", "Requests", "Signing", "TestRandom",
                "TestSupport", "TestTime", "ViewDefinitions", "Views",
            ]),
        tests(
            "PostgresStoreTests",
            [
                "CanonicalJSON", "CivilTime", "DefinitionFiles", "Documents", "Lifecycle", "Postgres", "PostgresStore",
                "ProposalService", "Proposals", "Record", "TestRandom", "TestSupport", "TestTime",
            ]),
        tests(
            "LineServerTests",
            [
                "CanonicalJSON", "Certificates", "CivilTime", "LineClient", "LineProtocol", "LineServer", "Listening",
                "ProposalService", "Proposals", "Requests", "TestRandom", "TestTime", nioCore, nioPosix, nioSSL,
            ]),
        tests(
            "WebPagesTests",
            ["CanonicalJSON", "CivilTime", "DefinitionFiles", "Lifecycle", "LineProtocol", "WebPages"],
            exclude: ["Golden"]),
        tests(
            "HTTPServerTests",
            [
                "CanonicalJSON", "CivilTime", "HTTPServer", "LineProtocol", "Listening", "Requests", "TestSupport",
                "TestTime", "TestWeb", httpTypes, nioCore, nioPosix,
            ]),
        tests(
            "IdentityProvidersTests",
            ["CanonicalJSON", "IdentityProviders", "Record", "Requests", "TestIdentity", "WebCalls", nioHTTP1]),
        tests("WitnessCallsTests", ["Record", "WebCalls", "WitnessCalls"]),
        tests(
            "ChanceryCommandTests",
            [
                "CanonicalJSON", "Certificates", "ChanceryCommand", "CivilTime", "ClientCommands", "DefinitionFiles",
                "DefinitionTree",
                "ImportFiles", "Lifecycle", "LineClient", "LineProtocol", "Listening", "PostgresStore", "Proposals",
                "Record", "ServerCommands", "ServerLog", "Terminal", "TestSupport", "TestTime", "WebPages", "Wording",
                argumentParser, logging, nioCore, nioPosix,
            ], resources: [.copy("Golden")]),
        tests(
            "EndToEndTests",
            [
                "Bundles", "CanonicalJSON", "Certificates", "ChanceryCommand", "CivilTime", "ClientCommands",
                "DefinitionFiles",
                "Documents", "Failpoints", "HTTPServer", "IdentityProviders", "ImportFiles", "Lifecycle", "LineClient",
                "LineProtocol",
                "LineServer",
                "Listening", "Postgres", "PostgresStore", "ProposalService", "Proposals", "Record", "Requests",
                "ServerCommands", "ServerLog", "Signing", "Terminal", "TestIdentity", "TestRandom", "TestSupport",
                "TestTime", "TestWeb",
                "WebPages", "WitnessCalls", "Witnessing", nioCore, nioHTTP1, nioPosix,
            ], exclude: ["Golden"]),
        tests(
            "ProtocolPageTests",
            [
                "CanonicalJSON", "CivilTime", "ClientCommands", "DefinitionFiles", "HTTPServer", "Lifecycle",
                "LineProtocol", "LineServer", "Listening", "Postgres", "PostgresStore", "ProposalService",
                "ServerCommands", "ServerLog", "Terminal", "TestSupport", "TestTime", "TestWeb", argumentParser,
                httpTypes,
                logging, nioCore, nioPosix,
            ], exclude: ["Forum"]),
        tests(
            "ConformanceTests",
            [
                "CanonicalJSON", "CivilTime", "DefinitionFiles", "Lifecycle", "LineClient", "LineProtocol",
                "LineServer",
                "Listening", "Postgres", "PostgresStore", "ProposalService", "Requests", "Signing", "TestRandom",
                "TestSupport", "TestTime", nioCore, nioPosix,
            ], exclude: ["Forum", "Matrix/expectations.txt", "Matrix/fixture.txt", "Scenes", "Transcripts"]),
    ]
)
