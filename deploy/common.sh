# Shared by deploy/run and deploy/test: what the machine needs, and how to get it. Sourced, not run.

say() { printf '%s\n' "$*"; }
die() { printf '%s\n' "$*" >&2; exit 1; }

# Whether a Debian package is installed.
installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }

# Installs what is missing of the Debian packages named; says so first.
need_packages() {
    command -v dpkg-query >/dev/null && command -v apt-get >/dev/null \
        || die "This is not a Debian machine, so deploy cannot install what is missing. Install these packages and try again: $*"
    missing=""
    for package in "$@"; do
        installed "$package" || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" = 0 ]; then
        as_root=""
    elif command -v sudo >/dev/null; then
        as_root="sudo"
    else
        die "These packages are missing:$missing. You are not root and sudo is not installed: ask an administrator to run: apt-get install$missing"
    fi
    say "Installing with apt-get:$missing"
    $as_root apt-get update -q >/dev/null 2>&1 \
        || say "(apt-get could not update its list of packages; trying with the one it has)"
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >/dev/null \
        || die "apt-get could not install:$missing"
}

# The toolchain, 6.2 or newer.
need_swift() {
    command -v swift >/dev/null \
        || die "A Swift toolchain, 6.2 or newer, is needed on the PATH; see https://www.swift.org/install/"
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -n 1)
    major=${version% *}
    minor=${version#* }
    [ -n "$version" ] || return 0
    [ "$major" -gt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -ge 2 ]; } \
        || die "Swift $major.$minor is too old: 6.2 or newer is needed on the PATH; see https://www.swift.org/install/"
}

# The program as users run it: optimized, with the Swift libraries in it, so that it runs where there is no toolchain.
scratch=.build-release
binary=$scratch/release/chancery

# swift build with these arguments, for the release.
swift_release() {
    swift build -c release --product chancery --scratch-path "$scratch" --static-swift-stdlib --disable-local-rpath \
        -debug-info-format none "$@"
}

# Builds the program unless it is newer than all that it is made of.
build_release() {
    if [ -x "$binary" ] && [ -z "$(find Sources Package.swift deploy/common.sh -newer "$binary" -type f | head -n 1)" ]; then
        return 0
    fi
    need_swift
    first=0
    if [ -d "$scratch" ]; then
        say "Building what changed of the program."
    else
        first=1
        say "Building the program. The first time this takes about a quarter of an hour on two free cores; later only what changed."
    fi
    show_steps "$scratch.failed" swift_release || die "The build failed; see above."
    touch "$binary"
}

# Runs a build and shows how far it is: in one line on a terminal, otherwise a line now and then. What is no step is printed as it is.
# The first argument names a file that says that the build failed: the status of the left side of a pipe is lost.
show_steps() {
    failed=$1
    shift
    rm -f "$failed"
    terminal=0
    columns=80
    if [ -t 1 ]; then
        terminal=1
        columns=$( (stty size <&1 | sed 's/.* //') 2>/dev/null || true)
        [ "${columns:-0}" -ge 20 ] 2>/dev/null || columns=80
    fi
    # mawk, Debian's own, would read all before it says anything.
    interactive=""
    case $(awk -W version 2>&1 </dev/null) in mawk*) interactive="-W interactive" ;; esac
    # shellcheck disable=SC2086
    { "$@" 2>&1 || : >"$failed"; } | awk $interactive -v terminal="$terminal" -v columns="$columns" \
        -v first="${first:-0}" -f deploy/steps.awk
    if [ -e "$failed" ]; then
        rm -f "$failed"
        return 1
    fi
}
