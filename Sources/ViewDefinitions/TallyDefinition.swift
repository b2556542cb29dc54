/// Counts, sums and shares of proposals put together by what they say.
package struct TallyDefinition: Sendable, Hashable {
    /// The ways in which it can put them together; the first where a request names none.
    package var groupings: [Grouping]
    package var sums: [Sum]
    /// What the shares are of: `count`, or the key of a sum; nil where there are none.
    package var share: String?
    /// Places behind the point of shares and ratios.
    package var shareDecimals: Int
    /// Whether each status has a column with its count.
    package var splitsByStatus: Bool
    package var ratio: Ratio?
    package var coverage: [Coverage]

    /// One way of putting proposals together.
    package struct Grouping: Sendable, Hashable {
        package var id: String
        package var label: String
        package var by: [ViewDefinition.Column]
        /// What is listed in a field counts as one (`Asia + Europe`), not each by itself.
        package var isCombined: Bool
        package var printed: Printed?

        package init(
            id: String, label: String, by: [ViewDefinition.Column], isCombined: Bool = false, printed: Printed? = nil
        ) {
            self.id = id
            self.label = label
            self.by = by
            self.isCombined = isCombined
            self.printed = printed
        }
    }

    /// A sum of amounts, per currency.
    package struct Sum: Sendable, Hashable {
        package var key: String
        package var label: String
        package var of: Datum
        /// Places behind the point that are shown.
        package var decimals: Int
        /// Shown in units of ten to this power (6 for millions).
        package var power: Int

        package init(key: String, label: String, of: Datum, decimals: Int = 2, power: Int = 0) {
            self.key = key
            self.label = label
            self.of = of
            self.decimals = decimals
            self.power = power
        }
    }

    /// How many of a row's proposals have one of these statuses, out of all of the row.
    package struct Ratio: Sendable, Hashable {
        package var key: String
        package var label: String
        package var statuses: [String]

        package init(key: String, label: String, statuses: [String]) {
            self.key = key
            self.label = label
            self.statuses = statuses
        }
    }

    /// How many of these values at least one proposal names.
    package struct Coverage: Sendable, Hashable {
        package var key: String
        package var label: String
        package var of: Datum
        package var among: [String]

        package init(key: String, label: String, of: Datum, among: [String]) {
            self.key = key
            self.label = label
            self.of = of
            self.among = among
        }
    }

    /// Figures that a paper printed, to be held against the computed ones.
    package struct Printed: Sendable, Hashable {
        package var source: String
        package var rows: [Row]
        package var total: Row?

        /// The row of these group values; the total has none. Figures by column, as they were printed.
        package struct Row: Sendable, Hashable {
            package var group: [String]
            package var figures: [String: String]

            package init(group: [String], figures: [String: String]) {
                self.group = group
                self.figures = figures
            }
        }

        package init(source: String, rows: [Row], total: Row? = nil) {
            self.source = source
            self.rows = rows
            self.total = total
        }
    }

    package init(
        groupings: [Grouping], sums: [Sum] = [], share: String? = nil, shareDecimals: Int = 2,
        splitsByStatus: Bool = false, ratio: Ratio? = nil, coverage: [Coverage] = []
    ) {
        self.groupings = groupings
        self.sums = sums
        self.share = share
        self.shareDecimals = shareDecimals
        self.splitsByStatus = splitsByStatus
        self.ratio = ratio
        self.coverage = coverage
    }

    var data: [Datum] {
        groupings.flatMap { $0.by.map(\.of) } + sums.map(\.of) + coverage.map(\.of)
    }
}
