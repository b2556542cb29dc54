package import Postgres
package import PostgresStore

/// What a test database begins with. Prepared once in a process, under its name, then copied.
package struct TestTemplate: Sendable {
    package let name: String
    /// Fills the template, as the role that owns it. It must close its connections: a database in use cannot be copied.
    package let prepare: @Sendable (_ conninfo: String) async throws -> Void

    package init(name: String, prepare: @escaping @Sendable (_ conninfo: String) async throws -> Void) {
        self.name = name
        self.prepare = prepare
    }

    package static let empty = TestTemplate(name: "empty") { _ in }
}

/// A database of its own for one suite or test, in the shared cluster.
package struct TestDatabase: Sendable {
    package let name: String
    package let cluster: EmbeddedCluster

    /// A database that is there already.
    package init(name: String, cluster: EmbeddedCluster) {
        self.name = name
        self.cluster = cluster
    }

    /// Copies the template.
    package static func create(_ template: TestTemplate = .empty) async throws -> TestDatabase {
        let source = try await TemplateRegistry.shared.database(for: template)
        let name = "test_\(String(UInt64.random(in: 0 ... .max), radix: 36))"
        try await TestCluster.administer(
            """
            CREATE DATABASE \(Conninfo.identifier(name))
            TEMPLATE \(Conninfo.identifier(source)) OWNER \(EmbeddedCluster.ownerRole)
            """)
        return TestDatabase(name: name, cluster: try await TestCluster.shared)
    }

    /// A copy of this database as it is now. Nobody may be connected to it.
    package func copied() async throws -> TestDatabase {
        let copy = "\(name)_\(String(UInt64.random(in: 0 ... .max), radix: 36))"
        try await TestCluster.administer(
            """
            CREATE DATABASE \(Conninfo.identifier(copy))
            TEMPLATE \(Conninfo.identifier(name)) OWNER \(EmbeddedCluster.ownerRole)
            """)
        return TestDatabase(name: copy, cluster: cluster)
    }

    /// A busy machine may take long over a connection: that decides no test.
    package func conninfo(role: EmbeddedCluster.Role = .app) -> String {
        cluster.conninfo(role: role, database: name) + " connect_timeout=0"
    }

    package func configuration(role: EmbeddedCluster.Role = .app) -> PostgresConfiguration {
        PostgresConfiguration(conninfo: conninfo(role: role)).patient
    }

    /// Runs a statement about this database as the superuser, in another one.
    package func administer(_ sql: String) async throws { try await TestCluster.administer(sql) }

    package func connect(role: EmbeddedCluster.Role = .app) async throws -> PostgresConnection {
        try await PostgresConnection.connect(configuration(role: role))
    }

    /// Ends all sessions and removes the database. Not needed at the end of the process.
    package func drop() async throws {
        try await TestCluster.administer("DROP DATABASE IF EXISTS \(Conninfo.identifier(name)) WITH (FORCE)")
    }
}

/// Which templates this process has prepared or is preparing.
private actor TemplateRegistry {
    static let shared = TemplateRegistry()

    private var templates: [String: Task<String, any Error>] = [:]

    func database(for template: TestTemplate) async throws -> String {
        if let known = templates[template.name] { return try await known.value }
        let preparing = Task {
            let name = "template_\(template.name)"
            try await TestCluster.administer(
                "CREATE DATABASE \(Conninfo.identifier(name)) OWNER \(EmbeddedCluster.ownerRole)")
            try await template.prepare(
                TestCluster.shared.conninfo(role: .owner, database: name) + " connect_timeout=0")
            return name
        }
        templates[template.name] = preparing
        return try await preparing.value
    }
}
