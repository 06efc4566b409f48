// Labels and highlights, painted over vis-network's nodes and edges in screen pixels: a label keeps its size
// whatever the zoom, the important come first, none covers another, and there are more of them as one zooms in.
const FONT = '"PingFang SC", "Hiragino Sans GB", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "WenQuanYi Micro Hei", system-ui, sans-serif';
const AREA_PER_LABEL = 9000;
const PILL_SHARE = 0.3; // of the labels, for sections and speeches; a corpus has hundreds
const importance = (node) => (node.kind === "directive" || node.kind === "speech" ? 1000 : 0) + node.size;
const byImportance = [...NODES].sort((a, b) => importance(b) - importance(a) || (a.id < b.id ? -1 : 1));
const colours = {};

function readColours() {
  const style = getComputedStyle(document.documentElement);
  isDark = document.documentElement.dataset.theme === "dark";
  for (const name of ["paper", "ink", "muted", "accent", "halo", "directive"]) {
    colours[name] = style.getPropertyValue(`--${name}`).trim();
  }
}

// The colours of the graph, lightened for dark paper.
let isDark = false;
function tone(colour) {
  if (!isDark || !/^#[0-9a-f]{6}$/i.test(colour)) return colour;
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return `#${parts.map((part) => Math.round(part + (255 - part) * 0.3).toString(16).padStart(2, "0")).join("")}`;
}

const widths = new Map();
function textWidth(ctx, font, text) {
  const key = `${font}|${text}`;
  if (!widths.has(key)) {
    ctx.font = font;
    widths.set(key, ctx.measureText(text).width);
  }
  return widths.get(key);
}

// Rectangles in cells of 64 pixels, to ask quickly whether a new one is free.
class Floor {
  cells = new Map();
  *keys([left, top, right, bottom]) {
    for (let x = left >> 6; x <= right >> 6; x++) for (let y = top >> 6; y <= bottom >> 6; y++) yield x * 4096 + y;
  }
  add(box, owner) {
    for (const key of this.keys(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push([box, owner]);
    }
  }
  free(box, owner) {
    for (const key of this.keys(box)) {
      for (const [other, whose] of this.cells.get(key) ?? []) {
        if (whose !== owner && box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]) return false;
      }
    }
    return true;
  }
}

const isPill = (node) => node.kind === "directive" || node.kind === "speech";
const shorten = (text, length) => ([...text].length > length ? [...text].slice(0, length - 1).join("") + "…" : text);

function labelStyle(node, strong) {
  if (isPill(node)) return { font: `600 13px ${FONT}`, height: 26, text: shorten(nodeName(node), 16), pad: 10 };
  const size = Math.round(11 + Math.min(6, node.size / 4));
  return { font: `${strong ? 600 : 400} ${size}px ${FONT}`, height: size + 5, text: shorten(node.label, 22), pad: 3 };
}

// Place the labels of one view: { scale, x, y (centre), width, height }. Return what to draw, the first on top.
function placeLabels(ctx, view, visible, emphasis, hovered) {
  const names = new Floor();
  const discs = new Floor();
  const spots = [];
  for (const node of byImportance) {
    if (!visible.has(node.id)) continue;
    const x = (node.x - view.x) * view.scale + view.width / 2;
    const y = (node.y - view.y) * view.scale + view.height / 2;
    if (x < -40 || y < -40 || x > view.width + 40 || y > view.height + 40) continue;
    const radius = node.size * view.scale;
    const strong = node.id === hovered || Boolean(emphasis?.nodes.has(node.id));
    spots.push({ node, x, y, radius, strong });
    if (radius > 2.5 && !isPill(node) && (strong || !emphasis)) discs.add([x - radius, y - radius, x + radius, y + radius], node.id);
  }
  if (emphasis || hovered) {
    const rank = (spot) => (spot.node.id === hovered || spot.node.id === emphasis?.centre ? 0 : spot.strong ? 1 : 2);
    spots.sort((a, b) => rank(a) - rank(b));
  }
  const inside = ([left, top, right, bottom]) => left >= 0 && top >= 0 && right <= view.width && bottom <= view.height;
  const room = Math.max(16, (view.width * view.height) / AREA_PER_LABEL);
  const placed = [];
  let pills = 0;
  for (const spot of spots) {
    const { node, x, y, radius, strong } = spot;
    if (isPill(node) && !strong && pills >= room * PILL_SHARE) continue;
    if (emphasis && !strong) continue;
    if (placed.length > room && !strong) break;
    const style = labelStyle(node, strong && node.id === (emphasis?.centre ?? hovered));
    const width = textWidth(ctx, style.font, style.text) + 2 * style.pad;
    const { height } = style;
    const tries = isPill(node)
      ? [[x - width / 2, y - height / 2]]
      : [
          [x - width / 2, y + radius + 1],
          [x - width / 2, y - radius - height - 1],
          [x + radius + 2, y - height / 2],
          [x - radius - width - 2, y - height / 2],
        ];
    const boxes = tries.map(([left, top]) => [left, top, left + width, top + height]);
    for (const box of strong ? [...boxes.filter(inside), ...boxes] : boxes.filter(inside)) {
      if (!names.free(box, null) || (!isPill(node) && node.id !== emphasis?.centre && !discs.free(box, node.id))) continue;
      names.add(box, node.id);
      placed.push({ ...spot, box, ...style });
      if (isPill(node)) pills += 1;
      break;
    }
  }
  return placed;
}

// White words on a pill want a deeper tone than a node on paper has.
const pillColour = (node) => `color-mix(in srgb, ${node.color} 80%, #2a0d00)`;
const isFilled = (node) => node.kind === "speech" || node.role === "directive";

function roundRect(ctx, [left, top, right, bottom], radius) {
  ctx.beginPath();
  ctx.roundRect(left, top, right - left, bottom - top, radius);
}

function paintLabels(ctx, placed, emphasis, hovered) {
  ctx.textBaseline = "middle";
  ctx.textAlign = "center";
  ctx.lineJoin = "round";
  for (const { node, box, font, text } of placed) {
    const middle = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2 + 0.5];
    const lit = node.id === hovered || node.id === emphasis?.centre;
    ctx.font = font;
    if (isPill(node)) {
      roundRect(ctx, box, 8);
      ctx.fillStyle = isFilled(node) ? pillColour(node) : colours.paper;
      ctx.fill();
      ctx.lineWidth = lit ? 3 : 1.5;
      ctx.strokeStyle = lit ? colours.ink : isFilled(node) ? colours.paper : tone(node.color);
      ctx.stroke();
      ctx.fillStyle = isFilled(node) ? "#ffffff" : colours.ink;
    } else {
      ctx.lineWidth = 3.5;
      ctx.strokeStyle = colours.halo;
      ctx.strokeText(text, ...middle);
      ctx.fillStyle = lit ? colours.accent : colours.ink;
    }
    ctx.fillText(text, ...middle);
  }
}

function shapePath(ctx, node, x, y, r) {
  ctx.beginPath();
  if (node.shape === "dot") ctx.arc(x, y, r, 0, 2 * Math.PI);
  else if (node.shape === "diamond") {
    ctx.moveTo(x, y - r);
    ctx.lineTo(x + r, y);
    ctx.lineTo(x, y + r);
    ctx.lineTo(x - r, y);
    ctx.closePath();
  } else if (node.shape === "hexagon") {
    for (let i = 0; i < 6; i++) ctx.lineTo(x + r * Math.cos((i * Math.PI) / 3), y + r * Math.sin((i * Math.PI) / 3));
    ctx.closePath();
  } else ctx.roundRect(x - r, y - r * 0.7, 2 * r, 1.4 * r, r / 3);
}

// A section or speech whose label found no room is a small box of fixed size; vis-network draws nothing for it.
const STUB = 6;
function paintStubs(ctx, view, visible, placed) {
  const named = new Set(placed.map(({ node }) => node.id));
  for (const node of NODES) {
    if (!isPill(node) || !visible.has(node.id) || named.has(node.id)) continue;
    shapePath(ctx, node, (node.x - view.x) * view.scale + view.width / 2, (node.y - view.y) * view.scale + view.height / 2, STUB);
    ctx.fillStyle = tone(node.color);
    ctx.fill();
  }
}

// Put the neighbourhood of a selection before a veil over everything else.
function paintEmphasis(ctx, view, emphasis) {
  const at = (node) => [(node.x - view.x) * view.scale + view.width / 2, (node.y - view.y) * view.scale + view.height / 2];
  ctx.save();
  ctx.globalAlpha = 0.82;
  ctx.fillStyle = colours.paper;
  ctx.fillRect(0, 0, view.width, view.height);
  ctx.globalAlpha = 0.55;
  for (const edge of emphasis.edges) {
    const from = nodeById.get(edge.from);
    const to = nodeById.get(edge.to);
    ctx.beginPath();
    ctx.moveTo(...at(from));
    ctx.lineTo(...at(to));
    ctx.lineWidth = Math.min(4, Math.max(1, edge.width));
    ctx.strokeStyle = edge.kind === "cooccurs" ? colours.muted : colours.directive;
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
  for (const id of emphasis.nodes) {
    const node = nodeById.get(id);
    if (isPill(node)) continue;
    const [x, y] = at(node);
    const r = Math.max(3, node.size * view.scale);
    shapePath(ctx, node, x, y, r);
    ctx.fillStyle = tone(node.color);
    ctx.fill();
    if (id === emphasis.centre) {
      shapePath(ctx, node, x, y, r + 4);
      ctx.lineWidth = 2.5;
      ctx.strokeStyle = colours.accent;
      ctx.stroke();
    }
  }
  ctx.restore();
}
