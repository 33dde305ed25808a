/* The fixed words of the page, which the server puts into it from the package's catalogue. */

const words = JSON.parse(document.getElementById("taphuan-live").textContent).words;

/* The words of this key, values in their fields. A test holds that each key and each field is there, so a key stands in the code as it
   is, or with one part left open: `kernel_${state}`. */
export const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
