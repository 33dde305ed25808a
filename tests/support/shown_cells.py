"""A deck of what authors put into cells: each slide something that once was lost in one of the forms."""

from __future__ import annotations

import base64
import io
from typing import Any

from PIL import Image

from deck_sample import Notebook


def picture(kind: str = "PNG", mode: str = "RGB", size: tuple[int, int] = (300, 200)) -> bytes:
    """A picture of two colours."""
    image = Image.new(mode, size)
    image.paste(Image.new(mode, (size[0] // 2, size[1]), (40, 120, 200, 0)[: len(image.getbands())]), (0, 0))
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def base64_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200"><defs><path id="m1" d="M0 0h9"/></defs>'
    '<rect width="300" height="200" fill="#dfe5ee"/><use href="#m1" x="3"/><text x="9" y="90">Trục</text></svg>'
)
FRAME = (
    '<table border="1" class="dataframe"><thead><tr><th></th><th>Tỉnh</th><th>DTI</th></tr></thead><tbody>'
    "<tr><th>0</th><td>Huế</td><td>0.612300</td></tr><tr><th>1</th><td>Quảng Nam</td><td>NaN</td></tr></tbody></table>"
)
TEXTS = {
    "levels": "- Một\n  1. Hai\n     - Ba\n  2. Bốn\n- [x] xong\n- [ ] chưa",
    "links": "Xem [cổng](https://chinhphu.vn/a?b=1&c=2), ~~cũ~~, `mã`, H<sub>2</sub>O, $E=mc^2$.[^1]\n\n[^1]: Chú *thích*.",
    # letters that are marks of Markdown elsewhere
    "marks": "Tệp a_b_c, 2\\*3\\*4, `x*y*z`, C:\\\\anh, **đậm**_nghiêng_, ~~bỏ~~ và \\~~giữ\\~~.[^1]\n\n[^2]: Không ai gọi.\n[^1]: Một.",
    "formula": "$$\n\\text{Điểm} = \\frac{1}{n}\\sum_{i=1}^{n} x_i\n$$",
    "html": "<table><tr><th>Vùng</th><th>Tỉnh</th></tr><tr><td rowspan=2>Bắc</td><td><a href='https://hue.gov.vn'>Huế</a></td></tr>"
    "<tr><td>Vinh</td></tr></table>\n\n<!-- giấu -->",
    "code": "```\nfor x_1 in y*z:\n    print(x_1, **y)\n```",
}


def shown_cells() -> Any:
    """The notebook."""
    b = Notebook()
    b.slide("cover-01", "Bìa", kind="cover", part="")
    for name, source in TEXTS.items():
        b.slide(name, f"Trang {name}")
        b.text(source)
    b.slide("pasted", "Trang hình dán")
    b.text("Hình dán:\n\n![Ảnh chợ](attachment:a.png)")
    b.nb.cells[-1]["attachments"] = {"a.png": {"image/png": base64_of(picture())}}
    for name, data in {
        "frame": {"text/html": FRAME, "text/plain": "x"},
        "drawing": {"image/svg+xml": DRAWING, "text/plain": "<Figure size 640x480 with 1 Axes>"},
        "photo": {"image/png": base64_of(picture()), "text/plain": "<Figure size 640x480 with 1 Axes>"},
        "plotly": {"application/vnd.plotly.v1+json": {}, "text/html": "<div></div><script>x</script>"},
    }.items():
        b.slide(name, f"Trang {name}")
        b.output(data)
    return b.nb
