// What a reader with a phone would see go wrong on the page of a deck, as sentences.
window.phone = {
  judge() {
    const found = [];
    const wide = document.documentElement.clientWidth;
    const name = (node) => node.closest("section")?.id ?? node.closest("[class]")?.className ?? "";
    const seen = (node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    const told = (node, line) => found.push(`${name(node)}: ${line}`);
    if (document.documentElement.scrollWidth > wide) found.push(`page: ${document.documentElement.scrollWidth} px wide`);
    const letters = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text; (text = letters.nextNode()); ) {
      const holder = text.parentElement;
      if (!text.data.trim() || !seen(holder) || holder.closest("script, style, title")) continue;
      const drawing = holder.closest("svg");
      // behind a tap the picture is looked at as a whole, and its rows are read
      if (drawing?.closest("[data-phone=rows]")) continue;
      const scale = drawing ? drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width : 1;
      const size = parseFloat(getComputedStyle(holder).fontSize) * scale;
      if (size < (drawing ? 11 : 16) - 0.01) told(holder, `letters of ${size.toFixed(1)} px: ${text.data.trim().slice(0, 40)}`);
      const lines = parseFloat(getComputedStyle(holder).lineHeight) / parseFloat(getComputedStyle(holder).fontSize);
      if (!drawing && lines < 1.3) told(holder, `lines of ${lines.toFixed(2)}`);
      const range = document.createRange();
      range.selectNodeContents(text);
      for (const box of range.getClientRects())
        if (box.left < -0.5 || box.right > wide + 0.5) told(holder, `sticks out: ${text.data.trim().slice(0, 40)}`);
    }
    for (const node of document.querySelectorAll("body *:not(svg *)")) {
      if (!seen(node)) continue;
      const box = node.getBoundingClientRect();
      if (box.width && (box.left < -0.5 || box.right > wide + 0.5)) told(node, `${node.tagName} sticks out`);
      if (getComputedStyle(node).overflowX !== "visible" && node.scrollWidth > node.clientWidth) told(node, `${node.tagName} is cut`);
      if (node.matches("summary, button, input, select") && box.height < 44) told(node, `${node.tagName} is ${box.height.toFixed(0)} px high`);
    }
    return [...new Set(found)];
  },
  // everything that folds, open or shut
  fold(open) {
    for (const fold of document.querySelectorAll("details.fold")) fold.open = open;
  },
};
