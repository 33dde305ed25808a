// Walks the deck step by step and looks at what is shown; returns {slides: [{id, number, findings: [[code, what, text], …]}], ended}.
// All rects are turned into canvas px (1280 × 720), so that findings do not depend on the window.
(mostSteps) => {
  const look = () => {
    const MINIMUM_TEXT = 18;
    const slide = Reveal.getCurrentSlide();
    const { width, height } = Reveal.getConfig();
    const origin = slide.getBoundingClientRect();
    const scale = origin.width / width;
    const findings = [];

    const shorten = (text) => {
      const line = text.replace(/\s+/g, " ").trim();
      return line.length > 70 ? line.slice(0, 69) + "…" : line;
    };
    const report = (code, what, text) => findings.push([code, what, shorten(text)]);
    const canvas = (rect) => ({
      left: (rect.left - origin.left) / scale,
      right: (rect.right - origin.left) / scale,
      top: (rect.top - origin.top) / scale,
      bottom: (rect.bottom - origin.top) / scale,
    });
    const visible = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    const unseen = (element) => element.closest("aside.notes, title, desc, metadata, style, script, defs");
    const sides = (rect) => [-rect.left, -rect.top, rect.right - width, rect.bottom - height];
    const overlap = (a, b) => [
      Math.min(a.right, b.right) - Math.max(a.left, b.left),
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top),
    ];
    const meets = (a, b) => overlap(a, b).every((px, axis) => px > [1, 2][axis]);

    // Every piece of text that can be seen, line by line. A drawing's text has its own size times the drawing's scale.
    const texts = [];
    const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!node.data.trim() || unseen(parent) || !visible(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const rects = [...range.getClientRects()].filter((r) => r.width > 0.5 && r.height > 0.5).map(canvas);
      if (!rects.length) continue;
      const svg = parent.ownerSVGElement;
      const matrix = svg && parent.getScreenCTM();
      const zoom = svg ? Math.hypot(matrix.b, matrix.d) / scale : 1;
      texts.push({ parent, svg, rects, text: node.data, size: parseFloat(getComputedStyle(parent).fontSize) * zoom });
    }
    const boxes = [...slide.querySelectorAll("img, svg, video, canvas, table")]
      .filter((element) => !unseen(element) && visible(element))
      .map((element) => ({
        parent: element,
        rects: [canvas(element.getBoundingClientRect())],
        text: element.getAttribute("alt") || element.getAttribute("aria-label") || element.tagName.toLowerCase(),
      }));

    const title = slide.querySelector("h1, h2, h3");
    if (!title || !title.textContent.trim()) report("TH741", "has no title", "");
    const titleBox = title && canvas(title.getBoundingClientRect());
    const foot = slide.querySelector(".foot");
    const footBox = foot && canvas(foot.getBoundingClientRect());

    for (const { parent, rects, text } of [...texts, ...boxes]) {
      const out = Math.max(...rects.flatMap(sides));
      if (out > 1) {
        report("TH742", `sticks out of the slide by ${Math.ceil(out)} px`, text);
        continue;
      }
      if (footBox && !foot.contains(parent) && rects.some((r) => meets(r, footBox))) report("TH743", "runs into the footer", text);
      if (titleBox && !title.contains(parent) && rects.some((r) => meets(r, titleBox))) report("TH743", "runs into the title", text);
      for (let element = parent; element && element !== slide; element = element.parentElement) {
        const style = getComputedStyle(element);
        if (style.overflowX === "visible" && style.overflowY === "visible") continue;
        const box = canvas(element.getBoundingClientRect());
        const cut = (r) => Math.max(r.right - box.right, r.bottom - box.bottom, box.left - r.left, box.top - r.top);
        if (rects.some((r) => cut(r) > 2)) {
          report("TH744", "is cut off by its box", text);
          break;
        }
      }
    }

    // One sentence a block or drawing: its smallest text.
    const smallest = new Map();
    for (const item of texts) {
      const home = item.svg || item.parent;
      if (item.size < MINIMUM_TEXT - 0.05 && !(smallest.get(home)?.size <= item.size)) smallest.set(home, item);
    }
    for (const item of smallest.values()) report("TH745", `shows text of ${item.size.toFixed(1)} px, under ${MINIMUM_TEXT} px`, item.text);

    // Texts of different blocks must not lie on one another; inside one drawing the drawing answers for itself.
    const block = (item) => item.svg || item.parent.closest("p, li, td, th, h1, h2, h3, pre, figcaption, div") || item.parent;
    const covers = (a, b) => {
      const [across, down] = overlap(a, b);
      return across > 3 && down > 0.35 * Math.min(a.bottom - a.top, b.bottom - b.top);
    };
    texts.forEach((a, index) => {
      for (const b of texts.slice(index + 1)) {
        const [one, other] = [block(a), block(b)];
        if (one === other || one.contains(other) || other.contains(one)) continue;
        if (a.rects.some((r) => b.rects.some((s) => covers(r, s)))) report("TH746", `has text over “${shorten(b.text)}”`, a.text);
      }
    });

    for (const image of slide.querySelectorAll("img"))
      if (visible(image) && image.complete && !image.naturalWidth) report("TH747", "has a picture that does not load", image.alt);

    return { id: slide.id, number: Reveal.getSlidePastCount() + 1, findings };
  };

  const place = () => JSON.stringify(Reveal.getIndices());
  const slides = [];
  Reveal.slide(0, 0, -1);
  while (slides.length < mostSteps) {
    slides.push(look());
    const before = place();
    Reveal.next();
    if (place() === before) return { slides, ended: true };
  }
  return { slides, ended: false };
}
