// The state of the view, all of it in the URL's hash, so that a link shows what its sender saw.
const DEFAULTS = {
  view: "graph", sel: "", focus: "", kinds: "", labels: "", links: "", community: "", within: "", count: 1, score: 0, weight: 0,
  zone: "", edges: -1, doc: -1, page: 0, row: 0, sort: "", at: "", lang: "", theme: "", filters: "",
};
const small = matchMedia("(max-width: 820px)");
const state = { ...DEFAULTS };
const listeners = [];

function readHash() {
  const given = new URLSearchParams(location.hash.slice(1));
  for (const [key, fallback] of Object.entries(DEFAULTS)) {
    const value = given.get(key);
    if (value === null) state[key] = fallback;
    else if (typeof fallback === "number") state[key] = Number.isFinite(Number(value)) ? Number(value) : fallback;
    else state[key] = value;
  }
  if (!["graph", "reading", "matrix", "table"].includes(state.view)) state.view = "graph";
  if (!["", "zh", "en"].includes(state.lang)) state.lang = "";
  if (!["", "light", "dark"].includes(state.theme)) state.theme = "";
}

function hash() {
  const out = new URLSearchParams();
  for (const [key, fallback] of Object.entries(DEFAULTS)) if (state[key] !== fallback) out.set(key, state[key]);
  return out.toString();
}

function writeHash() {
  history.replaceState(null, "", `#${hash()}`);
}

function onChange(listener) {
  listeners.push(listener);
}

// Change the state, write the hash, and tell every listener which keys changed.
function change(patch) {
  const changed = new Set(Object.keys(patch).filter((key) => state[key] !== patch[key]));
  if (!changed.size) return;
  Object.assign(state, patch);
  writeHash();
  for (const listener of listeners) listener(changed);
}

function restore() {
  const before = { ...state };
  readHash();
  const changed = new Set(Object.keys(DEFAULTS).filter((key) => state[key] !== before[key]));
  if (changed.size) for (const listener of listeners) listener(changed);
}

// Lists in the hash name what is switched OFF, so that a link survives new kinds and labels.
const isOff = (list, name) => state[list].split(",").includes(name);
function toggleOff(list, name) {
  const off = new Set(state[list].split(",").filter(Boolean));
  if (!off.delete(name)) off.add(name);
  change({ [list]: [...off].sort().join(",") });
}

// A selection is "n:<node>", "e:<edge>" or "c:<section row>:<concept>".
function selection() {
  const [, type, rest] = /^([nec]):(.*)$/.exec(state.sel) ?? [];
  if (type === "n" && nodeById.has(rest)) return { type: "node", node: nodeById.get(rest) };
  if (type === "e" && edgeById.has(rest)) return { type: "edge", edge: edgeById.get(rest) };
  if (type === "c") {
    const [, column, id] = /^([sd]\d+):(.*)$/.exec(rest) ?? [];
    if (column && nodeById.has(id)) return { type: "cell", column, node: nodeById.get(id) };
  }
  return null;
}
const select = (sel) => change({ sel, page: 0 });
