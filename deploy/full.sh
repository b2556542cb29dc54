# What `deploy/test full` runs beyond every test: one row after the other, each with its log and its figures. Sourced by deploy/test.
#
# A row that passed is not run again until what it read is other, so that whoever interrupts it goes on where it stopped. A new row is one
# more line below; what it prints as "figure: ..." stands in the table, figures of the same words added up.

full_state=.build/full

# name ; command ; what it shows
full_rows() {
    cat <<'END'
tests;every_test;every test, with a share of what takes long
conformance;suite TranscriptTests|CoverageTests|CodeTests;conformance: text transcripts, every error code, every limit
json;suite JSONSuiteTests|TestSuiteTests;the JSON test suite, in the decoder and over a line
splits;suite SplitTests;every recorded connection in other pieces, short ones cut at each byte
cancellations;suite CancellationTests;2,000 random cancellations
failpoints;suite KillTests|BrokenStepTests|StartKillTests|ReleasedProgramTests;kill -9 of the server at each failpoint under load, 25 times each
migrations;suite killedAtEachMigration;kill -9 of the program that migrates, at each migration of a filled database
postgres;suite PostgresFaultTests;kill -9 and immediate shutdown of PostgreSQL under load, 100 times
cuts;suite CutTests;1,000 connections cut at random bytes, of clients and to the database
fuzz;suite FuzzTests;100,000 mutations of hostile bytes for each target of short inputs, fewer of longer ones
fuzzer;Tests/Fuzz/run --runs 20000000;20,000,000 inputs for each target that libFuzzer chooses by the ways they go
texts;suite FreeTextTests;10,000 odd texts in every field that takes what people write
order;suite LinearizabilityTests;1,000 histories of 200 operations through two servers, each explained by one order
matrix;suite AuthorizationTests;every verb by every role, for every partner, in every time
planted;Tests/Planted/run;planted faults, each of which removes one check: the tests catch it
races;sanitized thread;every test but the end-to-end ones under ThreadSanitizer
addresses;sanitized address;the same under AddressSanitizer
neighbours;benchmark neighbours;what one costs another: idle connections, watchers, a noisy account
soak;benchmark soak;15 minutes at half of the top rate
END
}

suite() {
    export CHANCERY_FULL=1 CHANCERY_EVERY_SPLIT=1 CHANCERY_FUZZ_RUNS=100000 CHANCERY_HISTORIES=1000 CHANCERY_TEXTS=10000
    tests 240 --filter "$1"
}

# The tests in a build of their own with one of the compiler's sanitizers: what it finds fails the run.
sanitized() {
    built=.build-$1
    # Leaks are not looked for: what lives as long as the program is one to that search.
    export ASAN_OPTIONS=detect_leaks=0 TSAN_OPTIONS=suppressions=Tests/Sanitizers/thread.txt
    swift build --build-tests --sanitize="$1" --scratch-path "$built" \
        && clang -shared -fPIC -O1 -o "$built/mutex.so" Tests/Sanitizers/mutex.c \
        && LD_PRELOAD=$PWD/$built/mutex.so tests 240 --sanitize="$1" --scratch-path "$built" --skip EndToEndTests
}

# A benchmark of Benchmarks, on programs built as for users.
benchmark() {
    table=$full_state/$1.md
    printf '\n<!-- %s: begin -->\n<!-- %s: end -->\n' "$1" "$1" >"$table"
    build_release \
        && swift build -c release --package-path Benchmarks --scratch-path .build-benchmarks --product load \
        && "Benchmarks/$1" --markdown "$table"
}

# The names of the rows, in their order.
full_names() { full_rows | sed 's/;.*//'; }

# Ends with what there is, where a row is asked for that is none.
full_check() {
    for name in "$@"; do
        full_names | grep -qx -e "$name" \
            || die "deploy/test full: there is no row \"$name\". There are: $(full_names | tr '\n' ' ')"
    done
}

# What is newer than the beginning of a row that passed: then that is run again.
full_newer() {
    find Sources Tests Benchmarks schema docs deploy Package.swift README.md -type f -newer "$full_state/$1.passed" 2>/dev/null | head -n 1
}

# Whether the log of a row shows that it did something: swift test is content where no test has such a name.
full_ran() {
    case $1 in
    suite* | every_test) grep -q 'Test run with [1-9]' "$2" ;;
    esac
}

# Figures of a log: lines that differ in their numbers alone become one, with the sums. Where there is none, what the tests say of themselves.
full_figures() {
    {
        sed -n 's/^figure: //p' "$1"
        grep -q '^figure: ' "$1" || sed -n 's/.*Test run with \([0-9]* tests\{0,1\}\).* passed.*/\1/p' "$1"
    } | awk '
        { shape = $0; gsub(/[0-9]+/, "#", shape); line = $0; place = 0
          if (!(shape in seen)) { seen[shape] = 1; order[++shapes] = shape }
          while (match(line, /[0-9]+/)) {
              sum[shape, ++place] += substr(line, RSTART, RLENGTH); line = substr(line, RSTART + RLENGTH) } }
        END { for (i = 1; i <= shapes; i++) {
                  text = order[i]; place = 0
                  while (match(text, /#/)) text = substr(text, 1, RSTART - 1) sum[order[i], ++place] substr(text, RSTART + 1)
                  printf "%s%s", (i > 1 ? "; " : ""), text } }'
}

# Runs one row; says so before and after.
full_row() {
    line=$(full_rows | grep -e "^$1;")
    command=${line#*;}
    say "$1: ${command#*;}"
    command=${command%%;*}
    rm -f "$full_state/$1.passed" "$full_state/$1.told"
    begun=$(date +%s)
    : >"$full_state/$1.begun"
    # A row that fails is no reason not to run the next.
    result=passed
    ( $command ) >"$full_state/$1.log" 2>&1 || result=FAILED
    full_ran "$command" "$full_state/$1.log" || result=FAILED
    printf '%s;%s;%s\n' "$result" "$((($(date +%s) - begun + 59) / 60))" "$(full_figures "$full_state/$1.log")" \
        >"$full_state/$1.told"
    # What was changed while it ran it may not have seen.
    [ "$result" = FAILED ] || mv "$full_state/$1.begun" "$full_state/$1.passed"
    say "  $result, see $full_state/$1.log"
}

# What is known of every row, as a table.
full_table() {
    printf '\n| row | what it shows | result | minutes | figures |\n| --- | --- | --- | --- | --- |\n'
    full_names | while read -r name; do
        what=$(full_rows | sed -n "s/^$name;[^;]*;//p")
        told="not run;;"
        [ ! -e "$full_state/$name.told" ] || told=$(cat "$full_state/$name.told")
        rest=${told#*;}
        printf '| %s | %s | %s | %s | %s |\n' "$name" "$what" "${told%%;*}" "${rest%%;*}" "${rest#*;}"
    done
    for page in "$full_state"/*.md; do
        [ ! -e "$page" ] || cat "$page"
    done
}

# Every row that has not passed, or those that are named; ends with the table, and fails where one of them failed.
full_run() {
    mkdir -p "$full_state"
    if [ $# -gt 0 ]; then
        rows=$*
    else
        rows=""
        for name in $(full_names); do
            if [ -e "$full_state/$name.passed" ] && [ -z "$(full_newer "$name")" ]; then
                say "$name: passed before"
            else
                rows="$rows $name"
            fi
        done
    fi
    failed=0
    for name in $rows; do
        full_row "$name"
        [ -e "$full_state/$name.passed" ] || failed=1
    done
    full_table
    return $failed
}
