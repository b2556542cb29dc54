/// How far a local day may lie from the day in UTC, in hours either way.
package enum LocalDay {
    package static let hours = 14
}
