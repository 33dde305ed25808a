"""Does with the project for Quarto what Quarto does with it, as far as pandoc and Typst go: it joins the cells of a notebook and gives
them to pandoc with the options of the front matter, and Typst what pandoc makes of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import nbformat
import typst
import yaml

from taphuan.export.quarto.prepare import target_of

_LONGEST = 120
# What Quarto's own template does around the text, in the order that matters: the head of the document, the page of the front
# matter, justified text.
_TEMPLATE = """\
$for(header-includes)$
$header-includes$
$endfor$
#set page(paper: "$papersize$", margin: ($for(margin/pairs)$$margin.key$: $margin.value$,$endfor$), numbering: none)
#set par(justify: true)
#set table(inset: 6pt, stroke: none)
$body$
"""


def program() -> str | None:
    """pandoc 3, from PyPI's pypandoc_binary or on PATH; None without it."""
    spec = find_spec("pypandoc")
    own = Path(spec.origin).parent / "files/pandoc" if spec and spec.origin else Path()
    found = str(own) if own.is_file() else shutil.which("pandoc")
    if found is None:
        return None
    answer = subprocess.run([found, "--version"], capture_output=True, text=True, timeout=_LONGEST, check=True)
    return found if int(answer.stdout.split()[1].partition(".")[0]) >= 3 else None


def rendered(project: Path, name: str) -> bytes:
    """The file `name` of a prepared project; of an HTML deck the slides alone."""
    target, pandoc = target_of(name), program()
    assert pandoc is not None
    cells = nbformat.read(project / target.notebook, as_version=4).cells
    options = yaml.safe_load(cells[0].source.strip("-\n"))["format"][target.to]
    made = project / f"{target.to}-{name}"
    typst_source = made.with_suffix(".typ")
    command = [pandoc, "--from", options["from"], "--fail-if-warnings", "--metadata", "lang=vi"]
    if reference := options.get("reference-doc"):
        command += ["--standalone", "--reference-doc", reference, "--output", str(made)]
    elif target.to == "revealjs":
        command += ["--to", "revealjs", "--output", str(made)]
    else:
        head, page, template = (project / f"pandoc-{target.notebook}.{kind}" for kind in ("head", "page", "template"))
        head.write_text(options["include-in-header"][0]["text"], encoding="utf-8")
        page.write_text(yaml.safe_dump({key: options[key] for key in ("papersize", "margin")}), encoding="utf-8")
        template.write_text(_TEMPLATE, encoding="utf-8")
        command += ["--to", "typst", "--include-in-header", str(head), "--metadata-file", str(page)]
        command += ["--standalone", "--template", str(template), "--output", str(typst_source)]
    if level := options.get("slide-level"):
        command += ["--slide-level", str(level)]
    subprocess.run(
        command,
        cwd=project,
        input="\n\n".join(cell.source for cell in cells[1:]).encode(),
        env={**os.environ, "SOURCE_DATE_EPOCH": "1640000000"},
        check=True,
        timeout=_LONGEST,
    )
    if target.to != "typst":
        return made.read_bytes()
    faces = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(project / options["font-paths"])]
    )
    return bytes(typst.Compiler(root=str(project), font_paths=faces).compile(input=str(typst_source), format="pdf"))
