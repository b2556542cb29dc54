import Synchronization

/// A value that several tasks fill.
final class Mutexed<Value: Sendable>: Sendable {
    private let mutex: Mutex<Value>

    init(_ value: Value) { mutex = Mutex(value) }

    var value: Value { mutex.withLock { $0 } }

    func update(_ body: (inout sending Value) -> Void) { mutex.withLock { body(&$0) } }
}
