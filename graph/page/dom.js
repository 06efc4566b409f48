// Elements, made from text alone: nothing on this page ever parses markup.
const $ = (id) => document.getElementById(id);

function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "data") Object.assign(element.dataset, value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const button = (words, action, attributes = {}) => el("button", { type: "button", onclick: action, ...attributes }, words);

// Text of a document: its own language, isolated so that direction marks in it can't reorder the page.
const quoted = (text, attributes = {}) => el("bdi", { lang: "zh-Hans", ...attributes }, text);

function say(text) {
  $("live").textContent = "";
  $("live").textContent = text;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = el("textarea", { class: "unseen", readonly: true, tabindex: "-1" });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

function pager(total, page, size, turn) {
  if (total <= size) return null;
  const last = Math.ceil(total / size) - 1;
  return el(
    "div",
    { class: "pager" },
    button("‹", () => turn(page - 1), { class: "icon", disabled: page === 0, "aria-label": t("previous") }),
    el("span", {}, t("paging", { from: page * size + 1, to: Math.min(total, (page + 1) * size), n: total })),
    button("›", () => turn(page + 1), { class: "icon", disabled: page === last, "aria-label": t("next") }),
  );
}

// The sign of a kind, as the canvas draws it: colour and shape both tell.
function sign(kind) {
  return el("span", { class: `sign ${kind}`, "aria-hidden": "true" });
}
