// The picture as a file: the view as it is now, with its title and legend, as pixels or as vectors.
const SCALE = 2;

function sceneNow() {
  const view = viewNow();
  const lifted = emphasis();
  const ctx = document.createElement("canvas").getContext("2d");
  return {
    view,
    lifted,
    edges: lifted ? lifted.edges : EDGES.filter((edge) => shownEdges.has(edge.id)),
    nodes: NODES.filter((node) => (lifted ? lifted.nodes : visible).has(node.id)),
    labels: placeLabels(ctx, view, visible, lifted, ""),
    kinds: ["directive", "slogan", "entity", "speech"].filter((kind) => NODES.some((node) => node.kind === kind)),
  };
}

const project = (view, node) => [(node.x - view.x) * view.scale + view.width / 2, (node.y - view.y) * view.scale + view.height / 2];

function save(blob, name) {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  say(t("downloaded", { name }));
}

function downloadPng() {
  const { view, lifted, edges, nodes, labels, kinds } = sceneNow();
  const canvas = el("canvas", { width: Math.round(view.width * SCALE), height: Math.round((view.height + 44) * SCALE) });
  const ctx = canvas.getContext("2d");
  ctx.scale(SCALE, SCALE);
  ctx.fillStyle = colours.paper;
  ctx.fillRect(0, 0, view.width, view.height + 44);
  for (const edge of edges) {
    ctx.beginPath();
    ctx.moveTo(...project(view, nodeById.get(edge.from)));
    ctx.lineTo(...project(view, nodeById.get(edge.to)));
    ctx.lineWidth = edge.width * Math.min(1, view.scale);
    ctx.strokeStyle = edge.color;
    ctx.stroke();
  }
  for (const node of nodes.filter((node) => !isPill(node))) {
    shapePath(ctx, node, ...project(view, node), Math.max(1, node.size * view.scale));
    ctx.fillStyle = tone(node.color);
    ctx.fill();
  }
  paintStubs(ctx, view, new Set(nodes.map((node) => node.id)), labels);
  paintLabels(ctx, labels, lifted, "");
  ctx.fillStyle = colours.paper;
  ctx.fillRect(0, view.height, view.width, 44);
  ctx.textAlign = "left";
  ctx.font = `13px ${FONT}`;
  let x = 16;
  for (const kind of kinds) {
    const node = NODES.find((other) => other.kind === kind);
    shapePath(ctx, node, x + 7, view.height + 22, 7);
    ctx.fillStyle = tone(node.color);
    ctx.fill();
    ctx.fillStyle = colours.ink;
    ctx.fillText(t(kind), x + 20, view.height + 22);
    x += ctx.measureText(t(kind)).width + 44;
  }
  ctx.textAlign = "right";
  ctx.fillStyle = colours.muted;
  ctx.fillText(shorten(document.title, 48), view.width - 16, view.height + 22);
  canvas.toBlob((blob) => save(blob, "tifagraph.png"), "image/png");
}

function svgElement(name, attributes, text) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, typeof value === "number" ? String(Math.round(value * 100) / 100) : value);
  }
  if (text !== undefined) element.textContent = text;
  return element;
}

function svgShape(node, x, y, r) {
  if (node.shape === "dot") return svgElement("circle", { cx: x, cy: y, r, fill: tone(node.color) });
  if (node.shape === "box") return svgElement("rect", { x: x - r, y: y - r * 0.7, width: 2 * r, height: 1.4 * r, rx: r / 3, fill: tone(node.color) });
  const corners = node.shape === "hexagon" ? [0, 1, 2, 3, 4, 5].map((i) => [Math.cos((i * Math.PI) / 3), Math.sin((i * Math.PI) / 3)]) : [[0, -1], [1, 0], [0, 1], [-1, 0]];
  return svgElement("polygon", { points: corners.map(([dx, dy]) => `${(x + r * dx).toFixed(2)},${(y + r * dy).toFixed(2)}`).join(" "), fill: tone(node.color) });
}

// XML has no room for most control characters, not even escaped.
const xmlText = (text) => text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "");

function downloadSvg() {
  const { view, edges, nodes, labels, kinds } = sceneNow();
  const height = view.height + 44;
  const svg = svgElement("svg", { width: view.width, height, viewBox: `0 0 ${view.width} ${height}`, "font-family": FONT });
  svg.append(svgElement("title", {}, xmlText(document.title)), svgElement("rect", { width: view.width, height, fill: colours.paper }));
  const lines = svgElement("g", { fill: "none" });
  for (const edge of edges) {
    const [x1, y1] = project(view, nodeById.get(edge.from));
    const [x2, y2] = project(view, nodeById.get(edge.to));
    lines.append(svgElement("line", { x1, y1, x2, y2, stroke: edge.color, "stroke-width": edge.width * Math.min(1, view.scale) }));
  }
  const shapes = svgElement("g", {});
  const named = new Set(labels.map(({ node }) => node.id));
  for (const node of nodes) {
    if (isPill(node) && named.has(node.id)) continue;
    shapes.append(svgShape(node, ...project(view, node), isPill(node) ? STUB : Math.max(1, node.size * view.scale)));
  }
  const words = svgElement("g", { "text-anchor": "middle", "dominant-baseline": "central" });
  for (const { node, box, font, text } of [...labels].reverse()) {
    const size = Number(/(\d+)px/.exec(font)[1]);
    const weight = font.slice(0, 3);
    const filled = isFilled(node);
    const x = (box[0] + box[2]) / 2;
    const y = (box[1] + box[3]) / 2;
    if (isPill(node)) {
      const outline = { fill: filled ? "#ab4b00" : colours.paper, stroke: filled ? colours.paper : tone(node.color), "stroke-width": 1.5 };
      words.append(svgElement("rect", { x: box[0], y: box[1], width: box[2] - box[0], height: box[3] - box[1], rx: 8, ...outline }));
      words.append(svgElement("text", { x, y, "font-size": size, "font-weight": weight, fill: filled ? "#ffffff" : colours.ink }, xmlText(text)));
    } else {
      const halo = { stroke: colours.halo, "stroke-width": 3.5, "stroke-linejoin": "round", "paint-order": "stroke" };
      words.append(svgElement("text", { x, y, "font-size": size, "font-weight": weight, fill: colours.ink, ...halo }, xmlText(text)));
    }
  }
  const legend = svgElement("g", { "font-size": 13, "dominant-baseline": "central", fill: colours.ink });
  kinds.forEach((kind, n) => {
    const node = NODES.find((other) => other.kind === kind);
    legend.append(svgShape(node, 24 + n * 130, view.height + 22, 7), svgElement("text", { x: 38 + n * 130, y: view.height + 22 }, t(kind)));
  });
  svg.append(lines, shapes, words, legend);
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;
  save(new Blob([text], { type: "image/svg+xml" }), "tifagraph.svg");
}
