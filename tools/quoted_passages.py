"""Writes the digests of what an article has in quotation marks: data/conferences/quoted_passages.csv.

    python tools/quoted_passages.py ARTICLE.txt SOURCE_ID

The text of the article is not part of this repository; its digests prove that a quotation has the article's words. The rows
of SOURCE_ID are written anew, those of other articles stay.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from taphuan import paths
from taphuan.data.rules.articles import PASSAGES, digest, words_of

TABLE = paths.DATA / f"{PASSAGES}.csv"
COLUMNS = ("source_id", "passage", "sentence", "words", "sha256")
# Articles open and close with “ and ”, with ", or with one of each.
_QUOTED = re.compile('[“"]([^“”"]+)[”"]')
_SENTENCE_END = re.compile(r"(?<=[.!?…;])\s+|\n+")


def passages(article: str, source_id: str) -> Iterator[dict[str, str]]:
    """A row for each passage in quotation marks (sentence 0), and one for each sentence of a passage of several."""
    for number, match in enumerate(_QUOTED.finditer(article), start=1):
        sentences = [part for part in _SENTENCE_END.split(match[1]) if words_of(part)]
        for place, text in enumerate((match[1], *(sentences if len(sentences) > 1 else ()))):
            values = (source_id, str(number), str(place), str(len(words_of(text))), digest(text))
            yield dict(zip(COLUMNS, values, strict=True))


def main(article: Path, source_id: str) -> None:
    found = list(passages(article.read_text(encoding="utf-8"), source_id))
    if not found:
        raise SystemExit(f"error: {article} has nothing in quotation marks; name the file with the text of the article")
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["source_id"] != source_id]
    rows = sorted([*rows, *found], key=lambda row: (row["source_id"], int(row["passage"]), int(row["sentence"])))
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(found)} passages and sentences of {source_id} in {TABLE.relative_to(paths.ROOT)}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit("error: name the file and the source: python tools/quoted_passages.py ARTICLE.txt SOURCE_ID")
    main(Path(sys.argv[1]), sys.argv[2])
