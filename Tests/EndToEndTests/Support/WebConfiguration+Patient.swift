import HTTPServer
import Listening

extension WebConfiguration {
    /// A server on which a busy machine comes up against no limit of time, and all logins happen within one minute.
    static func patient(
        at address: ListenAddress = .tcp(host: "127.0.0.1", port: 0)
    ) -> WebConfiguration {
        var configuration = WebConfiguration(address: address, name: "test")
        configuration.idlePeriod = .milliseconds(TestServer.patience)
        configuration.bodyPeriod = .milliseconds(TestServer.patience)
        configuration.stallPeriod = .milliseconds(TestServer.patience)
        let now = ContinuousClock.now
        configuration.now = { now }
        return configuration
    }
}
