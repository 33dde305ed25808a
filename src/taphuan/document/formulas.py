"""Formulas in TeX without a browser or a network: in a line as letters, alone as a drawing.

A formula in a line becomes text with raised and lowered letters, because no office program keeps a drawing in a line of
text in every form. A formula of its own is drawn by matplotlib's mathtext, imported for it alone.
"""

from __future__ import annotations

import io
import re
from html import escape

from taphuan.theme import theme

_GREEK = dict(
    zip(
        [
            "alpha",
            "beta",
            "gamma",
            "delta",
            "epsilon",
            "varepsilon",
            "zeta",
            "eta",
            "theta",
            "iota",
            "kappa",
            "lambda",
            "mu",
            "nu",
            "xi",
            "pi",
            "rho",
            "sigma",
            "tau",
            "upsilon",
            "phi",
            "varphi",
            "chi",
            "psi",
            "omega",
            "Gamma",
            "Delta",
            "Theta",
            "Lambda",
            "Xi",
            "Pi",
            "Sigma",
            "Phi",
            "Psi",
            "Omega",
        ],
        "αβγδεεζηθικλμνξπρστυφφχψωΓΔΘΛΞΠΣΦΨΩ",
        strict=True,
    )
)
_SIGNS = {
    "times": " × ", "cdot": " · ", "div": " : ", "pm": " ± ", "le": " ≤ ", "leq": " ≤ ", "ge": " ≥ ", "geq": " ≥ ",
    "ne": " ≠ ", "neq": " ≠ ", "approx": " ≈ ", "equiv": " ≡ ", "sim": " ∼ ", "propto": " ∝ ", "to": " → ",
    "rightarrow": " → ", "Rightarrow": " ⇒ ", "leftarrow": " ← ", "in": " ∈ ", "notin": " ∉ ", "subset": " ⊂ ",
    "cup": " ∪ ", "cap": " ∩ ", "sum": "∑", "prod": "∏", "int": "∫", "infty": "∞", "partial": "∂", "ldots": "…",
    "dots": "…", "cdots": "…", "forall": "∀", "exists": "∃", "degree": "°", "circ": "°", "prime": "′", "lt": " < ",
    "gt": " > ", "quad": " ", "qquad": " ", "log": "log", "ln": "ln", "exp": "exp", "min": "min", "max": "max",
    "sin": "sin", "cos": "cos", "tan": "tan", "left": "", "right": "", "displaystyle": "", "%": "%", "$": "$", "&": "&",
    "#": "#", "_": "_", "{": "{", "}": "}", ",": " ", ";": " ", ":": " ", "!": "", " ": " ",
}  # fmt: skip
_UPRIGHT = ("text", "mathrm", "textrm", "operatorname", "mathbf", "textbf", "mathit", "textit")
_TOKEN = re.compile(r"\\([A-Za-z]+|.)|([{}^_])|([^\\{}^_])", re.DOTALL)
# letters of Vietnamese are words, not variables: "$5 triệu và 6$" is no formula
_WORDS = re.compile(r"[^\x00-\x7f]")
_INSIDE_TEXT = re.compile(r"\\(?:text|mathrm|textrm)\{[^{}]*\}")
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\{(?:equation|align|aligned|gather|gathered|split)\*?\}")
_LINE_END = re.compile(r"\\\\(?:\[[^\]]*\])?")
_SIZE, _GAP = 24.0, 14.0  # px: of the letters of a drawn formula; between its lines
_MARGIN = 4.0


def is_formula(tex: str) -> bool:
    """Whether what stands between two `$` is a formula and not two prices."""
    return not _WORDS.search(_INSIDE_TEXT.sub("", tex))


def in_line(tex: str) -> str | None:
    """A formula as HTML text: "E = mc<sup>2</sup>"; None if it has a command that is unknown here."""
    try:
        markup, rest = _sequence(_TOKEN.findall(tex.strip()), nested=False)
    except (KeyError, IndexError):
        return None
    return None if rest else re.sub(r" {2,}", " ", markup).strip()


_Tokens = list[tuple[str, str, str]]


def _sequence(tokens: _Tokens, nested: bool) -> tuple[str, _Tokens]:
    """(HTML of the tokens up to the end of the group, the tokens after it). Raises KeyError for an unknown command."""
    parts: list[str] = []
    while tokens:
        sign = tokens[0][1]
        if sign == "}":
            if nested:
                break
            raise KeyError("}")
        if sign in ("^", "_") and sign:
            inside, tokens = _argument(tokens[1:])
            tag = "sup" if sign == "^" else "sub"
            parts.append(f"<{tag}>{inside}</{tag}>")
            continue
        part, tokens = _argument(tokens)
        parts.append(part)
    return "".join(parts), tokens


def _argument(tokens: _Tokens) -> tuple[str, _Tokens]:
    """(HTML of the first token or group, the tokens after it)."""
    command, sign, letter = tokens[0]
    rest = tokens[1:]
    if sign == "{":
        inside, rest = _sequence(rest, nested=True)
        return inside, rest[1:]
    if command:
        return _command(command, rest)
    if letter.isalpha() and letter.isascii():
        return f"<em>{letter}</em>", rest
    if letter in "=<>+":
        return f" {escape(letter)} ", rest
    return {"-": "−", "~": "\u00a0", "\n": " "}.get(letter, escape(letter)), rest


def _command(name: str, tokens: _Tokens) -> tuple[str, _Tokens]:
    if name in _GREEK:
        return _GREEK[name], tokens
    if name in _UPRIGHT:
        inside, tokens = _argument(tokens)
        return re.sub(r"</?em>", "", inside), tokens
    if name in ("frac", "dfrac", "tfrac"):
        above, tokens = _argument(tokens)
        below, tokens = _argument(tokens)
        return f"{_bracketed(above)}/{_bracketed(below)}", tokens
    if name == "sqrt":
        inside, tokens = _argument(tokens)
        return f"√{_bracketed(inside)}", tokens
    if name in ("bar", "overline", "hat"):
        inside, tokens = _argument(tokens)
        # the mark stands after its letter
        return f"{inside}{'̂' if name == 'hat' else '̄'}", tokens
    return escape(_SIGNS[name]), tokens


def _bracketed(markup: str) -> str:
    text = re.sub(r"<[^>]*>", "", markup)
    return markup if re.fullmatch(r"\w+", text) else f"({markup.strip()})"


def drawn(tex: str) -> str | None:
    """A formula of its own as SVG, its letters as outlines; None if mathtext does not know a command of it."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    lines = [line.replace("&", " ").strip() for line in _LINE_END.split(_ENVIRONMENT.sub("", tex))]
    out = io.StringIO()
    down = width = 0.0
    for line in filter(None, lines):
        try:
            path = TextPath(
                (0, 0),
                f"${' '.join(line.split())}$",
                _SIZE,
                FontProperties(family="DejaVu Sans", math_fontfamily="dejavusans"),
            )
        except (ValueError, RuntimeError):
            return None
        if not len(path.vertices):
            return None
        box = path.get_extents()
        out.write(_outline(path, _MARGIN - box.x0, _MARGIN + down + box.y1))
        down += box.height + _GAP
        width = max(width, box.width)
    if not down:
        return None
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width + 2 * _MARGIN:.1f} {down - _GAP + 2 * _MARGIN:.1f}">'
        f'<path fill="{theme().colours.ink}" d="{out.getvalue().strip()}"></path></svg>'
    )


_LETTERS = {1: "M", 2: "L", 3: "Q", 4: "C", 79: "Z"}


def _outline(path: object, right: float, down: float) -> str:
    """The `d` of an outline, moved and turned: y grows downwards in SVG."""
    parts: list[str] = []
    for points, code in path.iter_segments(curves=True, simplify=False):  # type: ignore[attr-defined]
        if code == 79:
            parts.append("Z")
            continue
        places = " ".join(f"{points[at] + right:.2f} {down - points[at + 1]:.2f}" for at in range(0, len(points), 2))
        parts.append(f"{_LETTERS[int(code)]}{places}")
    return "".join(parts) + " "
