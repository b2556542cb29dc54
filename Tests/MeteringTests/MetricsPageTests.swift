import Testing

@testable import Metering

/// The text that Prometheus reads, and what is counted for it.
@Suite struct MetricsPageTests {
    @Test func aPageAsItIsRead() {
        var page = MetricsPage()
        page.counter("a_total", "What came.\nAll \\ of it.", [([], 3), ([("who", "a \"b\"\\\n")], 1.5)])
        page.gauge("b", "What is there.", [])
        var histogram = Histogram([0.1, 1])
        for value in [0.1, 0.05, 1.01, 0.5, 7] { histogram.add(value) }
        page.histogram("c_seconds", "How long.", [([("verb", "SHOW")], histogram)])
        #expect(
            page.text == """
                # HELP a_total What came.\\nAll \\\\ of it.
                # TYPE a_total counter
                a_total 3
                a_total{who="a \\"b\\"\\\\\\n"} 1.5
                # HELP b What is there.
                # TYPE b gauge
                # HELP c_seconds How long.
                # TYPE c_seconds histogram
                c_seconds_bucket{verb="SHOW",le="0.1"} 2
                c_seconds_bucket{verb="SHOW",le="1"} 3
                c_seconds_bucket{verb="SHOW",le="+Inf"} 5
                c_seconds_sum{verb="SHOW"} 8.66
                c_seconds_count{verb="SHOW"} 5

                """)
    }

    @Test func aValueOnABoundBelongsToIt() {
        var sizes = Histogram.sizes
        for value in [1.0, 2, 3, 1024, 1025] { sizes.add(value) }
        #expect(sizes.counts == [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1])
        #expect(sizes.count == 5)
    }

    @Test func theProcessSaysWhatItTakes() throws {
        var page = MetricsPage()
        ProcessFigures.write(to: &page)
        func value(_ name: String) throws -> Double {
            let line = try #require(page.text.split(separator: "\n").first { $0.hasPrefix(name + " ") })
            return try #require(Double(line.dropFirst(name.count + 1)))
        }
        #expect(try value("process_resident_memory_bytes") > 1_000_000)
        #expect(try value("process_open_fds") >= 3)
        #expect(try value("process_max_fds") >= value("process_open_fds"))
        #expect(try value("process_cpu_seconds_total") > 0)
    }
}
