// The side bar: the legend is the filter of kinds, then types, edges, thresholds, community and directive.
const CLEAR = { focus: "", kinds: "", labels: "", links: "", community: "", within: "", zone: "", count: 1, score: 0, weight: 0, edges: -1 };
const LABEL_ORDER = ["NUMERIC", "DOCTRINE", "POLICY", "MOTTO", "PERSON", "ORG", "PLACE", "GROUP", "DOCUMENT", "EVENT", "PERIOD"];
function tally(rows, key) {
  const counts = new Map();
  for (const row of rows) if (row[key] !== undefined) counts.set(row[key], (counts.get(row[key]) ?? 0) + 1);
  return counts;
}

// A community goes by its two most mentioned concepts.
function communityName(id) {
  const members = NODES.filter((node) => node.community === id && isConcept(node)).sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1));
  return members.slice(0, 2).map((node) => shorten(node.label, 8)).join("、");
}

function slider(key, words, { min, max, step = 1, show = String }) {
  const output = el("output", {}, show(key === "edges" ? edgeLimit() : state[key]));
  const input = el("input", {
    type: "range", min, max, step, "aria-label": words, data: { slider: key },
    oninput: (event) => {
      output.textContent = show(Number(event.target.value));
      change({ [key]: Number(event.target.value) });
    },
  });
  input.value = key === "edges" ? edgeLimit() : state[key];
  return el("label", { class: "slider" }, el("span", {}, words, output), input);
}

function checks(list, values, words, counts, mark) {
  return values.map((value) =>
    el(
      "label",
      { class: "check" },
      el("input", { type: "checkbox", checked: !isOff(list, value), data: { off: `${list}:${value}` }, onchange: () => toggleOff(list, value) }),
      mark?.(value),
      el("span", {}, words(value)),
      el("span", { class: "muted number" }, counts.get(value)),
    ),
  );
}

function choice(key, words, options) {
  const select = el("select", { "aria-label": words, data: { choice: key }, onchange: (event) => change({ [key]: event.target.value }) });
  select.append(el("option", { value: "" }, t("all")), ...options.map(([value, name]) => el("option", { value }, name)));
  select.value = state[key];
  return el("label", { class: "choice" }, el("span", {}, words), select);
}

const group = (words, ...children) => el("fieldset", {}, el("legend", {}, words), ...children);

function edgeCount() {
  return t("edgesShown", { shown: shownEdges.size, hidden: EDGES.length - shownEdges.size });
}

function drawFilters() {
  const kinds = tally(NODES, "kind");
  const links = tally(EDGES, "kind");
  const types = tally(NODES, "type");
  const communities = [...tally(NODES, "community")].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const heaviest = EDGES.reduce((most, edge) => Math.max(most, edge.weight), 0);
  const most = NODES.filter(isConcept).reduce((high, node) => Math.max(high, node.count), 1);
  const directives = NODES.filter((node) => node.kind === "directive");
  $("filters").replaceChildren(
    group(t("legend"), ...checks("kinds", ["directive", "slogan", "entity", "speech"].filter((kind) => kinds.has(kind)), t, kinds, sign)),
    group(
      t("edges"),
      ...checks("links", ["mentions", "cooccurs", "contains"].filter((kind) => links.has(kind)), t, links, (kind) => el("span", { class: `stroke ${kind}`, "aria-hidden": "true" })),
      slider("edges", t("edgesHint"), { min: 0, max: EDGES.length }),
      el("p", { class: "muted", id: "edge-count", role: "status" }, edgeCount()),
      slider("weight", t("weight"), { min: 0, max: Math.ceil(heaviest), step: 0.1 }),
    ),
    group(
      t("labels"),
      el("div", { class: "columns" }, ...checks("labels", LABEL_ORDER.filter((label) => types.has(label)), t, types)),
    ),
    group(
      t("filters"),
      slider("count", t("strength"), { min: 1, max: most }),
      slider("score", t("score"), { min: 0, max: 1, step: 0.05, show: (value) => value.toFixed(2) }),
      choice("within", t("inDirective"), directives.map((node) => [node.id, fullName(node)])),
      choice("community", t("community"), communities.map(([id, size]) => [String(id), t("communityN", { name: communityName(id), size })])),
    ),
    el("p", { class: "muted", id: "node-count", role: "status" }, t("nodesShown", { shown: visible.size, total: NODES.length })),
    button(t("reset"), () => change(CLEAR), { class: "quiet", id: "reset" }),
  );
}

// Keep the controls as they are (a slider must not lose the hand that drags it) and mend what the state changed.
function mendFilters() {
  for (const input of document.querySelectorAll("[data-off]")) {
    const [list, value] = input.dataset.off.split(":");
    input.checked = !isOff(list, value);
  }
  for (const input of document.querySelectorAll("[data-choice]")) input.value = state[input.dataset.choice];
  for (const input of document.querySelectorAll("[data-slider]")) {
    const key = input.dataset.slider;
    const value = key === "edges" ? edgeLimit() : state[key];
    if (Number(input.value) !== value) input.value = value;
    const output = input.parentElement.querySelector("output");
    output.textContent = key === "score" ? Number(value).toFixed(2) : String(value);
  }
  $("edge-count").textContent = edgeCount();
  $("node-count").textContent = t("nodesShown", { shown: visible.size, total: NODES.length });
}
