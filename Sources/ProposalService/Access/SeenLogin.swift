package import CivilTime
package import Proposals

/// What a login is told of itself.
package struct SeenLogin: Sendable {
    /// When the token ends; nil where it does not.
    package var expires: Instant?
    /// Those that are held now.
    package var appointments: [Appointment]
    /// Of the server.
    package var isAdministrator: Bool
}
