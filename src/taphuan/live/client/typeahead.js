/* A field that finds a name while it is typed: the ARIA pattern of a combobox with a list that opens upwards. */

import { element } from "./dom.js";
import { matching } from "./matching.js";
import { WORDS } from "./words.js";

export class Typeahead {
  #id;
  #groups = [];
  #shown = [];
  #active = -1;
  #choose;
  #leave;
  #show;

  /* `choose` gets the value of the item taken; `leave` is called when the keyboard lets go of the field; `show` makes of an
     item's label what stands in the field. */
  constructor({ id, label, hint, choose, leave, show = (held) => held }) {
    this.#id = id;
    this.#choose = choose;
    this.#leave = leave;
    this.#show = show;
    this.value = "";
    this.input = element("input", {
      id,
      type: "text",
      role: "combobox",
      "aria-label": label,
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": `${id}-list`,
      placeholder: hint,
      autocomplete: "off",
      spellcheck: "false",
      oninput: () => this.#open(this.input.value),
      onkeydown: (event) => this.#key(event),
      onclick: () => this.#open(""),
      onfocus: () => this.input.select(),
      onblur: () => this.close(),
    });
    this.list = element("div", { id: `${id}-list`, role: "listbox", "aria-label": label, hidden: true });
    // the field keeps the focus while the list is scrolled or clicked
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.root = element("div", { class: "live-pick" }, this.input, this.list);
  }

  /* Groups of items: [{name, items: [{value, label}]}]; `value` is the item that holds now. */
  offer(groups, value) {
    this.#groups = groups;
    this.value = value;
    if (!this.isOpen) this.input.value = this.#label();
  }

  get isOpen() {
    return !this.list.hidden;
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.input.value = this.#label();
  }

  #label() {
    const items = this.#groups.flatMap((group) => group.items);
    const held = items.find((item) => item.value && item.value === this.value);
    return held ? this.#show(held.label) : "";
  }

  #open(query) {
    const groups = this.#groups
      .map(({ name, items }) => ({ name, items: matching(query, items) }))
      .filter(({ items }) => items.length);
    this.#shown = groups.flatMap(({ items }) => items);
    this.list.replaceChildren(
      ...(groups.length ? groups.map((group, n) => this.#group(group, n)) : [element("p", {}, WORDS.nothingFound)]),
    );
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    const held = this.#shown.findIndex((item) => item.value === this.value);
    this.#activate(query ? 0 : Math.max(held, 0));
  }

  #group({ name, items }, n) {
    const id = `${this.#id}-group-${n}`;
    const options = items.map((item) => {
      const place = this.#shown.indexOf(item);
      const held = item.value === this.value;
      return element(
        "div",
        {
          id: `${this.#id}-${place}`,
          role: "option",
          "aria-selected": "false",
          "aria-current": held && "true",
          onclick: () => this.#take(item),
          onpointermove: () => this.#activate(place),
        },
        item.label,
      );
    });
    return element("div", { role: "group", "aria-labelledby": id }, element("p", { id, role: "presentation" }, name), ...options);
  }

  #activate(place) {
    if (!this.#shown.length) return;
    this.#active = (place + this.#shown.length) % this.#shown.length;
    for (const option of this.list.querySelectorAll('[aria-selected="true"]')) option.setAttribute("aria-selected", "false");
    const option = document.getElementById(`${this.#id}-${this.#active}`);
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  #take(item) {
    this.close();
    this.#leave();
    this.#choose(item.value);
  }

  #key(event) {
    // an input method that composes a letter has the key first
    if (event.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      if (this.isOpen) this.#activate(this.#active + steps[event.key]);
      else this.#open("");
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!this.isOpen) this.#open("");
      else if (this.#shown.length) this.#take(this.#shown[this.#active]);
    } else if (event.key === "Escape" && this.isOpen) {
      // the first one closes the list, the next one leaves the bar
      event.stopPropagation();
      this.close();
    } else if (event.key === "PageDown" || event.key === "PageUp") {
      // a clicker was pressed: let go, and the slides take the key
      this.#leave();
    }
  }
}
