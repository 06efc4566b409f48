// The source beside what cleaning made of it, with what differs marked.
// Characters of `a` and `b` in runs of [same, from a, from b], by the longest common subsequence.
function compareTexts(a, b) {
  if (a.length * b.length > 4e6) return [[a === b, a, b]];
  const width = b.length + 1;
  const best = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      best[i * width + j] = a[i] === b[j] ? best[(i + 1) * width + j + 1] + 1 : Math.max(best[(i + 1) * width + j], best[i * width + j + 1]);
    }
  }
  const runs = [];
  const put = (same, x, y) => {
    const last = runs.at(-1);
    if (last && last[0] === same) {
      last[1] += x;
      last[2] += y;
    } else runs.push([same, x, y]);
  };
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) put(true, a[i++], b[j++]);
    else if (j >= b.length || (i < a.length && best[(i + 1) * width + j] >= best[i * width + j + 1])) put(false, a[i++], "");
    else put(false, "", b[j++]);
  }
  return runs;
}

// What can't be seen in the source is named, so that the reader sees what cleaning took away.
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;
const reveal = (text) => text.replace(INVISIBLE, (c) => `⟨${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`).replace(/\n/g, "↵\n");

function sideBySide(sentences) {
  const raw = sentences.map((sentence) => sentence.raw).join("");
  const clean = sentences.map((sentence) => sentence.text).join("");
  const runs = compareTexts(raw, clean);
  const column = (words, side, show) =>
    el(
      "div",
      {},
      el("h4", {}, t(words)),
      el("p", { lang: "zh", class: "isolate" }, ...runs.map((run) => (run[0] ? show(run[side]) : run[side] ? el(side === 1 ? "del" : "ins", {}, show(run[side])) : ""))),
    );
  if (raw === clean) return el("p", { class: "muted" }, t("rawSame"));
  return el("div", { class: "side-by-side" }, column("rawTitle", 1, reveal), column("cleanTitle", 2, (text) => text.trimEnd()));
}
