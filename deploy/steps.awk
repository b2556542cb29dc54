# Turns what swift build prints into how far it is. Variables: terminal (1: one line that is written over), columns, first (1: a first
# build, of which the share of each module in the time is known, so that the rest can be told).
function shown(seconds) { return sprintf("%d:%02d", seconds / 60, seconds % 60) }
function left(    rest) {
    if (!first || share < 0.05) return ""
    rest = passed / share - passed
    if (rest < 45) return ", less than a minute left"
    return sprintf(", about %d min left", rest / 60 + 0.8)
}
function put(    line) {
    line = "[" step "] " shown(passed) left()
    if (terminal) {
        printf "\r%s\033[K", substr(line ": " what, 1, columns - 1)
        fflush()
    } else if (passed - told >= 30) {
        told = passed
        print line ": " what
        fflush()
    }
}
BEGIN {
    start = systime()
    # When each was done, of the whole, measured on two cores: first the C and assembly files, then the modules.
    files = 420
    filesShare = 0.17
    split("Yams 0.28 Lifecycle 0.33 Proposals 0.47 DefinitionFiles 0.51 Views 0.55 ProposalService 0.67 NIOPosix 0.68 " \
        "PostgresStore 0.76 NIOSSL 0.81 LineServer 0.86 Terminal 0.88 ClientCommands 0.97 ServerCommands 0.99", words, " ")
    for (i = 1; i in words; i += 2) shareAt[words[i]] = words[i + 1]
}
/^\[[0-9]+\/[0-9]+\] / {
    step = substr($1, 2, length($1) - 2)
    what = substr($0, length($1) + 2)
    passed = systime() - start
    if ($2 == "Compiling") {
        if (NF == 3 && $3 ~ /\.(c|cc|S)$/) reached = filesShare * (++compiled < files ? compiled / files : 1)
        else reached = $3 in shareAt ? shareAt[$3] : 0
        if (reached > share) share = reached
    }
    put()
    next
}
# The linker's word on a function of the toolchain's Foundation that nothing here calls.
/warning: the use of `mktemp' is dangerous/ { next }
/^Build of product .* complete!/ { next }
{
    if (terminal && step != "") printf "\r\033[K"
    print
    fflush()
}
END {
    if (terminal && step != "") printf "\r\033[K"
    if (step != "") print "Built in " shown(systime() - start) "."
}
