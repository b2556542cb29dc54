#!/usr/bin/env python3
"""Makes the manual pages of a command from what it says of itself: manpages.py DIRECTORY VERSION DATE < dump.

The dump is what `chancery --experimental-dump-help` prints. There is a page for the command and one for each of its subcommands; what
those have below them stands in their page.
"""
import json
import os
import sys


def text(words):
    """Escapes what roff would take for its own."""
    words = words.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in words.split("\n"))


def prose(discussion):
    """Paragraphs are filled; what is indented, and a list of lines, stays as it is."""
    lines = []
    for paragraph in discussion.strip("\n").split("\n\n"):
        kept = any(line.startswith(" ") for line in paragraph.split("\n"))
        lines += [".PP"] + ([".nf", text(paragraph), ".fi"] if kept else [text(paragraph)])
    return lines


def name(argument):
    names = [("--" if n["kind"] == "long" else "-") + n["name"] for n in argument.get("names", [])]
    value = "\\fI" + text(argument.get("valueName", "value")) + "\\fR"
    if argument["kind"] == "positional":
        return value
    bold = ", ".join("\\fB" + text(n) + "\\fR" for n in sorted(names, key=len))
    return bold if argument["kind"] == "flag" else bold + " " + value


def usage(path, command):
    words = ["\\fB" + text(" ".join(path)) + "\\fR"]
    shown = [a for a in command.get("arguments", []) if a.get("shouldDisplay", True)]
    if [a for a in shown if a["kind"] != "positional"]:
        words.append("[\\fIoptions\\fR]")
    if command.get("subcommands"):
        words.append("\\fIcommand\\fR")
    for argument in shown:
        if argument["kind"] == "positional":
            word = name(argument) + (" ..." if argument.get("isRepeating") else "")
            words.append("[" + word + "]" if argument.get("isOptional") else word)
    return " ".join(words)


def options(command):
    lines = []
    for argument in command.get("arguments", []):
        if argument.get("shouldDisplay", True):
            about = " ".join(argument[key] for key in ("abstract", "discussion") if argument.get(key))
            lines += [".TP", name(argument), text(about.strip() or "See above.")]
    return lines


def subcommands(command):
    return [c for c in command.get("subcommands", []) if c.get("shouldDisplay", True) and c["commandName"] != "help"]


def part(path, command):
    """A command below the page's own: what it does, its options, and the same for what is below it."""
    lines = [".SS " + text(" ".join(path[1:])), usage(path, command), ".PP", text(command.get("abstract", ""))]
    lines += prose(command["discussion"]) if command.get("discussion") else []
    lines += options(command)
    for sub in subcommands(command):
        lines += part(path + [sub["commandName"]], sub)
    return lines


def page(path, command, head, others):
    title = "-".join(path)
    lines = [f'.TH {text(title).upper()} 1 "{head[1]}" "chancery {head[0]}" "Chancery"', ".SH NAME"]
    lines += [text(title) + " \\- " + text(command.get("abstract", "").rstrip(".").replace("\n", " "))]
    lines += [".SH SYNOPSIS", usage(path, command)]
    if command.get("discussion"):
        lines += [".SH DESCRIPTION"] + prose(command["discussion"])
    if options(command):
        lines += [".SH OPTIONS"] + options(command)
    if len(path) == 1:
        lines.append(".SH COMMANDS")
        for sub in subcommands(command):
            lines += [".TP", "\\fB" + text("-".join(path + [sub["commandName"]])) + "\\fR(1)", text(sub["abstract"])]
    elif subcommands(command):
        lines.append(".SH COMMANDS")
        for sub in subcommands(command):
            lines += part(path + [sub["commandName"]], sub)
    if others:
        lines += [".SH SEE ALSO", ", ".join("\\fB" + text(other) + "\\fR(1)" for other in others)]
    return "\n".join(lines) + "\n"


def main():
    directory, head = sys.argv[1], sys.argv[2:4]
    command = json.load(sys.stdin)["command"]
    top = command["commandName"]
    os.makedirs(directory, exist_ok=True)
    pages = {top: page([top], command, head, [])}
    for sub in subcommands(command):
        path = [top, sub["commandName"]]
        pages["-".join(path)] = page(path, sub, head, [top])
    for title, content in pages.items():
        with open(os.path.join(directory, title + ".1"), "w", encoding="utf-8") as file:
            file.write(content)


main()
