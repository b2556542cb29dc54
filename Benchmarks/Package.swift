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
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
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
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", exact: "0.2.0"),
    ],
    targets: [
        // Of Chancery, by links.
        module("CanonicalJSON"),
        module("Lifecycle", ["CanonicalJSON"]),
        module("LineProtocol", ["CanonicalJSON", "Lifecycle", nioCore]),
        module("LineClient", ["CanonicalJSON", "LineProtocol", nioCore, nioPosix, nioSSL]),
        .systemLibrary(name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        module("Record", ["CLibCrypto"]),
        module("Proposals", ["CanonicalJSON", "Lifecycle", "Record"]),
        module("Postgres", ["CLibPQ"]),
        module("ProposalService", ["CanonicalJSON", "Lifecycle", "Proposals", "Record"]),
        module(
            "PostgresStore", ["CanonicalJSON", "Lifecycle", "Postgres", "ProposalService", "Proposals", "Record"]),

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
                "BenchmarkTexts", "CanonicalJSON", "Lifecycle", "PostgresStore", "ProposalService", "Proposals",
                "Record",
                argumentParser,
            ], swiftSettings: settings),

        // Tests.
        .testTarget(
            name: "LoadKitTests",
            dependencies: ["BenchmarkTexts", "CanonicalJSON", "LineClient", "LineProtocol", "LoadKit"],
            swiftSettings: settings),
    ]
)
