/// One parameter of a statement.
///
/// All but `literal` are sent in binary with their type declared, so a statement that wants another type casts: `$1::jsonb`.
/// Instants are microseconds since the Unix epoch. Arrays may hold NULL elements.
package enum PostgresValue: Equatable, Sendable {
    case null
    case bool(Bool)
    case int4(Int32)
    case int8(Int64)
    case text(String)
    case bytea([UInt8])
    case timestamptz(Int64)
    /// The text form of a value whose type the server infers from the statement, such as a date or a uuid.
    case literal(String)
    case boolArray([Bool?])
    case int4Array([Int32?])
    case int8Array([Int64?])
    case textArray([String?])
    case byteaArray([[UInt8]?])
    case timestamptzArray([Int64?])
}

extension PostgresValue {
    package static func bool(_ value: Bool?) -> PostgresValue {
        value.map { .bool($0) } ?? .null
    }

    package static func int4(_ value: Int32?) -> PostgresValue {
        value.map { .int4($0) } ?? .null
    }

    package static func int8(_ value: Int64?) -> PostgresValue {
        value.map { .int8($0) } ?? .null
    }

    package static func int8(_ value: Int) -> PostgresValue {
        .int8(Int64(value))
    }

    package static func text(_ value: String?) -> PostgresValue {
        value.map { .text($0) } ?? .null
    }

    package static func bytea(_ value: [UInt8]?) -> PostgresValue {
        value.map { .bytea($0) } ?? .null
    }

    package static func timestamptz(_ value: Int64?) -> PostgresValue {
        value.map { .timestamptz($0) } ?? .null
    }

    package static func literal(_ value: String?) -> PostgresValue {
        value.map { .literal($0) } ?? .null
    }

    /// The type declared to the server; unspecified where the server infers it.
    package var type: UInt32 {
        switch self {
        case .null, .literal: PostgresType.unspecified
        case .bool: PostgresType.bool
        case .int4: PostgresType.int4
        case .int8: PostgresType.int8
        case .text: PostgresType.text
        case .bytea: PostgresType.bytea
        case .timestamptz: PostgresType.timestamptz
        case .boolArray: PostgresType.boolArray
        case .int4Array: PostgresType.int4Array
        case .int8Array: PostgresType.int8Array
        case .textArray: PostgresType.textArray
        case .byteaArray: PostgresType.byteaArray
        case .timestamptzArray: PostgresType.timestamptzArray
        }
    }

    /// Whether it is sent in its binary form; the others are text ended by a zero byte.
    var isBinary: Bool {
        switch self {
        case .null, .literal: false
        case .bool, .int4, .int8, .text, .bytea, .timestamptz: true
        case .boolArray, .int4Array, .int8Array, .textArray, .byteaArray, .timestamptzArray: true
        }
    }
}

extension PostgresValue: ExpressibleByNilLiteral {
    package init(nilLiteral: ()) {
        self = .null
    }
}
