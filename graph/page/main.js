// Start the page, and pass every change of state to the parts that show it.
const VIEWS = ["graph", "reading", "matrix", "table"];
const dark = matchMedia("(prefers-color-scheme: dark)");
const FILTERING = ["focus", "kinds", "labels", "links", "community", "within", "zone", "count", "score", "weight", "edges"];

// Paper is light.
function applyTheme(printing = false) {
  const preferred = dark.matches ? "dark" : "light";
  document.documentElement.dataset.theme = printing ? "light" : state.theme || preferred;
  readColours();
  recolour();
  network?.redraw();
}

function applyLanguage() {
  translatePage(state.lang || (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en"));
}

function drawView() {
  document.body.dataset.view = state.view;
  for (const view of VIEWS) {
    const shown = view === state.view || (view === "graph" && state.view === "reading" && !small.matches);
    $(`view-${view}`).hidden = !shown;
    const tab = document.querySelector(`[data-view-tab="${view}"]`);
    if (view === state.view) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  const open = state.filters ? state.filters === "on" : !small.matches;
  $("filters").hidden = !open || state.view === "reading";
  $("filters-toggle").setAttribute("aria-expanded", String(!$("filters").hidden));
  if (!$("view-graph").hidden && !network) startNetwork();
  if (state.view === "matrix") drawMatrix();
  if (state.view === "table") drawTable();
  if (state.view === "reading") drawReading();
}

function drawNotice() {
  const { omitted } = evidence();
  $("notice").hidden = !omitted.nodes;
  $("notice").textContent = omitted.nodes ? t("omitted", { shown: NODES.length, ...omitted }) : "";
}

function drawHelp() {
  const keys = [
    [["/"], "helpSearch"], [["1", "2", "3", "4"], "helpViews"], [["←", "→", "↑", "↓"], "helpMove"], [["Enter"], "helpOpen"],
    [["+", "−", "0"], "helpZoom"], [["F"], "helpFocus"], [["Esc"], "helpEscape"], [["?"], "helpHelp"],
  ];
  $("help").replaceChildren(
    el("h2", { id: "help-title" }, t("help")),
    el("p", {}, t("about")),
    el("dl", { class: "keys" }, ...keys.flatMap(([names, words]) => [el("dt", {}, ...names.map((name) => el("kbd", {}, name))), el("dd", {}, t(words))])),
    button(t("close"), () => $("help").close(), { class: "primary" }),
  );
}

function closeMenu() {
  $("menu").hidden = true;
  $("menu-toggle").setAttribute("aria-expanded", "false");
}

const ACTIONS = {
  png: () => (showGraph(), downloadPng()),
  svg: () => (showGraph(), downloadSvg()),
  link: async () => say(t((await copy(location.href)) ? "linkCopied" : "copyFailed")),
  print: () => window.print(),
  help: () => $("help").showModal(),
  "zoom-in": () => zoom(1.3),
  "zoom-out": () => zoom(1 / 1.3),
  fit: fitAll,
};

// A picture needs the graph to have a size.
function showGraph() {
  if ($("view-graph").hidden) change({ view: "graph" });
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || $("help").open) return;
  const typing = event.target.closest("input:not([type=checkbox]), select, textarea");
  if (event.key === "Escape") {
    if (!$("menu").hidden) return closeMenu();
    if (state.sel) {
      const before = state.sel;
      select("");
      if (before.startsWith("n:") && state.view === "graph") $("mynetwork").focus({ preventScroll: true });
    } else if (state.focus) change({ focus: "" });
    return;
  }
  if (typing) return;
  const onCanvas = event.target === $("mynetwork") || event.target.closest("#mynetwork");
  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  if (event.key === "/") $("search").focus();
  else if (event.key === "?") $("help").showModal();
  else if (/^[1-4]$/.test(event.key)) change({ view: VIEWS[Number(event.key) - 1] });
  else if (event.key === "+" || event.key === "=") zoom(1.3);
  else if (event.key === "-") zoom(1 / 1.3);
  else if (event.key === "0") fitAll();
  else if (event.key === "f" && selection()?.type === "node") change({ focus: state.focus === selection().node.id ? "" : selection().node.id });
  else if (onCanvas && arrows[event.key]) step(...arrows[event.key]);
  else if (onCanvas && event.key === "Enter" && state.sel) $("panel").focus();
  else return;
  event.preventDefault();
}

function changed(keys) {
  const has = (...names) => names.some((name) => keys.has(name));
  if (has("theme")) applyTheme();
  if (has("lang")) {
    applyLanguage();
    drawFilters();
    drawHelp();
    drawNotice();
  }
  if (has(...FILTERING)) refreshNetwork(has("focus", "within", "community"));
  if (has("focus", "lang")) drawFocusBar();
  if (has(...FILTERING)) mendFilters();
  if (has("at") && keys.size > 1 && network) goTo();
  if (has("sel")) mentionAt = state.view === "reading" ? mentionAt : 0;
  if (has("view", "lang", "filters", "doc", "row", "sort") || has(...FILTERING) || (has("sel") && state.view !== "graph")) drawView();
  if (has("sel", "page", "view", "lang", "score", "focus")) drawPanel(keys.has("sel"));
  if (has("sel", "view", "lang")) network?.redraw();
}

function start() {
  readHash();
  applyTheme();
  applyLanguage();
  document.body.dataset.view = state.view;
  refreshVisible();
  drawPanel(false);
  drawView();
  onChange(changed);
  for (const tab of document.querySelectorAll("[data-view-tab]")) tab.addEventListener("click", () => change({ view: tab.dataset.viewTab }));
  for (const control of document.querySelectorAll("[data-do]")) {
    control.addEventListener("click", () => {
      closeMenu();
      ACTIONS[control.dataset.do]();
    });
  }
  $("language").addEventListener("click", () => change({ lang: language === "en" ? "zh" : "en" }));
  $("theme").addEventListener("click", () => change({ theme: document.documentElement.dataset.theme === "dark" ? "light" : "dark" }));
  $("filters-toggle").addEventListener("click", () => change({ filters: $("filters").hidden ? "on" : "off" }));
  $("skip").addEventListener("click", () => {
    change({ view: "table" });
    $("view-table").focus();
  });
  $("menu-toggle").addEventListener("click", () => {
    $("menu").hidden = !$("menu").hidden;
    $("menu-toggle").setAttribute("aria-expanded", String(!$("menu").hidden));
    if (!$("menu").hidden) $("menu").querySelector("button").focus();
  });
  document.addEventListener("click", (event) => !event.target.closest(".tools") && closeMenu());
  document.addEventListener("keydown", pressed);
  window.addEventListener("hashchange", restore);
  dark.addEventListener("change", () => applyTheme());
  window.addEventListener("beforeprint", () => applyTheme(true));
  window.addEventListener("afterprint", () => applyTheme());
  small.addEventListener("change", drawView);
  startSearch();
  startReading();
  requestAnimationFrame(() => {
    performance.mark("settled");
    drawFilters();
    drawFocusBar();
    drawHelp();
    drawNotice();
  });
}

start();
