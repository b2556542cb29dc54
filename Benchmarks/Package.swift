// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who builds Chancery builds these too. The links in Sources make modules of Chancery modules of
// this package, as `package` access asks; their dependencies are those of ../Package.swift, which Benchmarks/check compares.

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let bits = Target.Dependency.product(name: "BitCollections", package: "swift-collections")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let hashTrees = Target.Dependency.product(name: "HashTreeCollections", package: "swift-collections")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let histogram = Target.Dependency.product(name: "Histogram", package: "hdrhistogram-swift")

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
    name: "chancery-benchmarks",
    products: [
        .executable(name: "load", targets: ["load"]),
        .executable(name: "fill", targets: ["fill"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", exact: "0.2.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: []),
    ],
    targets: [
        // Of Chancery, by links.
        module("CanonicalJSON"),
        module("CivilTime"),
        module("Failpoints"),
        module("Metering"),
        module("Sharing"),
        module("Wording"),
        .systemLibrary(name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        module("DefinitionTree", ["CanonicalJSON", "Wording"]),
        module("Documents", ["Wording"]),
        module("Record", ["CLibCrypto"]),
        module("Postgres", ["CLibPQ", "Failpoints", deque]),
        module("Lifecycle", ["CanonicalJSON", "CivilTime", "DefinitionTree", "Documents", "Sharing", "Wording"]),
        module("ViewDefinitions", ["CanonicalJSON", "DefinitionTree", "Wording"]),
        module("LineProtocol", ["CanonicalJSON", "CivilTime", "Lifecycle", "Wording", nioCore]),
        module(
            "DefinitionFiles",
            ["CanonicalJSON", "CivilTime", "DefinitionTree", "Lifecycle", "ViewDefinitions", "Wording", yams]),
        module(
            "Proposals",
            [
                "CanonicalJSON", "CivilTime", "DefinitionTree", "Documents", "Lifecycle", "Record", "Sharing",
                "ViewDefinitions", "Wording", hashTrees,
            ]),
        module("LineClient", ["CanonicalJSON", "LineProtocol", nioCore, nioPosix, nioSSL]),
        module(
            "ProposalService",
            [
                "CanonicalJSON", "CivilTime", "Documents", "Lifecycle", "Metering", "Proposals", "Record", "Wording",
                bits, deque,
            ]),
        module(
            "Bundles",
            ["CanonicalJSON", "CivilTime", "Failpoints", "Lifecycle", "Proposals", "Record", "Sharing", "Wording"]),
        module("Views", ["CanonicalJSON", "CivilTime", "Lifecycle", "Proposals", "ViewDefinitions", "Wording"]),
        module(
            "Requests",
            [
                "Bundles", "CanonicalJSON", "CivilTime", "Lifecycle", "LineProtocol", "Metering", "ProposalService",
                "Proposals", "Record", "ViewDefinitions", "Views", "Wording",
            ]),
        module(
            "PostgresStore",
            ["CanonicalJSON", "CivilTime", "Failpoints", "Postgres", "ProposalService", "Proposals", "Record"]),

        // The load generator.
        module("BenchmarkTexts", ["CanonicalJSON"]),
        module("LoadKit", ["BenchmarkTexts", "CanonicalJSON", "LineClient", "LineProtocol", histogram]),
        .executableTarget(
            name: "load", dependencies: ["CanonicalJSON", "LineClient", "LoadKit", argumentParser],
            swiftSettings: settings),

        // Fills a forum for Benchmarks/growth.
        .executableTarget(
            name: "fill",
            dependencies: [
                "BenchmarkTexts", "CanonicalJSON", "CivilTime", "Lifecycle", "PostgresStore", "ProposalService",
                "Proposals", "Record", argumentParser,
            ], swiftSettings: settings),

        // The microbenchmarks: in a folder that lies in one named Benchmarks, as the plugin asks.
        .executableTarget(
            name: "Micro",
            dependencies: [
                "BenchmarkTexts", "CanonicalJSON", "CivilTime", "DefinitionFiles", "Lifecycle", "LineProtocol",
                "ProposalService", "Proposals", "Record", "Requests",
                .product(name: "Benchmark", package: "benchmark"),
            ], path: "Micro", swiftSettings: settings,
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),

        // Tests.
        .testTarget(
            name: "LoadKitTests",
            dependencies: ["BenchmarkTexts", "CanonicalJSON", "LineClient", "LineProtocol", "LoadKit"],
            swiftSettings: settings),
    ]
)
