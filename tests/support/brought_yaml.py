"""YAML files as people, programs and jokers leave them."""

from __future__ import annotations

import os
from pathlib import Path

from brought import (
    CONFERENCE,
    MODULE,
    Fault,
    after_first_line,
    as_text,
    as_title,
    bomb,
    deep,
    folder_gone,
    foreign_name,
    instead,
    loop,
    unchanged,
)

YAML_FAULTS = (
    Fault("an alias bomb", MODULE, as_text(MODULE, lambda text: bomb(9) + "\n" + text), "alias"),
    Fault("an alias within itself", CONFERENCE, as_text(CONFERENCE, as_title("&a [*a]")), "alias"),
    Fault("an alias of the whole within itself", CONFERENCE, as_text(CONFERENCE, lambda _: "&a\nslug: *a\n"), "alias"),
    Fault("an alias without its anchor", CONFERENCE, as_text(CONFERENCE, as_title("*a")), "alias"),
    *(
        Fault(f"{levels} levels of lists", CONFERENCE, as_text(CONFERENCE, as_title(deep(levels, "[", "]"))), "level")
        for levels in (60, 900, 3000, 100_000)
    ),
    Fault(
        "3000 levels of mappings",
        MODULE,
        as_text(MODULE, lambda t: t + "z: " + deep(3000, "{a: ", "}") + "\n"),
        "level",
    ),
    Fault(
        "100 000 levels of dashes",
        CONFERENCE,
        as_text(CONFERENCE, lambda text: text + "z:\n" + "- " * 100_000 + "x\n"),
        "level",
    ),
    Fault("100 000 brackets that are not closed", CONFERENCE, as_text(CONFERENCE, as_title("[" * 100_000)), ""),
    *(
        Fault(f"{tag} of {value[:12]}", CONFERENCE, as_text(CONFERENCE, as_title(f"{tag} {value}")), "tag")
        for tag, value in (
            ("!!int", "năm"),
            ("!!float", "năm"),
            ("!!binary", "năm"),
            ("!!timestamp", "năm"),
            ("!!bool", "năm"),
            ("!!null", "x"),
            ("!!set", "{a, b}"),
            ("!!omap", "[a: 1]"),
            ("!!str", "2020"),
            ("!!python/object/apply:os.getcwd", "[]"),
            ("!mine", "x"),
        )
    ),
    *(
        Fault(f"{name} of 5000 digits", CONFERENCE, as_text(CONFERENCE, as_title(text)), "digits")
        for name, text in (
            ("a number", "9" * 5000),
            ("a decimal", "0." + "9" * 5000),
            ("a large decimal", "9" * 400 + ".0"),
        )
    ),
    Fault(
        "delegates of 400 digits",
        CONFERENCE,
        as_text(CONFERENCE, lambda t: t.replace("delegates: 3", "delegates: " + "3" * 400)),
        "digits",
    ),
    Fault("a duplicate key", CONFERENCE, as_text(CONFERENCE, lambda text: text + "slug: bac-giang\n"), "duplicate"),
    Fault("a list for a key", CONFERENCE, as_text(CONFERENCE, lambda text: text + "? [a, b]\n: c\n"), "key"),
    Fault("a mapping for a key", CONFERENCE, as_text(CONFERENCE, lambda text: text + "? {a: b}\n: c\n"), "key"),
    Fault("two documents", CONFERENCE, as_text(CONFERENCE, lambda text: text + "---\nslug: x\n"), ""),
    Fault("nothing", CONFERENCE, as_text(CONFERENCE, lambda _: ""), ""),
    Fault("a comment alone", CONFERENCE, as_text(CONFERENCE, lambda _: "# chưa viết\n"), ""),
    Fault("a list", CONFERENCE, as_text(CONFERENCE, lambda _: "- a\n"), ""),
    Fault("a word", CONFERENCE, as_text(CONFERENCE, lambda _: "a\n"), ""),
    Fault("a tab for indentation", CONFERENCE, as_text(CONFERENCE, after_first_line("\tx: y")), "YAML"),
    Fault("half a surrogate", CONFERENCE, as_text(CONFERENCE, as_title('"\\ud800"')), "YAML"),
    Fault("an escaped zero byte", CONFERENCE, as_text(CONFERENCE, as_title('"a\\0b"')), ""),
    Fault("an escaped bell", MODULE, as_text(MODULE, lambda t: t.replace("title_vi: ", 'title_vi: "\\a"\nx: ', 1)), ""),
    Fault("a directive", CONFERENCE, as_text(CONFERENCE, lambda text: "%YAML 9.9\n---\n" + text), ""),
    Fault("UTF-16", CONFERENCE, as_text(CONFERENCE, unchanged, "utf-16"), "UTF-16"),
    Fault("UTF-16 without BOM", MODULE, as_text(MODULE, unchanged, "utf-16-le"), "UTF-16"),
    Fault(
        "BOM and CRLF",
        CONFERENCE,
        as_text(CONFERENCE, lambda t: t.replace("\n", "\r\n"), "utf-8-sig"),
        "byte order mark",
    ),
    Fault("a folder for a conference", CONFERENCE, instead(CONFERENCE, Path.mkdir), "folder"),
    Fault(
        "a folder beside the conferences",
        "conferences/x.yaml",
        lambda root: (root / "conferences/x.yaml").mkdir(),
        "folder",
    ),
    Fault("a pipe for a conference", CONFERENCE, instead(CONFERENCE, os.mkfifo), "pipe"),
    Fault(
        "an endless device for a module", MODULE, instead(MODULE, lambda path: path.symlink_to("/dev/zero")), "device"
    ),
    Fault("a link loop for a module", MODULE, instead(MODULE, loop), "link"),
    Fault("a conference's name that is not UTF-8", "conferences/b", foreign_name("conferences"), "name"),
    Fault("a folder of conferences that is a file", "conferences", folder_gone("conferences", Path.touch), ""),
    Fault("a folder of modules that is empty", "modules", folder_gone("modules", Path.mkdir), ""),
    *(
        Fault(f"minutes: {value}", MODULE, as_text(MODULE, lambda t, v=value: t + f"minutes: {v}\n"), "")
        for value in ("năm", ".nan", "[1]", "{a: 1}", "true", "-5", "1.5", "null")
    ),
    Fault("text for the questions", MODULE, as_text(MODULE, lambda t: t.replace("quiz:", "quiz: x\nz:", 1)), ""),
    Fault("a word among the questions", MODULE, as_text(MODULE, lambda t: t.replace("quiz:\n", "quiz:\n- x\n", 1)), ""),
    Fault(
        "a list of lists among the key points",
        MODULE,
        as_text(MODULE, lambda t: t.replace("key_points:\n", "key_points:\n- [[x]]\n", 1)),
        "",
    ),
    Fault(
        "a number for the name of a module",
        CONFERENCE,
        as_text(CONFERENCE, lambda t: t.replace("modules:\n", "modules:\n- 5\n", 1)),
        "",
    ),
    Fault(
        "a mapping for a day",
        CONFERENCE,
        as_text(CONFERENCE, lambda t: t.replace("date_start: ", "date_start: {a: 1}\nx: ", 1)),
        "",
    ),
    Fault("a blank title", CONFERENCE, as_text(CONFERENCE, as_title("' '")), ""),
    Fault("a title of 300 000 letters", CONFERENCE, as_text(CONFERENCE, as_title("Hội nghị " * 33_000)), ""),
)
