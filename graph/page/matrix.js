// Which part of a speech carries which concept: concepts down, parts across, a cell opens its evidence.
const ROWS = 100;

// A header cell that sorts: "m.count-" in the hash is the matrix by count, descending.
function sortable(prefix, key, words, current, first = "-") {
  const mine = current.key === key;
  const next = mine && current.order === "-" ? "+" : mine ? "-" : first;
  return el(
    "th",
    { scope: "col", "aria-sort": mine ? (current.order === "-" ? "descending" : "ascending") : "none", class: key === "name" ? "name" : null },
    button([el("span", {}, words), el("span", { class: "arrow", "aria-hidden": "true" }, mine ? (current.order === "-" ? "↓" : "↑") : "")], () => change({ sort: `${prefix}.${key}${next}`, row: 0 }), {
      class: "sort", title: t("sortBy", { name: words }),
    }),
  );
}

function currentSort(prefix, fallback) {
  const [, key, order] = new RegExp(`^${prefix}\\.(\\w+)([+-])$`).exec(state.sort) ?? [null, ...fallback];
  return { key, order };
}

function sortRows(rows, value, order) {
  const sign = order === "-" ? -1 : 1;
  const compare = (a, b) => (typeof a === "string" ? a.localeCompare(b, "zh-Hans-u-co-pinyin") : a - b);
  return rows.sort((a, b) => sign * compare(value(a), value(b)) || (a.node.id < b.node.id ? -1 : 1));
}

// The columns: outermost directives, preamble and closing of one speech, or the speeches of a corpus.
function matrixColumns() {
  const { documents, sections } = evidence();
  if (documents.length > 1 && !documents[state.doc]) return documents.map((_, row) => `d${row}`);
  const doc = documents[state.doc] ? state.doc : 0;
  return sections
    .filter((section) => section.doc === doc && ["preamble", "directive", "closing"].includes(section.role))
    .filter((section) => section.role !== "directive" || sections[section.parent]?.role !== "directive")
    .map((section) => `s${section.row}`);
}

function matrixRows(columns) {
  const { sentences, sections } = evidence();
  const columnOfSection = new Map();
  for (const column of columns) {
    if (column[0] === "s") for (const part of withDescendants(sections[Number(column.slice(1))])) columnOfSection.set(part.row, column);
  }
  const byDocument = columns[0]?.[0] === "d";
  const rows = [];
  for (const node of NODES) {
    if (!isConcept(node) || !visible.has(node.id)) continue;
    const cells = new Map();
    let first = Infinity;
    for (const mention of mentionsOf(node.id)) {
      const column = byDocument ? `d${sentences[mention.sentence].doc}` : columnOfSection.get(mention.section);
      if (!column) continue;
      const cell = cells.get(column) ?? { count: 0, standalone: 0 };
      cell.count += 1;
      if (!mention.nested) cell.standalone += 1;
      cells.set(column, cell);
      first = Math.min(first, mention.row);
    }
    if (!cells.size) continue;
    const total = [...cells.values()].reduce((sum, cell) => sum + cell.count, 0);
    rows.push({ node, cells, total, first });
  }
  return rows;
}

function zoneButtons() {
  const zones = ["", "ritual", "operative", "both"];
  return el(
    "div",
    { class: "segments", role: "group", "aria-label": t("zone") },
    ...zones.map((zone) => button(t(zone || "all"), () => change({ zone, row: 0 }), { "aria-pressed": String(state.zone === zone), title: zone ? t(`${zone}Hint`) : null })),
  );
}

function matrixCell(row, column) {
  const cell = row.cells.get(column);
  if (!cell) return el("td", {});
  const words = t("cell", { concept: nodeName(row.node), section: columnName(column), n: cell.count });
  return el(
    "td",
    {},
    button(String(cell.count), () => select(`c:${column}:${row.node.id}`), {
      class: `cell ${row.node.kind} heat-${Math.min(4, cell.count)}${cell.standalone ? "" : " nested"}${state.sel === `c:${column}:${row.node.id}` ? " chosen" : ""}`,
      "aria-label": words, title: words,
    }),
  );
}

function drawMatrix() {
  const { documents } = evidence();
  const columns = matrixColumns();
  const sort = currentSort("m", ["spread", "-"]);
  const values = {
    name: (row) => nodeName(row.node),
    spread: (row) => row.cells.size * 1000 + row.total,
    total: (row) => row.total,
    order: (row) => row.first,
    zone: (row) => row.node.zone ?? "",
  };
  const rows = sortRows(matrixRows(columns), values[sort.key] ?? ((row) => row.cells.get(sort.key)?.count ?? 0), sort.order);
  const from = Math.min(state.row, Math.max(0, Math.ceil(rows.length / ROWS) - 1)) * ROWS;
  const chooser = documents.length > 1
    ? el("label", { class: "choice" }, el("span", {}, t("document")),
        el("select", { "aria-label": t("document"), onchange: (event) => change({ doc: Number(event.target.value), row: 0 }) },
          el("option", { value: -1, selected: !documents[state.doc] }, t("allDocuments")),
          ...documents.map((doc, row) => el("option", { value: row, selected: row === state.doc }, `${doc.date} ${doc.title || doc.doc}`.trim()))))
    : null;
  const scrolled = $("view-matrix").querySelector(".scroller")?.scrollTop ?? 0;
  const table = el(
    "table",
    { class: "grid" },
    el("caption", {}, t("matrixCaption")),
    el(
      "thead",
      {},
      el("tr", {}, sortable("m", "name", t("concept"), sort, "+"), sortable("m", "order", t("order"), sort, "+"), sortable("m", "zone", t("zone"), sort, "+"),
        ...columns.map((column) => sortable("m", column, shorten(columnName(column), 14), sort)),
        sortable("m", "spread", t("spread"), sort), sortable("m", "total", t("total"), sort)),
    ),
    el(
      "tbody",
      {},
      ...rows.slice(from, from + ROWS).map((row) =>
        el(
          "tr",
          { class: state.sel === `n:${row.node.id}` ? "chosen" : null },
          el("th", { scope: "row", class: "name" }, button([sign(row.node.kind), quoted(nodeName(row.node))], () => select(`n:${row.node.id}`), { class: "link" })),
          el("td", { class: "number" }, evidence().mentions[row.first] ? String(evidence().sentences[evidence().mentions[row.first].sentence].number + 1) : ""),
          el("td", {}, row.node.zone ? el("span", { class: `badge ${row.node.zone}`, title: t(`${row.node.zone}Hint`) }, t(row.node.zone)) : null),
          ...columns.map((column) => matrixCell(row, column)),
          el("td", { class: "number" }, row.cells.size),
          el("td", { class: "number strong" }, row.total),
        ),
      ),
    ),
  );
  const scroller = el("div", { class: "scroller", tabindex: "0", role: "group", "aria-label": t("matrix") }, table);
  $("view-matrix").replaceChildren(
    el("div", { class: "view-head" }, el("h2", {}, t("matrix")), chooser ?? "", zoneButtons(), pager(rows.length, from / ROWS, ROWS, (row) => change({ row })) ?? el("span", { class: "muted" }, t("results", { n: rows.length }))),
    scroller,
  );
  scroller.scrollTop = scrolled;
}
