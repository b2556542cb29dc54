#!/usr/bin/env python3
"""Draws what a terminal shows as an SVG: draw.py TITLE COLUMNS COMMAND... > picture.svg

Runs the command on a terminal of so many columns and draws its lines with their colours.
"""

import fcntl
import html
import os
import pty
import re
import struct
import sys
import termios

COLOURS = {"31": "#f47067", "32": "#8ddb8c", "33": "#daaa3f", "36": "#76e3ea"}
CHARACTER, LINE, MARGIN, TOP = 8.4, 20, 20, 52


def run(columns, command):
    """The bytes that a command writes to a terminal."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm", LANG="C.UTF-8", CHANCERY_PAGER="")
        os.execvp(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 500, columns, 0, 0))
    output = b""
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:
            break
        if not part:
            break
        output += part
    os.waitpid(pid, 0)
    return output.decode().replace("\r\n", "\n").rstrip("\n").split("\n")


def spans(line):
    """The pieces of a line, each where it stands and how it looks."""
    column, style = 0, ""
    for piece in re.split(r"(\x1b\[[0-9;]*m)", line):
        code = re.fullmatch(r"\x1b\[([0-9;]*)m", piece)
        if code:
            style = "" if code[1] in ("", "0") else code[1]
        elif piece:
            if piece.strip():
                yield column, style, piece
            column += len(piece)


def main():
    title, columns, command = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    lines = run(columns, command)
    width = round(columns * CHARACTER + 2 * MARGIN)
    height = TOP + len(lines) * LINE + MARGIN
    plain = "\n".join(re.sub(r"\x1b\[[0-9;]*m", "", line) for line in lines)
    print(f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img"'
          ' aria-labelledby="title description">')
    print(f'  <title id="title">{html.escape(title)}</title>')
    print(f'  <desc id="description">{html.escape(plain)}</desc>')
    print(f'  <rect width="{width}" height="{height}" rx="8" fill="#1c2128"/>')
    print('  <g fill="#545d68"><circle cx="22" cy="20" r="6"/><circle cx="42" cy="20" r="6"/><circle cx="62" cy="20" r="6"/></g>')
    print(f'  <text x="{width / 2}" y="25" fill="#909dab" font-family="sans-serif" font-size="13" text-anchor="middle">'
          f'{html.escape(title)}</text>')
    print('  <g fill="#cdd9e5" font-family="ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace" font-size="14" xml:space="preserve">')
    for number, line in enumerate(lines):
        for column, style, piece in spans(line):
            look = f' fill="{COLOURS[style]}"' if style in COLOURS else ""
            look += ' font-weight="bold"' if style == "1" else ' fill="#909dab"' if style == "2" else ""
            text = piece.lstrip(" ")
            start = MARGIN + (column + len(piece) - len(text)) * CHARACTER
            text = text.rstrip(" ")
            print(f'    <text x="{start:.1f}" y="{TOP + number * LINE + 14}" textLength="{len(text) * CHARACTER:.1f}"{look}>'
                  f'{html.escape(text)}</text>')
    print("  </g>\n</svg>")


main()
