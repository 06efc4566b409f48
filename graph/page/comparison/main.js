// The list, what filters it, and the page around it.
const ROWS = 100;
const state = { group: "everything", kind: "slogan", search: "", sort: "rank", order: 1, page: 0, open: new Set(), theme: null };
const COLUMNS = [
  ["name", () => t("concept"), (row) => row.pinyin || row.name, ""],
  ["status", () => t("status"), (row) => ["dropped", "added", "kept"].indexOf(row.status), ""],
  ["a", () => t("countOf", { side: "A" }), (row) => row.counts[0], "number"],
  ["b", () => t("countOf", { side: "B" }), (row) => row.counts[1], "number"],
  ["ratio", () => t("ratioColumn"), (row) => row.ratio, "number wide"],
  ["weight", () => t("weightColumn"), (row) => row.g2, "wide"],
  ["changes", () => t("changesColumn"), (row) => row.words.length + (row.moved ? 1 : 0), "wide"],
];

function shownRows() {
  const words = state.search.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = DATA.rows.filter((row) => (state.kind === "all" || row.kind === state.kind) && GROUPS[state.group](row) && matches(row, words));
  const column = COLUMNS.find(([key]) => key === state.sort);
  if (!column) return rows;
  const value = column[2];
  const compare = (one, two) => (typeof one === "number" ? one - two : one.localeCompare(two, "zh-Hans-u-co-pinyin"));
  return rows.map((row, at) => [row, at]).sort(([one, i], [two, j]) => state.order * compare(value(one), value(two)) || i - j).map(([row]) => row);
}

function change(next) {
  Object.assign(state, { page: 0 }, next);
  draw();
}

function head() {
  return el("tr", {}, ...COLUMNS.map(([key, words, , look]) => {
    const sorted = state.sort === key ? (state.order > 0 ? "ascending" : "descending") : "none";
    const turn = () => change({ sort: key, order: state.sort === key ? -state.order : key === "name" || key === "status" ? 1 : -1 });
    const label = button(words(), turn, { class: "sort", "aria-label": t("sortBy", { name: words() }), data: { sort: key } });
    return el("th", { scope: "col", class: look || null, "aria-sort": sorted }, label);
  }));
}

function line(row) {
  const open = state.open.has(row.id);
  const turn = () => {
    if (open) state.open.delete(row.id);
    else state.open.add(row.id);
    draw(row.id);
  };
  const changes = [...new Set(row.words.map(([sort]) => t(SORTS[sort])))].concat(row.moved ? [t("moved")] : []);
  const main = el(
    "tr",
    { class: "row" },
    el("th", { scope: "row" }, button(quoted(row.name), turn, { class: "open", "aria-expanded": String(open), data: { id: row.id } })),
    el("td", {}, badge(row.status)),
    el("td", { class: "number" }, String(row.counts[0])),
    el("td", { class: "number" }, String(row.counts[1])),
    el("td", { class: "number wide" }, round(row.ratio)),
    el("td", { class: "wide" }, row.weight === "weightier" || row.weight === "lighter" ? badge(row.weight) : el("span", { class: "muted" }, t(row.weight))),
    el("td", { class: "wide muted" }, changes.join("、")),
  );
  return open ? [main, el("tr", { class: "detail" }, el("td", { colspan: COLUMNS.length }, ...detail(row)))] : [main];
}

function drawSides() {
  $("sides").replaceChildren(...DATA.sides.map((side, number) =>
    el("div", { class: `side ${"ab"[number]}` }, el("h2", {}, `${"AB"[number]} · `, quoted(side.name)), el("p", { class: "muted number" }, t("sideFacts", { documents: side.documents.length, size: side.size.toLocaleString("en") }))),
  ));
}

function drawControls() {
  const kind = (row) => state.kind === "all" || row.kind === state.kind;
  $("groups").replaceChildren(...Object.entries(GROUPS).map(([key, test]) =>
    button([t(key), el("span", { class: "number" }, String(DATA.rows.filter((row) => kind(row) && test(row)).length))], () => change({ group: key }), { class: "chip", "aria-pressed": String(state.group === key), data: { group: key } }),
  ));
  $("kinds").replaceChildren(...[["slogan", "slogan"], ["entity", "entity"], ["all", "allKinds"]].map(([key, words]) =>
    button(t(words), () => change({ kind: key }), { "aria-pressed": String(state.kind === key), data: { kind: key } }),
  ));
}

function drawDirectives() {
  if (DATA.directives.length === 0) return $("directives").replaceChildren();
  const rows = [...DATA.directives, ...DATA.alone[0].map((label) => [label, ""]), ...DATA.alone[1].map((label) => ["", label])];
  return $("directives").replaceChildren(
    el("h2", {}, t("counterparts")),
    el("table", { class: "grid" }, el("caption", {}, t("counterpartsHint")), el("tbody", {}, ...rows.map((row) => el("tr", {}, ...row.map((label) => el("td", {}, quoted(label))))))),
  );
}

function draw(focus) {
  const held = focus ? null : document.activeElement?.dataset;
  const rows = shownRows();
  drawControls();
  $("found").textContent = t("foundN", { n: rows.length });
  const shown = rows.slice(state.page * ROWS, (state.page + 1) * ROWS);
  const body = shown.length ? shown.flatMap(line) : [el("tr", {}, el("td", { colspan: COLUMNS.length, class: "muted" }, t("nothing")))];
  $("list").replaceChildren(
    el("div", { class: "scroller" }, el("table", { class: "grid" }, el("caption", {}, t("caption")), el("thead", {}, head()), el("tbody", {}, ...body))),
    pager(rows.length, state.page, ROWS, (page) => { change({ page }); $("list").scrollIntoView(); }) ?? "",
  );
  const again = ["group", "kind", "sort"].find((name) => held?.[name]);
  if (focus) [...document.querySelectorAll(".open")].find((other) => other.dataset.id === focus)?.focus();
  else if (again) document.querySelector(`[data-${again}="${held[again]}"]`)?.focus();
}

function drawMethod() {
  $("method").replaceChildren(el("h2", {}, t("method")), ...["method1", "method2", "method3"].map((key) => el("p", {}, t(key, { alpha: DATA.alpha, least: DATA.least }))));
}

function drawAll() {
  drawSides();
  drawDirectives();
  drawMethod();
  draw();
}

$("language").addEventListener("click", () => {
  translatePage(language === "en" ? "zh" : "en");
  drawAll();
});
$("theme").addEventListener("click", () => {
  const root = document.documentElement;
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
});
$("skip").addEventListener("click", () => $("list").focus());
$("search").addEventListener("input", (event) => change({ search: event.target.value }));
if (matchMedia("(prefers-color-scheme: dark)").matches) document.documentElement.dataset.theme = "dark";
if (!navigator.language.toLowerCase().startsWith("zh")) translatePage("en");
drawAll();
