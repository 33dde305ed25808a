/* A field that finds names while they are typed: the ARIA pattern of a combobox, with a list that opens upwards. */

import { element } from "./dom.js";
import { matching } from "./matching.js";
import { say } from "./words.js";

export class Typeahead {
  #id;
  #groups = [];
  #shown = [];
  #active = -1;
  #choose;
  #leave;
  #show;

  /* `choose` gets the value of the chosen item; `leave` is called when the field gives up the keyboard; `show` turns the label of
     the current item into the text of the field. */
  constructor({ id, label, hint, choose, leave, show = (label) => label }) {
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
    // the field keeps the focus when the list is scrolled or clicked
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.root = element("div", { class: "live-pick" }, this.input, this.list);
  }

  /* Groups of items: [{name, items: [{value, label}]}]; `value` is that of the current item. */
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
    const current = items.find((item) => item.value && item.value === this.value);
    return current ? this.#show(current.label) : "";
  }

  #open(query) {
    const groups = this.#groups
      .map(({ name, items }) => ({ name, items: matching(query, items) }))
      .filter(({ items }) => items.length);
    this.#shown = groups.flatMap(({ items }) => items);
    this.list.replaceChildren(
      ...(groups.length ? groups.map((group, n) => this.#group(group, n)) : [element("p", {}, say("nothing_found"))]),
    );
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    const current = this.#shown.findIndex((item) => item.value === this.value);
    this.#activate(query ? 0 : Math.max(current, 0));
  }

  #group({ name, items }, n) {
    const id = `${this.#id}-group-${n}`;
    const options = items.map((item) => {
      const place = this.#shown.indexOf(item);
      const isCurrent = item.value === this.value;
      return element(
        "div",
        {
          id: `${this.#id}-${place}`,
          role: "option",
          "aria-selected": "false",
          "aria-current": isCurrent && "true",
          onclick: () => this.#choice(item),
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

  #choice(item) {
    this.close();
    this.#leave();
    this.#choose(item.value);
  }

  #key(event) {
    // the key belongs to an input method that composes a letter
    if (event.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      if (this.isOpen) this.#activate(this.#active + steps[event.key]);
      else this.#open("");
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!this.isOpen) this.#open("");
      else if (this.#shown.length) this.#choice(this.#shown[this.#active]);
    } else if (event.key === "Escape" && this.isOpen) {
      // closes the list; a second Escape leaves the bar
      event.stopPropagation();
      this.close();
    } else if (event.key === "PageDown" || event.key === "PageUp") {
      // a key of a clicker: give up the focus, so that the slides get it
      this.#leave();
    }
  }
}
