// The picture as a table, for the keyboard, the screen reader and the eye that would rather read.
function drawTable() {
  const sort = currentSort("t", ["count", "-"]);
  const words = ["name", "kind", "type", "zone", "english"]; // these sort upwards first
  const columns = [
    ["name", t("name"), (row) => nodeName(row.node)],
    ["kind", t("kind"), (row) => kindWord(row.node)],
    ["type", t("type"), (row) => (row.node.type ? t(row.node.type) : "")],
    ["count", t("count"), (row) => row.node.count],
    ["standalone", t("standalone"), (row) => row.node.standalone ?? 0],
    ["nested", t("nested"), (row) => row.node.nested ?? 0],
    ["directives", t("directivesN"), (row) => row.node.directives ?? 0],
    ["documents", t("documents"), (row) => row.node.documents ?? 0],
    ["neighbours", t("neighbours"), (row) => row.neighbours],
    ["community", t("community"), (row) => row.node.community ?? 0],
    ["zone", t("zone"), (row) => (row.node.zone ? t(row.node.zone) : "")],
    ["english", t("english"), (row) => row.node.english ?? ""],
  ].filter(([key]) => key !== "documents" || evidence().documents.length > 1);
  const all = NODES.filter((node) => visible.has(node.id));
  const value = columns.find(([key]) => key === sort.key)?.[2] ?? columns[3][2];
  const rows = sortRows(all.map((node) => ({ node, neighbours: edgesOf.get(node.id).length })), value, sort.order);
  const from = Math.min(state.row, Math.max(0, Math.ceil(rows.length / ROWS) - 1)) * ROWS;
  const head = columns.map(([key, name]) => sortable("t", key, name, sort, words.includes(key) ? "+" : "-"));
  const scrolled = $("view-table").querySelector(".scroller")?.scrollTop ?? 0;
  const table = el(
    "table",
    { class: "grid list" },
    el("caption", {}, t("tableCaption")),
    el("thead", {}, el("tr", {}, head[0], el("th", { scope: "col" }, t("actions")), ...head.slice(1))),
    el(
      "tbody",
      {},
      ...rows.slice(from, from + ROWS).map((row) =>
        el(
          "tr",
          { class: state.sel === `n:${row.node.id}` ? "chosen" : null },
          el("th", { scope: "row", class: "name" }, button([sign(row.node.kind), quoted(fullName(row.node))], () => select(`n:${row.node.id}`), { class: "link" })),
          el(
            "td",
            { class: "row-actions" },
            button(t("focusShort"), () => change({ focus: row.node.id, view: "graph" }), { "aria-label": `${t("focus")}：${nodeName(row.node)}` }),
            button(t("reading"), () => readNode(row.node), { "aria-label": `${t("reading")}：${nodeName(row.node)}` }),
          ),
          ...columns.slice(1, -1).map(([key, , show]) => el("td", { class: typeof show(row) === "number" ? "number" : null }, key === "zone" && row.node.zone ? el("span", { class: `badge ${row.node.zone}` }, show(row)) : show(row))),
          el("td", { lang: "en" }, row.node.english ?? ""),
        ),
      ),
    ),
  );
  const scroller = el("div", { class: "scroller", tabindex: "0", role: "group", "aria-label": t("table") }, table);
  $("view-table").replaceChildren(
    el("div", { class: "view-head" }, el("h2", {}, t("table")), zoneButtons(), pager(rows.length, from / ROWS, ROWS, (row) => change({ row })) ?? el("span", { class: "muted" }, t("results", { n: rows.length }))),
    scroller,
  );
  scroller.scrollTop = scrolled;
}
