// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who builds Chancery builds this too. The links in Sources make modules of Chancery modules of this
// package, compiled so that libFuzzer sees which way an input takes; their dependencies are those of ../../Package.swift, which
// Benchmarks/check compares.

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
    .unsafeFlags(["-sanitize=fuzzer"]),
]

let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let hashTrees = Target.Dependency.product(name: "HashTreeCollections", package: "swift-collections")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
    name: "chancery-fuzz",
    dependencies: [
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        // Of Chancery, by links.
        module("CanonicalJSON"),
        module("CivilTime"),
        module("Failpoints"),
        module("Sharing"),
        module("Wording"),
        .systemLibrary(name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        module("DefinitionTree", ["CanonicalJSON", "Wording"]),
        module("Documents", ["Wording"]),
        module("Record", ["CLibCrypto"]),
        module("Lifecycle", ["CanonicalJSON", "CivilTime", "DefinitionTree", "Documents", "Sharing", "Wording"]),
        module("ViewDefinitions", ["CanonicalJSON", "DefinitionTree", "Wording"]),
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
        module(
            "Bundles",
            ["CanonicalJSON", "CivilTime", "Failpoints", "Lifecycle", "Proposals", "Record", "Sharing", "Wording"]),
        .target(
            name: "FuzzTargets",
            dependencies: [
                "Bundles", "CanonicalJSON", "DefinitionFiles", "DefinitionTree", "Lifecycle", "LineProtocol",
                "Proposals", "Record", nioCore,
            ], swiftSettings: settings),

        .systemLibrary(name: "CLibFuzzer"),
        .executableTarget(
            name: "fuzz", dependencies: ["CLibFuzzer", "FuzzTargets"], swiftSettings: settings,
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]),
    ]
)
