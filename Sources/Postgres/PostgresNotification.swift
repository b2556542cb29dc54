/// One NOTIFY that reached a listening session.
package struct PostgresNotification: Equatable, Sendable {
    package let channel: String
    package let payload: String
    /// The server process that sent it.
    package let backendPID: Int32

    package init(channel: String, payload: String, backendPID: Int32) {
        self.channel = channel
        self.payload = payload
        self.backendPID = backendPID
    }
}
