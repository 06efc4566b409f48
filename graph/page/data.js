// What the page knows. The picture's data is read at once, the evidence when somebody first asks for it.
const readJson = (id) => JSON.parse($(id).textContent);
const NODES = readJson("nodes");
const EDGES = readJson("edges");
const OPTIONS = readJson("options");
const nodeById = new Map(NODES.map((node) => [node.id, node]));
const edgeById = new Map(EDGES.map((edge) => [edge.id, edge]));
const edgesOf = new Map(NODES.map((node) => [node.id, []]));
for (const edge of EDGES) {
  edgesOf.get(edge.from).push(edge);
  edgesOf.get(edge.to).push(edge);
}
const otherEnd = (edge, id) => (edge.from === id ? edge.to : edge.from);
const isConcept = (node) => node.kind === "slogan" || node.kind === "entity";

function once(make) {
  let made;
  return () => (made ??= make());
}

function groupBy(rows, key) {
  const groups = new Map();
  for (const row of rows) {
    const name = key(row);
    if (groups.has(name)) groups.get(name).push(row);
    else groups.set(name, [row]);
  }
  return groups;
}

const evidence = once(() => {
  const tables = readJson("tables");
  const documents = tables.documents;
  const sections = tables.sections.map(([doc, id, parent, role, level, marker, title, node], row) => ({
    row, doc, id, parent, role, level, marker, title, node, children: [],
  }));
  for (const section of sections) if (section.parent >= 0) sections[section.parent].children.push(section);
  const sentences = tables.sentences.map(([doc, section, number, paragraph, text, raw], row) => ({
    row, doc, section, number, paragraph, text, raw: raw === 0 ? text : raw, changed: raw !== 0, mentions: [],
  }));
  const mentions = tables.mentions.map(([sentence, start, end, concept, label, rule, score, nested, section], row) => ({
    row, sentence, start, end, concept: tables.concepts[concept], label: tables.labels[label],
    rule: tables.rules[rule], score, nested: nested === 1, section,
  }));
  for (const mention of mentions) sentences[mention.sentence].mentions.push(mention);
  return {
    ...tables,
    documents,
    sections,
    sentences,
    mentions,
    byConcept: groupBy(mentions, (mention) => mention.concept),
    bySection: groupBy(sentences, (sentence) => sentence.section),
    sectionOfNode: new Map(sections.filter((section) => section.node).map((section) => [section.node, section])),
  };
});

// The mentions of a concept that pass the score filter.
const mentionsOf = (id) => (evidence().byConcept.get(id) ?? []).filter((mention) => mention.score >= state.score);

// A section with everything below it, in text order.
function withDescendants(section) {
  return [section, ...section.children.flatMap(withDescendants)];
}

function sectionName(section) {
  if (!section) return "";
  const words = `${section.marker}${section.marker && section.title ? " " : ""}${section.title}`;
  if (section.role === "directive") return words || section.id;
  return t(section.role) + (words ? ` · ${words}` : "");
}

function nodeName(node) {
  if (node.kind === "directive" && node.role && node.role !== "directive") return t(node.role);
  return node.label;
}

// In a corpus every speech has a preamble and a first point: say whose it is.
const speechOf = once(() => new Map(evidence().documents.map((doc) => [doc.doc, doc])));
function fullName(node) {
  const doc = node.kind === "directive" && speechOf().size > 1 ? speechOf().get(node.doc) : null;
  return doc ? `${nodeName(node)} · ${[doc.date, shorten(doc.title || doc.doc, 14)].filter(Boolean).join(" ")}` : nodeName(node);
}

// Kinds are "slogan", "entity", "directive" and "speech"; preamble and closing are directives by kind only.
const kindWord = (node) => (node.role && node.role !== "directive" ? t(node.role) : t(`${node.kind}One`));
