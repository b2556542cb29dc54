/// Measurements in the text form that Prometheus reads (version 0.0.4 of its exposition format).
package struct MetricsPage: Sendable {
    /// The media type of the text.
    package static let type = "text/plain; version=0.0.4; charset=utf-8"

    package private(set) var text = ""

    package init() {}

    /// What tells the values of one measurement apart, as `verb` and `SHOW`; the names are words of letters and underscores.
    package typealias Labels = [(name: String, value: String)]

    /// What only grows, and begins anew with the server. The name ends in `_total`.
    package mutating func counter(_ name: String, _ help: String, _ samples: [(Labels, Double)]) {
        family(name, "counter", help)
        for (labels, value) in samples { sample(name, labels, value) }
    }

    /// What goes up and down.
    package mutating func gauge(_ name: String, _ help: String, _ samples: [(Labels, Double)]) {
        family(name, "gauge", help)
        for (labels, value) in samples { sample(name, labels, value) }
    }

    package mutating func histogram(_ name: String, _ help: String, _ samples: [(Labels, Histogram)]) {
        family(name, "histogram", help)
        for (labels, histogram) in samples {
            var upTo: UInt64 = 0
            for (bound, count) in zip(histogram.bounds + [.infinity], histogram.counts) {
                upTo += count
                sample(name + "_bucket", labels + [("le", MetricsPage.number(bound))], Double(upTo))
            }
            sample(name + "_sum", labels, histogram.sum)
            sample(name + "_count", labels, Double(upTo))
        }
    }

    private mutating func family(_ name: String, _ type: String, _ help: String) {
        text += "# HELP \(name) \(MetricsPage.escaped(help, quotes: false))\n# TYPE \(name) \(type)\n"
    }

    private mutating func sample(_ name: String, _ labels: Labels, _ value: Double) {
        text += name
        if !labels.isEmpty {
            let told = labels.map { "\($0.name)=\"\(MetricsPage.escaped($0.value, quotes: true))\"" }
            text += "{\(told.joined(separator: ","))}"
        }
        text += " \(MetricsPage.number(value))\n"
    }

    private static func number(_ value: Double) -> String {
        if value == .infinity { return "+Inf" }
        return value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
