// What a row is and says.
const DATA = JSON.parse($("data").textContent);
const SORTS = { form: "form", near: "near", members: "members", order: "orderChanged" };
const GROUPS = {
  everything: () => true,
  dropped: (row) => row.status === "dropped",
  added: (row) => row.status === "added",
  kept: (row) => row.status === "kept",
  reworded: (row) => row.words.length > 0,
  moved: (row) => row.moved !== null,
  weightier: (row) => row.weight === "weightier",
  lighter: (row) => row.weight === "lighter",
};
const round = (value, digits = 2) => (value === null ? "–" : value.toFixed(digits).replace("-", "−"));
const badge = (key) => el("span", { class: `badge ${key}` }, t(key));

// Text with the first place of each of some words marked; nothing is ever parsed as markup.
function marked(text, words, side) {
  const hits = words.map((word) => [text.indexOf(word), word]).filter(([at]) => at >= 0).sort((one, two) => one[0] - two[0] || two[1].length - one[1].length);
  const parts = [];
  let from = 0;
  for (const [at, word] of hits) {
    if (at < from) continue;
    parts.push(text.slice(from, at), el("mark", { class: side }, word));
    from = at + word.length;
  }
  parts.push(text.slice(from));
  return parts;
}

function quote(number, side, words) {
  const [document, sentence, section, text] = DATA.sentences[number];
  const [name, title, date] = DATA.sides[side].documents[document];
  const origin = [title || name, date, section, t("sentenceNo", { n: sentence + 1 })].filter(Boolean).join(" · ");
  return el("p", { class: "quote" }, el("bdi", { lang: "zh-Hans" }, ...marked(text, words, "ab"[side])), el("span", { class: "muted" }, quoted(origin)));
}

function quotes(numbers, side, words, total) {
  if (numbers.length === 0) return el("div", {}, el("p", { class: "muted" }, t("noEvidence")));
  const rest = total > numbers.length && numbers.length === DATA.shown ? el("p", { class: "muted" }, t("restN")) : null;
  return el("div", {}, ...numbers.map((number) => quote(number, side, words)), rest);
}

function detail(row) {
  const facts = [
    t("perDocument", { a: row.documents[0], b: row.documents[1] }),
    t("logRatio", { value: round(row.ratio) }),
    row.difference === null ? null : t("percent", { value: round(row.difference, 0) }),
    t("expected", { a: round(row.expected[0], 1), b: round(row.expected[1], 1) }),
    t("g2", { value: round(row.g2) }),
    row.p === null ? t(row.weight) : t("pValue", { value: row.p < 0.001 ? "< 0.001" : round(row.p, 3) }),
  ].filter(Boolean);
  const names = row.forms.map((forms) => forms.map(([form]) => form));
  const parts = [el("div", { class: "facts number" }, row.english ? el("span", { lang: "en" }, row.english) : null, ...facts.map((fact) => el("span", {}, fact)))];
  if (new Set([...names[0], ...names[1]]).size > 1 || !names.flat().includes(row.name)) {
    const list = (forms) => el("div", {}, ...(forms.length ? forms.map(([form, count]) => el("div", {}, quoted(form), el("span", { class: "muted number" }, ` ${count}`))) : [el("span", { class: "muted" }, t("noEvidence"))]));
    parts.push(el("h3", {}, t("formsTitle")), el("div", { class: "change" }, list(row.forms[0]), list(row.forms[1])));
  }
  for (const [sort, before, after, left, right] of row.words) {
    parts.push(el("h3", {}, `${t("wordsTitle")} · ${t(SORTS[sort])}`), el("div", { class: "change" }, el("div", {}, quoted(before)), el("div", {}, quoted(after))));
    const sides = [[left, before], [right, after]].map(([numbers, words], side) =>
      String(numbers) === String(row.evidence[side]) ? el("div", {}) : quotes(numbers, side, [words, ...words.split(/[、；]/)], 0));
    if (sort !== "form") parts.push(el("div", { class: "columns" }, ...sides));
  }
  if (row.moved) {
    const list = (labels) => el("div", {}, ...labels.map((label) => el("div", {}, quoted(label))));
    parts.push(el("h3", {}, t("movedTitle")), el("div", { class: "change" }, list(row.moved[0]), list(row.moved[1])));
  }
  const words = (side) => [...new Set([...names[side], ...names[1 - side], row.name])].sort((one, two) => two.length - one.length);
  parts.push(el("h3", {}, t("evidenceTitle")), el("div", { class: "columns" }, ...[0, 1].map((side) => quotes(row.evidence[side], side, words(side), row.counts[side]))));
  return parts;
}

function matches(row, words) {
  const text = [row.name, row.english, row.pinyin, row.pinyin.replace(/ /g, ""), ...row.forms.flat().map(([form]) => form)].join(" ").toLowerCase();
  const bare = text.normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  return words.every((word) => text.includes(word) || bare.includes(word));
}
