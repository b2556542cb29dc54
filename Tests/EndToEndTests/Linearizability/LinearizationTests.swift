import Testing

/// The checker on histories that were made by hand.
@Suite struct LinearizationTests {
    /// A number that is written and read.
    private enum Register: SequentialModel {
        enum Operation {
            case write(Int)
            case read(Int)
        }

        static func state(after operation: Operation, in state: Int) -> Int? {
            switch operation {
            case .write(let number): number
            case .read(let number): number == state ? state : nil
            }
        }
    }

    private func order(_ history: [(Register.Operation, ClosedRange<Int>)]) -> [Int]? {
        Linearization<Register>.order(
            history.map { Timed(operation: $0.0, asked: $0.1.lowerBound, answered: $0.1.upperBound) }, from: 0)
    }

    @Test func nothingIsInOrder() {
        #expect(order([]) == [])
    }

    @Test func oneAfterTheOther() {
        #expect(order([(.write(1), 0...1), (.read(1), 2...3), (.write(2), 4...5), (.read(2), 6...7)]) == [0, 1, 2, 3])
    }

    @Test func aReadBesideAWriteSeesEither() {
        #expect(order([(.write(1), 0...3), (.read(1), 1...2)]) == [0, 1])
        #expect(order([(.write(1), 0...3), (.read(0), 1...2)]) == [1, 0])
        #expect(order([(.write(1), 0...5), (.read(0), 1...2), (.read(1), 3...4)]) == [1, 0, 2])
    }

    @Test func whatWasReadIsNotUnread() {
        #expect(order([(.write(1), 0...5), (.read(1), 1...2), (.read(0), 3...4)]) == nil)
    }

    @Test func aReadAfterAWriteIsNotStale() {
        #expect(order([(.write(1), 0...1), (.read(0), 2...3)]) == nil)
        #expect(order([(.write(1), 0...1), (.write(2), 2...3), (.read(1), 4...5)]) == nil)
    }

    @Test func whatNobodyWroteIsNotRead() {
        #expect(order([(.write(1), 0...3), (.read(2), 1...2)]) == nil)
    }

    /// Two writes beside each other took effect in one order, for every reader.
    @Test func twoReadersSeeOneOrder() {
        let writes: [(Register.Operation, ClosedRange<Int>)] = [(.write(1), 0...20), (.write(2), 1...21)]
        #expect(order(writes + [(.read(1), 2...3), (.read(2), 4...5), (.read(2), 6...7)]) != nil)
        #expect(order(writes + [(.read(1), 2...5), (.read(2), 3...6), (.read(2), 7...9), (.read(1), 8...10)]) == nil)
    }

    /// The first way in is wrong, and is gone back from.
    @Test func itTurnsBack() {
        let history: [(Register.Operation, ClosedRange<Int>)] = [
            (.write(1), 0...10), (.write(2), 1...11), (.read(2), 12...13), (.read(2), 14...15),
        ]
        #expect(order(history) == [0, 1, 2, 3])
        #expect(order([history[0], history[1], (.read(1), 12...13), (.read(1), 14...15)]) == [1, 0, 2, 3])
        #expect(order([history[0], history[1], (.read(1), 12...13), (.read(2), 14...15)]) == nil)
    }

    /// Many writes at once and a read that none explains: without memory this would take 12! ways.
    @Test func itRemembersWhereItWas() {
        let writes = (0..<12).map { (Register.Operation.write($0 % 3), $0...(100 + $0)) }
        #expect(order(writes + [(.read(9), 200...201)]) == nil)
        #expect(order(writes + [(.read(2), 200...201)]) != nil)
    }
}
