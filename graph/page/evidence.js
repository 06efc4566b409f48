// The evidence panel: the sentences behind a concept, a directive, an edge or a cell, with their mentions marked.
const PAGE = 12;

// Text with its mentions as nested <mark> elements; those of the `lit` concepts stand out.
function markedText(sentence, lit) {
  const mentions = [...sentence.mentions].sort((a, b) => a.start - b.start || b.end - a.end);
  let next = 0;
  function upTo(parent, start, end) {
    let at = start;
    while (next < mentions.length && mentions[next].start < end) {
      const mention = mentions[next++];
      if (mention.start < at || mention.end <= mention.start) continue;
      parent.append(sentence.text.slice(at, mention.start));
      const stop = Math.min(mention.end, end);
      const node = nodeById.get(mention.concept);
      const mark = el("mark", {
        class: `${SLOGANS.has(mention.label) ? "slogan" : "entity"}${lit.has(mention.concept) ? " lit" : ""}${mention.nested ? " nested" : ""}`,
        data: node ? { concept: mention.concept } : {},
      });
      upTo(mark, mention.start, stop);
      parent.append(mark);
      at = stop;
    }
    parent.append(sentence.text.slice(at, end));
  }
  const line = quoted("", { class: "text" });
  upTo(line, 0, sentence.text.trimEnd().length);
  return line;
}
const SLOGANS = new Set(["NUMERIC", "DOCTRINE", "POLICY", "MOTTO"]);

function citation(sentence) {
  const { documents, sections } = evidence();
  const doc = documents[sentence.doc];
  const section = sectionName(sections[sentence.section]);
  const number = t("sentenceNo", { n: sentence.number + 1 });
  const origin = [doc.speaker, doc.date || t("undated"), doc.source].filter(Boolean);
  const text = sentence.text.trim();
  return language === "en"
    ? `“${text}” ${doc.title || doc.doc} (${origin.join(", ")}), ${[section, number].filter(Boolean).join(", ")}. [${doc.doc}]`
    : `“${text}”——《${doc.title || doc.doc}》（${origin.join("，")}），${[section, number].filter(Boolean).join("，")}。[${doc.doc}]`;
}

async function cite(sentence, pressed) {
  const done = await copy(citation(sentence));
  pressed.textContent = t(done ? "cited" : "copyFailed");
  say(pressed.textContent);
  setTimeout(() => (pressed.textContent = t("cite")), 1600);
}

function evidenceItem(sentence, mentions, lit) {
  const { documents, sections } = evidence();
  const doc = documents[sentence.doc];
  const detail = el("div", { class: "detail" });
  const rules = [...groupBy(mentions, (mention) => `${mention.rule}\u0000${mention.score}`).values()].map(
    (same) => `${same[0].rule} ${same[0].score.toFixed(2)}${same.length > 1 ? ` ×${same.length}` : ""}`,
  );
  const compare = button(t("raw"), () => {
    const open = compare.getAttribute("aria-expanded") === "false";
    compare.setAttribute("aria-expanded", String(open));
    detail.replaceChildren(...(open ? [sideBySide([sentence])] : []));
  }, { "aria-expanded": "false" });
  const quote = button(t("cite"), () => cite(sentence, quote));
  return el(
    "li",
    { class: "evidence" },
    el("p", {}, markedText(sentence, lit)),
    el(
      "p",
      { class: "origin muted" },
      documents.length > 1 ? quoted(doc.title || doc.doc, { class: "origin-title" }) : null,
      el("span", {}, doc.date || t("undated")),
      quoted(sectionName(sections[sentence.section])),
      el("span", {}, t("sentenceNo", { n: sentence.number + 1 })),
      rules.length ? el("span", { title: `${t("rule")} · ${t("scoreShort")}` }, rules.join(" · ")) : null,
    ),
    el("div", { class: "row-actions" }, quote, button(t("read"), () => readAt(sentence)), compare),
    detail,
  );
}

function evidenceList(rows, lit) {
  const from = Math.min(state.page, Math.max(0, Math.ceil(rows.length / PAGE) - 1)) * PAGE;
  return [
    el("h3", {}, t("sentences"), el("span", { class: "muted number" }, rows.length)),
    el("ol", { class: "plain" }, ...rows.slice(from, from + PAGE).map(({ sentence, mentions }) => evidenceItem(sentence, mentions, lit))),
    pager(rows.length, from / PAGE, PAGE, (page) => {
      change({ page });
      $("panel").querySelector("h3:last-of-type")?.scrollIntoView({ block: "start" });
    }),
  ];
}

function rowsOf(mentions) {
  const { sentences } = evidence();
  return [...groupBy(mentions, (mention) => mention.sentence)].sort((a, b) => a[0] - b[0]).map(([row, same]) => ({ sentence: sentences[row], mentions: same }));
}

function figure(words, value, hint = "") {
  return el("div", { class: "figure", title: hint || null }, el("dt", {}, words), el("dd", {}, value ?? "–"));
}

function chip(node, count, action) {
  return button([sign(node.kind), quoted(shorten(fullName(node), 32)), count === "" ? null : el("span", { class: "muted number" }, count)], action, { class: "chip", data: { node: node.id } });
}

// A row of chips; beyond `few` the rest wait behind a button.
function chips(words, list, few) {
  if (!list.length) return [];
  const row = el("div", { class: "chips" }, ...list.slice(0, few));
  const rest = list.slice(few);
  if (rest.length) {
    const more = button(t("more", { n: rest.length }), () => {
      more.replaceWith(...rest);
      rest[0].focus();
    }, { class: "chip quiet" });
    row.append(more);
  }
  return [el("h3", {}, words), row];
}

// Neighbours over one kind of edge, the heaviest first; a chip opens the edge's evidence.
function neighbours(node, kinds, want) {
  return edgesOf
    .get(node.id)
    .filter((edge) => kinds.includes(edge.kind) && want(nodeById.get(otherEnd(edge, node.id))))
    .sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1))
    .map((edge) => chip(nodeById.get(otherEnd(edge, node.id)), edge.count, () => select(`e:${edge.id}`)));
}

function nodeActions(node) {
  return el(
    "div",
    { class: "actions" },
    button(t("locate"), () => {
      change({ view: "graph", ...(visible.has(node.id) ? {} : CLEAR) });
      locate(node.id);
    }),
    state.focus === node.id ? button(t("unfocus"), () => change({ focus: "" })) : button(t("focus"), () => change({ focus: node.id, view: state.view === "matrix" ? "graph" : state.view })),
    button(t("reading"), () => readNode(node)),
  );
}

function heading(node) {
  const whose = fullName(node) === nodeName(node) ? "" : fullName(node).slice(nodeName(node).length + 3);
  return el(
    "header",
    {},
    el("p", { class: "kicker" }, sign(node.kind), [kindWord(node), node.type ? t(node.type) : "", node.domain, whose].filter(Boolean).join(" · ")),
    el("h2", {}, quoted(nodeName(node))),
    node.pinyin || node.english ? el("p", { class: "gloss" }, node.english ? el("span", { lang: "en" }, node.english) : null, node.pinyin ? el("span", { lang: "zh-Latn" }, node.pinyin) : null) : null,
  );
}

function conceptPanel(node) {
  const members = (evidence().members[node.id] ?? []).map(([id, name]) =>
    nodeById.has(id) ? chip(nodeById.get(id), nodeById.get(id).count, () => select(`n:${id}`)) : el("span", { class: "chip off", title: t("notMentioned") }, quoted(name)),
  );
  return [
    heading(node),
    el(
      "dl",
      { class: "figures" },
      figure(t("count"), node.count),
      figure(t("standalone"), node.standalone, t("standaloneHint")),
      figure(t("nested"), node.nested, t("nestedHint")),
      figure(t("directivesN"), node.directives),
      figure(t("documents"), node.documents),
    ),
    node.zone ? el("p", { class: "zone" }, el("span", { class: `badge ${node.zone}` }, t(node.zone)), el("span", { class: "muted" }, t(`${node.zone}Hint`))) : null,
    node.aliases ? el("p", {}, el("span", { class: "muted" }, `${t("aliases")} `), quoted(node.aliases)) : null,
    node.first ? el("p", { class: "muted" }, node.first === node.last ? node.first : t("firstLast", { first: node.first, last: node.last })) : null,
    nodeActions(node),
    ...chips(t("members"), members, 12),
    ...chips(t("where"), neighbours(node, ["mentions"], () => true), 8),
    ...chips(t("company"), neighbours(node, ["cooccurs"], () => true), 7),
    ...evidenceList(rowsOf(mentionsOf(node.id)), new Set([node.id])),
  ];
}

function sectionPanel(node) {
  const { bySection, sectionOfNode, documents, sections } = evidence();
  const section = sectionOfNode.get(node.id);
  const doc = node.kind === "speech" ? documents.findIndex((d) => d.doc === node.doc || node.id === `s-${d.sha256.slice(0, 8)}`) : -1;
  const parts = section ? withDescendants(section) : sections.filter((part) => part.doc === doc);
  const rows = parts.flatMap((part) => bySection.get(part.row) ?? []).sort((a, b) => a.row - b.row).map((sentence) => ({ sentence, mentions: [] }));
  const of = (kind) => neighbours(node, ["mentions"], (other) => other.kind === kind);
  return [
    heading(node),
    el(
      "dl",
      { class: "figures" },
      figure(t("mentionsShort"), node.count),
      figure(t("slogan"), of("slogan").length),
      figure(t("entity"), of("entity").length),
      figure(t("sentences"), rows.length),
    ),
    nodeActions(node),
    ...chips(t("within"), neighbours(node, ["contains"], () => true), 12),
    ...chips(t("slogan"), of("slogan"), 10),
    ...chips(t("entity"), of("entity"), 6),
    ...evidenceList(rows, new Set()),
  ];
}

function edgePanel(edge) {
  const [from, to] = [nodeById.get(edge.from), nodeById.get(edge.to)];
  const lit = new Set([edge.from, edge.to]);
  const rows = edge.evidence.map((row) => evidence().sentences[row]).map((sentence) => ({ sentence, mentions: sentence.mentions.filter((mention) => lit.has(mention.concept)) }));
  return [
    el("header", {}, el("p", { class: "kicker" }, t(edge.kind)), el("h2", { class: "pair" }, ...[from, to].map((node) => chip(node, "", () => select(`n:${node.id}`))))),
    el("dl", { class: "figures" }, figure(t("count"), edge.count), figure(t("weightShort"), edge.weight), edge.kind === "cooccurs" ? figure(t("npmi"), edge.npmi.toFixed(2)) : null),
    ...evidenceList(rows, lit),
  ];
}

// A matrix column is "s<row>", a section with what is below it, or "d<row>", a document.
function inColumn(column) {
  const row = Number(column.slice(1));
  if (column[0] === "d") return (mention) => evidence().sentences[mention.sentence].doc === row;
  const section = evidence().sections[row];
  const rows = new Set(section ? withDescendants(section).map((part) => part.row) : []);
  return (mention) => rows.has(mention.section);
}

const columnName = (column) => {
  const row = Number(column.slice(1));
  const { documents, sections } = evidence();
  return column[0] === "d" ? documents[row]?.title || documents[row]?.doc || "" : sectionName(sections[row]);
};

function cellPanel(node, column) {
  return [
    el("header", {}, el("p", { class: "kicker" }, quoted(columnName(column))), el("h2", {}, quoted(nodeName(node)))),
    el("div", { class: "actions" }, button(t("all"), () => select(`n:${node.id}`))),
    ...evidenceList(rowsOf(mentionsOf(node.id).filter(inColumn(column))), new Set([node.id])),
  ];
}

function drawPanel(moveFocus) {
  const panel = $("panel");
  const chosen = selection();
  const wasOpen = !panel.hidden;
  panel.hidden = !chosen || state.view === "reading";
  document.body.dataset.panel = panel.hidden ? "" : "open";
  if (panel.hidden) return panel.replaceChildren();
  const content =
    chosen.type === "edge" ? edgePanel(chosen.edge)
    : chosen.type === "cell" ? cellPanel(chosen.node, chosen.column)
    : isConcept(chosen.node) ? conceptPanel(chosen.node)
    : sectionPanel(chosen.node);
  panel.replaceChildren(
    button(el("span", { "aria-hidden": "true" }, "×"), () => select(""), { class: "icon close", "aria-label": t("close"), title: t("close") }),
    ...content.filter(Boolean),
  );
  panel.scrollTop = 0;
  if (chosen.type === "node") say(t("selected", { name: nodeName(chosen.node), kind: kindWord(chosen.node), n: edgesOf.get(chosen.node.id).length }));
  if (moveFocus && !wasOpen) panel.focus({ preventScroll: true });
}
