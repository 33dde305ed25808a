// Below 600 px the deck is a page to scroll (slides/phone.css); reveal.js begins when the window is first wide enough.
var narrow = matchMedia("(max-width: 599.98px)"), onPaper = matchMedia("print");
var cards = Array.prototype.slice.call(document.querySelectorAll(".slides .slide:not(.backup)"));
var bar = document.querySelector(".phone.bar"), at = bar.querySelector(".at");
var here = 0, started = false, drawing = false, writing = 0;

function present() {
  if (started) return;
  started = true;
  // reveal.js hides all slides but one from screen readers at every change
  Reveal.on("slidechanged", function (change) {
    if (narrow.matches) uncover();
    // a slide that is come back to is shown, not the backup that was open below it
    var stack = change.previousSlide && change.previousSlide.parentNode;
    if (stack && !stack.contains(change.currentSlide)) stack.removeAttribute("data-previous-indexv");
  });
  start();
}

function uncover() {
  cards.forEach(function (card) {
    card.removeAttribute("hidden");
    card.removeAttribute("aria-hidden");
  });
  document.querySelector(".reveal").setAttribute("role", "region");
}

// The card that is being read: the last one that begins in the upper third of the screen.
function read() {
  var line = innerHeight / 3;
  cards.forEach(function (card, n) {
    var box = card.getBoundingClientRect();
    if (box.height && box.top <= line) here = n;
  });
}

function show() {
  at.textContent = here + 1 + "/" + cards.length;
  bar.style.setProperty("--done", (100 * (here + 1)) / cards.length + "%");
}

function remember() {
  try {
    history.replaceState(null, "", "#/" + cards[here].id);
  } catch (refused) { /* some viewers of files let a page change nothing; the place is kept in `here` */ }
}

function scrolled() {
  if (!narrow.matches || onPaper.matches) return;
  if (!drawing) requestAnimationFrame(function () {
    drawing = false;
    if (!narrow.matches) return;
    read();
    show();
  });
  drawing = true;
  clearTimeout(writing);
  writing = setTimeout(function () { if (narrow.matches) remember(); }, 300);
}

// "#/id" or "#/3", as reveal.js writes them.
function asked() {
  var name = decodeURIComponent(location.hash.replace(/^#\/?/, ""));
  var found = cards.findIndex(function (card) { return card.id === name; });
  return found < 0 && /^\d+$/.test(name) ? Math.min(Number(name), cards.length - 1) : found;
}

function go(n) {
  here = Math.max(n, 0);
  var fold = document.getElementById("fold-" + cards[here].dataset.part);
  if (fold && !cards[here].contains(fold)) fold.open = true;
  if (here) cards[here].scrollIntoView();
  show();
}

function turn() {
  if (onPaper.matches) return;
  if (narrow.matches) {
    if (started) {
      here = Reveal.getIndices().h;
      Reveal.configure({ keyboard: false, touch: false });
      uncover();
    }
    go(here);
  } else if (started) {
    Reveal.configure({ keyboard: moves, touch: true });
    document.querySelector(".reveal").setAttribute("role", "application");
    Reveal.slide(here);
  } else {
    remember();
    present();
  }
}

// The frames of the speaker view are narrow and show slides; so does the view for print.
if (/receiver|print/.test(location.search)) {
  document.getElementById("for-slides").media = "all";
  document.getElementById("for-phone").media = "not all";
  present();
} else {
  narrow.addEventListener("change", turn);
  addEventListener("scroll", scrolled, { passive: true });
  addEventListener("hashchange", function () { if (narrow.matches && asked() >= 0) go(asked()); });
  if (narrow.matches) go(asked());
  else present();
}
