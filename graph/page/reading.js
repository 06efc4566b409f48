// The speech itself, cleaned, section by section; the picture stands beside it and each points to the other.
let readDoc = -1;
let readLanguage = "";
let mentionAt = 0;

function paragraphsOf(section) {
  return [...groupBy(evidence().bySection.get(section.row) ?? [], (sentence) => sentence.paragraph).values()];
}

function paragraph(sentences) {
  const text = el("p", {}, ...sentences.map((sentence) => el("span", { class: "sentence", id: `sentence-${sentence.row}` }, markedText(sentence, new Set()))));
  if (!sentences.some((sentence) => sentence.changed)) return text;
  const beside = el("div", { class: "detail" });
  const compare = button(t("raw"), () => {
    const open = compare.getAttribute("aria-expanded") === "false";
    compare.setAttribute("aria-expanded", String(open));
    beside.replaceChildren(...(open ? [sideBySide(sentences)] : []));
  }, { class: "compare quiet", "aria-expanded": "false" });
  return el("div", { class: "paragraph" }, text, compare, beside);
}

function readingSection(section) {
  const named = section.role === "directive" || section.role === "preamble" || section.role === "closing";
  const level = Math.min(6, 2 + (section.role === "directive" ? section.level : 1));
  const node = nodeById.get(section.node);
  return el(
    "section",
    { class: `part ${section.role}`, id: `section-${section.row}` },
    named
      ? el(
          `h${level}`,
          {},
          section.role === "directive" && section.marker ? quoted(section.marker, { class: "marker" }) : null,
          quoted(section.role === "directive" ? section.title || (section.marker ? "" : section.id) : t(section.role)),
          node ? button(t("show"), () => change({ view: "graph", sel: `n:${node.id}`, page: 0 }), { class: "quiet small" }) : null,
        )
      : null,
    ...paragraphsOf(section).map(paragraph),
  );
}

function readingHead(doc) {
  const { documents } = evidence();
  const steps = Object.entries(doc.cleaning).map(([step, count]) => `${step} ${count}`).join(" · ");
  const facts = [doc.date || t("undated"), doc.speaker, doc.source, doc.doc].filter(Boolean);
  return el(
    "header",
    { class: "reading-head" },
    documents.length > 1
      ? el(
          "label",
          { class: "choice" },
          el("span", {}, t("document")),
          el("select", { "aria-label": t("document"), onchange: (event) => change({ doc: Number(event.target.value) }) },
            ...documents.map((other, row) => el("option", { value: row, selected: row === state.doc }, `${other.date} ${other.title || other.doc}`.trim()))),
        )
      : null,
    el("h2", {}, quoted(doc.title || doc.doc)),
    el("p", { class: "muted facts" }, ...facts.map((fact) => quoted(fact))),
    steps ? el("p", { class: "muted" }, t("cleaned", { steps })) : null,
  );
}

function drawReading() {
  const { documents, sections } = evidence();
  const view = $("view-reading");
  const row = Math.min(Math.max(0, Math.trunc(state.doc)), documents.length - 1);
  if (readDoc !== row || readLanguage !== language) {
    readDoc = row;
    readLanguage = language;
    const own = sections.filter((section) => section.doc === row);
    const contents = own.filter((section) => section.role === "directive" || section.role === "preamble" || section.role === "closing");
    view.replaceChildren(
      el("div", { class: "mention-bar", id: "mention-bar", hidden: true }),
      documents[row]
        ? el(
            "article",
            { class: "speech-text" },
            readingHead(documents[row]),
            contents.length > 1
              ? el("nav", { class: "contents", "aria-label": t("contents") }, ...contents.map((section) =>
                  button([quoted(sectionName(section))], () => $(`section-${section.row}`).scrollIntoView({ block: "start" }), { class: `link level-${Math.min(3, section.level)}` })))
              : null,
            ...own.map(readingSection),
          )
        : el("p", { class: "muted" }, t("noText")),
    );
  }
  lightMentions(true);
}

const conceptChosen = () => {
  const chosen = selection();
  return chosen && chosen.type !== "edge" && isConcept(chosen.node) ? chosen.node : null;
};

// Mark the chosen concept in the text and go to one of its mentions.
function lightMentions(scroll) {
  const node = conceptChosen();
  const view = $("view-reading");
  for (const mark of view.querySelectorAll("mark.lit")) mark.classList.remove("lit", "here");
  const bar = $("mention-bar");
  if (!bar) return;
  const marks = node ? [...view.querySelectorAll(`mark[data-concept="${CSS.escape(node.id)}"]`)] : [];
  for (const mark of marks) mark.classList.add("lit");
  bar.hidden = !node;
  const chosen = selection();
  if (!node) {
    if (scroll && chosen?.type === "node") $(`section-${evidence().sectionOfNode.get(chosen.node.id)?.row}`)?.scrollIntoView({ block: "start" });
    return bar.replaceChildren();
  }
  mentionAt = marks.length ? (mentionAt + marks.length) % marks.length : 0;
  bar.replaceChildren(
    sign(node.kind),
    quoted(t("mentionOf", { name: nodeName(node), i: marks.length ? mentionAt + 1 : 0, n: marks.length }), { role: "status" }),
    button("‹", () => goMention(-1), { class: "icon", "aria-label": t("previousMention"), disabled: marks.length < 2 }),
    button("›", () => goMention(1), { class: "icon", "aria-label": t("nextMention"), disabled: marks.length < 2 }),
    button(t("show"), () => change({ view: "graph" }), { class: "quiet" }),
    button(el("span", { "aria-hidden": "true" }, "×"), () => select(""), { class: "icon", "aria-label": t("close") }),
  );
  marks[mentionAt]?.classList.add("here");
  if (scroll && marks.length) marks[mentionAt].scrollIntoView({ block: "center" });
}

function goMention(by) {
  mentionAt += by;
  lightMentions(true);
}

function readAt(sentence) {
  change({ view: "reading", doc: sentence.doc });
  const line = $(`sentence-${sentence.row}`);
  line?.scrollIntoView({ block: "center" });
  line?.classList.add("here");
  setTimeout(() => line?.classList.remove("here"), 2000);
}

// Show a node in its text: a concept in the first document that mentions it, a directive where it stands.
function readNode(node) {
  const { byConcept, sentences, sectionOfNode, documents } = evidence();
  const rows = (byConcept.get(node.id) ?? []).map((mention) => sentences[mention.sentence].doc);
  const doc = isConcept(node)
    ? rows.includes(state.doc) ? state.doc : rows[0] ?? 0
    : sectionOfNode.get(node.id)?.doc ?? Math.max(0, documents.findIndex((d) => d.doc === node.doc));
  mentionAt = 0;
  change({ view: "reading", doc, sel: `n:${node.id}` });
}

function startReading() {
  const view = $("view-reading");
  const conceptOf = (event) => event.target.closest("mark[data-concept]")?.dataset.concept ?? "";
  view.addEventListener("mouseover", (event) => hover(conceptOf(event)));
  view.addEventListener("mouseleave", () => hover(""));
  view.addEventListener("click", (event) => {
    const id = conceptOf(event);
    if (!id || getSelection().toString()) return;
    const marks = [...view.querySelectorAll(`mark[data-concept="${CSS.escape(id)}"]`)];
    mentionAt = Math.max(0, marks.indexOf(event.target.closest("mark[data-concept]")));
    if (state.sel === `n:${id}`) lightMentions(false);
    else change({ sel: `n:${id}`, page: 0 });
  });
}
