"""Texts that mean something to a program: each must be shown letter by letter wherever a steward can write it.

Those in OPENING mean it at the beginning of a text. None holds what data/ refuses: breaks of lines, letters that cannot be seen; nor letters that the fonts of
papers lack: a sheet that would show boxes is not written.
"""

from __future__ import annotations

OPENING = (
    "=1+1", "=HYPERLINK(\"http://127.0.0.1:9/\",\"x\")", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1,1)", "{=SUM(1)}", "'=1",
    "# x", "## x", "- x", "* x", "+ x", "> x", "1. x", "1) x", "    x", "```x", "~~~x", "---x", "***", "===", "| a | b |",
    "::: {.x}", "::x::", "$CATEGORY: x", "// x", "%50%x", "[html]x", "#import \"x\": y", "#let x = 1", "/ x: y", "= x", "== x",
    "<!-- x", "<?xml version=\"1.0\"?>", "<!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/hostname\">]>", "{% raw %}", "{# x", "%YAML 1.2", "\\documentclass{x}",
)  # fmt: skip
INSIDE = (
    "<script>window.struck=1</script>", "<img src=x onerror=window.struck=1>", "<svg onload=window.struck=1>", "<b>x</b>", "<iframe srcdoc=x>",
    "</section><section>", "</style><script>window.struck=1</script>", "</title>", "</textarea>", "--><x>", "]]>", "<![CDATA[x]]>", "\" onmouseover=\"window.struck=1",
    "' autofocus onfocus='window.struck=1", "<a href=javascript:window.struck=1>x</a>", "[x](javascript:window.struck=1)", "[x](http://127.0.0.1:9/)", "![x](http://127.0.0.1:9/x.png)",
    "<http://127.0.0.1:9/>", "http://127.0.0.1:9/x", "www.example.com", "a@example.com", "file:///etc/hostname", "\\\\server\\share", "&lt;b&gt;", "&amp;amp;", "&#60;b&#62;", "&nbsp;", "&x;",
    "{{ province }}", "{{ lesson.secret }}", "{{ 7 * 7 }}", "{{< include x >}}", "{% for x in y %}", "{x}", "{0}", "{x!r}", "%(x)s", "%s%n%d", "${x}", "$(x)", "`x`", "``x``",
    "$x$", "$$x$$", "\\(x\\)", "\\[x\\]", "\\input{x}", "\\x41", "\\u0041", "\\n", "\\\\", "C:\\x\\y", "*x*", "**x**", "_x_", "__x__", "~x~", "~~x~~", "^x^", "==x==", "[x]", "[[x]]", "[^1]", "[@x]",
    "[x]{.y}", "x{.y}", "a | b", "a || b", "a \\| b", "#x", "#eval(\"x\")", "#[x]", "@x", "@ref[x]", "<x>", "a < b > c", "a & b", "~wrong =right", "{=right ~wrong}", "a -> b", "a # b", "a : b", "a ; b", "a, \"b\", c",
    "\"x\"", "'x'", "“x”", "«x»", "x's", "a/b", "a\\b", "../../x", "NUL", "None", "null", "NaN", "true", "0123", "1e5", "1/2", "12:30", "2024-02-30", "&[File]", "&P", "PAGE \\* MERGEFORMAT", "{ INCLUDETEXT \"x\" }", "DDEAUTO c:\\x",
    "_x000D_", "_x0041_", "🚀 ☎", "ﬁ ligature", "Ａ", "ỗ", "ươ", "a…b", "a–b—c", "x²", "½", "::", ":x:", "(c)", "(tm)", "...", "--", "<<x>>", "!", "?", "@@", "##",
)  # fmt: skip
# joined with signs between them that no format reads
_BETWEEN = " · "
# so many texts hold every hostile one
ROUNDS = 14
_ALL = tuple(
    text for pair in zip(OPENING, zip(*[iter(INSIDE)] * 3, strict=False), strict=False) for text in (pair[0], *pair[1])
)
STRINGS = (*_ALL, *(text for text in (*OPENING, *INSIDE) if text not in _ALL))


# for places of a few words
SHORT = tuple(text for text in STRINGS if len(text) <= 16)


def joined(number: int, turn: int = 0) -> str:
    """One of `ROUNDS` texts, which together hold every hostile one. `turn` says which of them it begins with."""
    part = STRINGS[number % ROUNDS :: ROUNDS]
    at = turn % len(part)
    return _BETWEEN.join((*part[at:], *part[:at]))
