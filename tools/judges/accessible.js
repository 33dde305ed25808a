// What is wrong with the page for those who see little, or nothing: `accessible.judge(rules)` of the page as it stands,
// `accessible.walk(rules, ids)` of the slides of a deck with all their fragments, `accessible.frame()` of the page around them.
// Needs axe-core in the page.
window.accessible = (() => {
  // A mixed colour is computed as `color(srgb …)`, with parts from 0 to 1.
  const parts = (colour) => {
    const numbers = colour.replace(/^color\(srgb/, "").match(/[\d.]+/g).map(Number);
    return colour.startsWith("color(") ? numbers : numbers.map((c) => c / 255);
  };
  const brightness = (colour) => {
    const [r, g, b] = parts(colour).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [dark, light] = [brightness(one), brightness(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  // A hatched surface has the colours of its lines and of what is between them.
  const paints = (fill) => {
    const pattern = fill.startsWith("url") && document.getElementById(fill.match(/#([^")]+)/)[1]);
    return pattern ? [...pattern.children].map((part) => getComputedStyle(part).fill) : [fill];
  };
  const grounds = (text, x, y) => {
    const { stroke } = getComputedStyle(text);
    if (text.tagName === "text" && stroke !== "none") return [stroke]; // a halo in the colour of the ground
    for (const below of document.elementsFromPoint(x, y)) {
      if (below.tagName === "text" || (below !== text && text.contains(below))) continue;
      const { fill, backgroundColor } = getComputedStyle(below);
      if (below instanceof SVGGeometryElement && fill !== "none") return paints(fill);
      if (!(below instanceof SVGElement) && /^(rgb\(|color\(srgb [^/]*$)/.test(backgroundColor)) return [backgroundColor];
    }
    return [];
  };
  // In a drawing the colour of letters is `fill` and their ground what lies below: axe-core knows neither.
  const weak = (text) => {
    const box = text.getBoundingClientRect();
    const style = getComputedStyle(text);
    const colour = text.tagName === "text" ? style.fill : style.color;
    const below = [0.03, 0.25, 0.5, 0.75, 0.97].flatMap((part) => grounds(text, box.left + part * box.width, box.top + box.height / 2));
    if (!below.length) return ["on nothing"];
    return [...new Set(below)].filter((ground) => contrast(colour, ground) < 4.5).map((ground) => `${colour} on ${ground}`);
  };

  const judge = async (rules) => {
    // axe gives up on letters over the layer that reveal.js paints beside the canvas, which no slide lets through, and
    // over the watermark of a sample; and a drawing must be hit before one knows what lies under its letters.
    const style = document.createElement("style");
    style.textContent = ".backgrounds { display: none !important } .sample-deck .frame::after { content: none !important }" +
      " figure svg, figure svg * { pointer-events: visiblePainted !important }";
    document.head.append(style);
    const found = [];
    const results = await axe.run(document, { ...(rules && { runOnly: rules }), resultTypes: ["violations", "incomplete"] });
    const open = new Set([...document.querySelectorAll("svg text")].filter((text) => text.checkVisibility({ visibilityProperty: true })));
    for (const rule of results.violations) for (const node of rule.nodes) found.push(`${rule.id}: ${node.html}`);
    for (const rule of results.incomplete)
      for (const node of rule.nodes)
        if (rule.id === "color-contrast") open.add(document.querySelector(node.target[0]));
        else found.push(`${rule.id}, not judged: ${node.html}`);
    for (const text of open) for (const colours of weak(text)) found.push(`color-contrast: ${text.textContent}: ${colours}`);
    document.querySelectorAll("img, svg:not([aria-hidden=true])").forEach((picture) => {
      const alt = picture.getAttribute("alt") || picture.getAttribute("aria-label") || "";
      if (alt.length < 30 || /description|Hình minh họa/.test(alt)) found.push(`alt text: ${alt}`);
    });
    style.remove();
    return found;
  };

  // axe looks at every element of the page: without the other slides a walk takes a tenth of the time.
  const alone = async (slide, look) => {
    const kept = [];
    for (let node = slide; !node.matches(".slides"); node = node.parentNode) {
      kept.push([node.parentNode, [...node.parentNode.childNodes]]);
      node.parentNode.replaceChildren(node); // a stack of slides keeps the one, and the deck the stack
    }
    const found = await look();
    for (const [place, all] of kept) place.replaceChildren(...all);
    return found;
  };

  const walk = async (rules, only) => {
    const found = {};
    // Reveal.getSlides() leaves out those that it does not count: what a hall has no time for
    const slides = [...document.querySelectorAll(".slides section:not(.stack)")];
    for (const slide of slides.filter((one) => !only || only.includes(one.id))) {
      const { h, v } = Reveal.getIndices(slide);
      Reveal.slide(h, v, 99);
      const hidden = [...slide.querySelectorAll(".fragment:not(.visible)")].map((one) => `not shown: ${one.textContent}`);
      const lines = [...hidden, ...(await alone(slide, () => judge(rules)))];
      found[slide.id] = lines;
    }
    return found;
  };

  // The page around the slides, by all rules; with one slide, as a page without a main part would be one that lacks it.
  const frame = async () => {
    Reveal.slide(0);
    return alone(Reveal.getSlides()[0], () => judge());
  };
  return { judge, walk, frame };
})();
