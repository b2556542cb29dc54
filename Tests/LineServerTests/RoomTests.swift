import Listening
import Testing

/// How many of something may be open, and who counts as one.
@Suite struct RoomTests {
    @Test func soManyOfOneNameAndSoManyInAll() throws {
        let room = Room(ofName: 2, ofAll: 4)
        try room.enter("a")
        try room.enter("a")
        #expect(throws: Room.Full.ofName(2)) { try room.enter("a") }
        try room.enter("b")
        try room.enter(nil)
        #expect(throws: Room.Full.ofAll(4)) { try room.enter("b") }
        #expect(throws: Room.Full.ofAll(4)) { try room.enter(nil) }
        room.leave("a")
        #expect(room.count == 3)
        try room.enter("a")
        for name in ["a", "a", "b", nil] { room.leave(name) }
        #expect(room.count == 0)
        try room.enter("a")
        try room.enter("a")
        #expect(throws: Room.Full.ofName(2)) { try room.enter("a") }
    }

    /// What nobody can tell apart is counted with all others alone.
    @Test func whatHasNoNameIsCountedInAllAlone() throws {
        let room = Room(ofName: 1, ofAll: 3)
        for _ in 0..<3 { try room.enter(nil) }
        #expect(throws: Room.Full.ofAll(3)) { try room.enter(nil) }
    }

    @Test(
        arguments: [
            (nil, nil), ("127.0.0.1", nil), ("127.8.9.1", nil), ("::1", nil), ("::ffff:127.0.0.1", nil),
            ("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::9", "2001:db8:1:2::/64"), ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
            ("fe80::1%eth0", "fe80:0:0:0::/64"),
        ] as [(String?, String?)]) func whoeverHasOneAddressHasItsNeighbours(_ address: String?, _ name: String?)
    {
        #expect(ClientAddress.name(of: address) == name)
    }
}
