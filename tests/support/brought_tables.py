"""Tables as people, spreadsheets and other systems leave them."""

from __future__ import annotations

import os
from pathlib import Path

from brought import (
    DTI,
    EDITIONS,
    SOURCES,
    Fault,
    as_bytes,
    as_text,
    excel,
    folder_gone,
    foreign_name,
    instead,
    loop,
    many_rows,
    semicolons,
    tabs,
    unchanged,
)

CSV_FAULTS = (
    *(Fault(f"semicolons in {file}", file, as_text(file, semicolons), "“;”") for file in (DTI, SOURCES, EDITIONS)),
    Fault("semicolons in the law", "law/legal_documents.csv", as_text("law/legal_documents.csv", semicolons), "“;”"),
    Fault("semicolons in the terms", "language/terms.csv", as_text("language/terms.csv", semicolons), "“;”"),
    Fault("semicolons in the provinces", "units/provinces.csv", as_text("units/provinces.csv", semicolons), "“;”"),
    Fault("semicolons, decimal commas, CRLF", DTI, as_text(DTI, excel(";")), "“;”"),
    Fault("the same with BOM", DTI, as_text(DTI, excel(";"), "utf-8-sig"), "“;”"),
    Fault("the same with BOM and CRLF, publications", EDITIONS, as_text(EDITIONS, excel(";"), "utf-8-sig"), "“;”"),
    Fault("tabs", DTI, as_text(DTI, tabs), "tabs"),
    Fault("tabs in sources", SOURCES, as_text(SOURCES, tabs), "tabs"),
    Fault("tabs with BOM and CRLF", EDITIONS, as_text(EDITIONS, excel("\t"), "utf-8-sig"), "tabs"),
    Fault("a line sep=; as Excel reads it", DTI, as_text(DTI, lambda text: "sep=;\n" + semicolons(text)), "sep="),
    Fault("bars", DTI, as_text(DTI, lambda text: text.replace(",", "|")), "“|”"),
    Fault("UTF-16 with BOM", DTI, as_text(DTI, unchanged, "utf-16"), "UTF-16"),
    Fault("UTF-16 little endian without BOM", DTI, as_text(DTI, unchanged, "utf-16-le"), "UTF-16"),
    Fault("UTF-16 big endian without BOM", SOURCES, as_text(SOURCES, unchanged, "utf-16-be"), "UTF-16"),
    Fault("UTF-16 of tabs (Unicode Text of Excel)", DTI, as_text(DTI, excel("\t"), "utf-16"), "UTF-16"),
    Fault("UTF-32", DTI, as_text(DTI, unchanged, "utf-32"), "UTF-32"),
    Fault("Windows-1258", "units/provinces.csv", as_text("units/provinces.csv", unchanged, "cp1258"), "UTF-8"),
    Fault("Latin-1", "units/provinces.csv", as_text("units/provinces.csv", unchanged, "latin-1"), "UTF-8"),
    Fault(
        "a surrogate as three bytes", SOURCES, as_bytes(SOURCES, lambda b: b.replace(b"a", b"\xed\xa0\x80", 1)), "UTF-8"
    ),
    Fault(
        "a workbook under the name of a table", DTI, as_bytes(DTI, lambda _: b"PK\x03\x04" + bytes(range(256)) * 40), ""
    ),
    Fault("zero bytes for text", DTI, as_bytes(DTI, lambda content: bytes(len(content))), ""),
    Fault("a zero byte in the middle", DTI, as_bytes(DTI, lambda b: b[:900] + b"\0" + b[900:]), ""),
    Fault("empty", DTI, as_bytes(DTI, lambda _: b""), "empty"),
    Fault("the header alone", DTI, as_text(EDITIONS, lambda text: text.split("\n")[0] + "\n"), ""),
    Fault("one quotation mark", DTI, as_text(DTI, lambda text: text.replace("\n", '\n"', 1)), ""),
    Fault("a cell of a million letters", SOURCES, as_text(SOURCES, lambda t: t.replace(",", "," + "a" * 10**6, 1)), ""),
    Fault(
        "a number of 5000 digits", DTI, as_text(DTI, lambda text: text.replace(",0.", ",1" + "0" * 5000 + ".", 1)), ""
    ),
    Fault(
        "a rank of 5000 digits",
        EDITIONS,
        as_text(EDITIONS, lambda text: text.replace("\n2", "\n2" + "0" * 5000, 1)),
        "",
    ),
    Fault("year 0", EDITIONS, as_text(EDITIONS, lambda text: text.replace("\n20", "\n00", 1)), ""),
    Fault("a folder for a table", DTI, instead(DTI, Path.mkdir), "folder"),
    Fault("a link loop for a table", DTI, instead(DTI, loop), "link"),
    Fault("a link to nothing for a table", DTI, instead(DTI, lambda path: path.symlink_to("nothing.csv")), ""),
    Fault("a pipe for a table", DTI, instead(DTI, os.mkfifo), "pipe"),
    Fault(
        "a link to a pipe",
        SOURCES,
        instead(SOURCES, lambda p: (os.mkfifo(p.with_suffix(".p")), p.symlink_to("sources.p"))),
        "pipe",
    ),
    Fault("an endless device for a table", DTI, instead(DTI, lambda path: path.symlink_to("/dev/zero")), "device"),
    Fault("the empty device for a table", DTI, instead(DTI, lambda path: path.symlink_to(os.devnull)), "device"),
    Fault("a stray pipe", "dti/x.csv", lambda root: os.mkfifo(root / "dti/x.csv"), "no program reads"),
    Fault("a file larger than memory", DTI, lambda root: os.truncate(root / DTI, 1 << 40), "large"),
    Fault(
        "100 000 rows more",
        DTI,
        many_rows(DTI, 100_000, "2022,x-{0},0.5,1,0.5,0.5,0.5,0.5,0.5,0.5,0.5,0.5,a,b,c,d,hauidnk-bang1"),
        "",
    ),
    Fault(
        "100 000 equal rows",
        "law/legal_relations.csv",
        many_rows("law/legal_relations.csv", 100_000, "nd-{0},sua-doi,nd-73-2019,2024-07-10,x-{0}"),
        "",
    ),
    Fault("100 000 empty rows", SOURCES, many_rows(SOURCES, 100_000, ",,,,,,,,"), "empty"),
    Fault("a name that is not UTF-8", "b", foreign_name(""), "name"),
    Fault("a folder of tables that is a file", "dti", folder_gone("dti", Path.touch), "missing"),
    Fault("a folder of tables that is a link loop", "dti", folder_gone("dti", loop), ""),
)
