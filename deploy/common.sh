# Shared by deploy/run and deploy/test: what the machine needs, and how it is had. Sourced, not run.

say() { printf '%s\n' "$*"; }
die() { printf '%s\n' "$*" >&2; exit 1; }

# Whether a Debian package is installed.
installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }

# Installs what is missing of the Debian packages named; says so first.
need_packages() {
    command -v dpkg-query >/dev/null && command -v apt-get >/dev/null \
        || die "This is no Debian machine, so nothing can be installed here by itself. Needed: $*"
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
        die "These packages are missing:$missing. You are not root and there is no sudo: ask an administrator to run: apt-get install$missing"
    fi
    say "Installing with apt-get:$missing"
    $as_root apt-get update -q >/dev/null 2>&1 \
        || say "(the list of packages could not be renewed; trying with the one at hand)"
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
