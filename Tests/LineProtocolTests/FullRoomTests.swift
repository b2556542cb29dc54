import LineProtocol
import Testing

/// What is said where there is no room for one more, of one and of many.
@Suite struct FullRoomTests {
    @Test func oneIsToldAsOne() {
        let one = Failure.tooManyConnections(1, " of trial/cp-FR")
        #expect(one.message == "1 connection of trial/cp-FR is open")
        #expect(one.advice == "Close it, or connect again later.")
        #expect(Failure.tooManyConnections(1).message == "1 connection is open")
        #expect(Failure.tooManyWatches(1).message == "1 watch is open")
        #expect(
            Failure(.tooManyOpen, open: 1, one: "request", many: "requests").message == "1 request is open")
    }

    @Test func manyAreToldAsMany() {
        let many = Failure.tooManyConnections(2, " from this address")
        #expect(many.message == "2 connections from this address are open")
        #expect(many.advice == "Close one of them, or connect again later.")
        let all = Failure.tooManyConnections(300)
        #expect(all.message == "300 connections are open" && all.advice == ErrorCode.tooManyConnections.entry.remedy)
        #expect(Failure.tooManyWatches(16).message == "16 watches are open")
    }
}
