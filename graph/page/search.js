// Find a node by Chinese in either script, by pinyin, by its initials, or by English.
const strip = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").toLowerCase();
const simplify = (text) => [...text].map((character) => evidence().script[character] ?? character).join("");
const squeeze = (text) => strip(simplify(text)).replace(/[\s\p{P}\p{S}]/gu, "");

const searchIndex = once(() =>
  NODES.map((node) => {
    const syllables = strip(node.pinyin ?? "").split(/[^a-z]+/).filter(Boolean);
    return {
      node,
      names: [nodeName(node), node.label, ...(node.aliases ?? "").split("; ")].map(squeeze).filter(Boolean),
      pinyin: syllables.join(""),
      initials: syllables.map((syllable) => syllable[0]).join(""),
      english: strip(node.english ?? ""),
    };
  }),
);

// How well an entry answers: 0 is best, -1 not at all.
function answer(entry, query, words) {
  const { names, pinyin, initials, english } = entry;
  if (names.includes(query)) return 0;
  if (query === pinyin || query === initials) return 1;
  if (names.some((name) => name.startsWith(query))) return 2;
  if (query && pinyin.startsWith(query)) return 3;
  if (initials.startsWith(query) && query.length > 1) return 4;
  if (english && words.every((word) => english.split(/[^a-z0-9]+/).some((part) => part.startsWith(word)))) return 5;
  if (names.some((name) => name.includes(query))) return 6;
  if (query.length > 1 && initials.includes(query)) return 7;
  if (query.length > 3 && pinyin.includes(query)) return 8;
  return -1;
}

function find(text) {
  const query = squeeze(text);
  const words = strip(text).split(/\s+/).filter(Boolean);
  if (!query) return [];
  return searchIndex()
    .map((entry) => ({ node: entry.node, rank: answer(entry, query, words) }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => a.rank - b.rank || b.node.count - a.node.count || (a.node.id < b.node.id ? -1 : 1))
    .map(({ node }) => node);
}

let found = [];
let active = -1;

function drawResults() {
  const list = $("results");
  const input = $("search");
  list.replaceChildren(
    ...found.map((node, index) =>
      el(
        "li",
        {
          role: "option", id: `result-${index}`, "aria-selected": String(index === active),
          onmousedown: (event) => (event.preventDefault(), choose(index)),
        },
        sign(node.kind),
        quoted(fullName(node)),
        el("span", { class: "muted" }, [node.type ? t(node.type) : kindWord(node), node.english].filter(Boolean).join(" · ")),
      ),
    ),
  );
  if (!found.length) list.append(el("li", { class: "muted", role: "option", "aria-selected": "false", "aria-disabled": "true" }, t("noResults")));
  list.hidden = !input.value.trim();
  input.setAttribute("aria-expanded", String(!list.hidden));
  if (active >= 0) input.setAttribute("aria-activedescendant", `result-${active}`);
  else input.removeAttribute("aria-activedescendant");
  document.getElementById(`result-${active}`)?.scrollIntoView({ block: "nearest" });
}

function closeResults() {
  $("results").hidden = true;
  $("search").setAttribute("aria-expanded", "false");
}

function choose(index) {
  const node = found[index];
  if (!node) return;
  closeResults();
  $("search").value = nodeName(node);
  const hiddenNow = !visible.has(node.id);
  change({ sel: `n:${node.id}`, page: 0, ...(hiddenNow ? CLEAR : {}) });
  if (network && state.view !== "matrix" && state.view !== "table") locate(node.id);
}

function startSearch() {
  const input = $("search");
  input.addEventListener("input", () => {
    found = find(input.value).slice(0, 40);
    active = found.length ? 0 : -1;
    drawResults();
    say(found.length ? t("results", { n: found.length }) : t("noResults"));
  });
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", closeResults);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") choose(active);
    else if (event.key === "Escape") {
      closeResults();
      input.value = "";
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      active = (active + (event.key === "ArrowDown" ? 1 : -1) + found.length) % Math.max(1, found.length);
      drawResults();
    } else return;
    event.stopPropagation();
  });
}
