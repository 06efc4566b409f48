// The picture: vis-network draws nodes and edges where Python put them, paint.js the labels.
let network = null;
let nodeSet = null;
let nodeView = null;
let edgeView = null;
let visible = new Set();
let shownEdges = new Set();
let hovered = "";
let labelsPlaced = [];
const BACKBONE = EDGES.filter((edge) => edge.backbone).length;
const edgeLimit = () => (state.edges < 0 ? BACKBONE : state.edges);

function neighbourIds(id) {
  return new Set([id, ...edgesOf.get(id).map((edge) => otherEnd(edge, id))]);
}

function underDirective(id) {
  return new Set([id, ...edgesOf.get(id).filter((edge) => edge.kind !== "cooccurs").map((edge) => otherEnd(edge, id))]);
}

// Work out which nodes and edges the filters let through.
function refreshVisible() {
  const near = nodeById.has(state.focus) ? neighbourIds(state.focus) : null;
  const under = nodeById.has(state.within) ? underDirective(state.within) : null;
  visible = new Set();
  for (const node of NODES) {
    if (near && !near.has(node.id)) continue;
    if (under && !under.has(node.id)) continue;
    if (isOff("kinds", node.kind) || (node.type && isOff("labels", node.type))) continue;
    if (state.zone && isConcept(node) && node.zone !== state.zone) continue;
    if (state.community !== "" && String(node.community) !== state.community) continue;
    if (isConcept(node) && node.count < state.count) continue;
    if (isConcept(node) && state.score > 0 && !mentionsOf(node.id).length) continue;
    visible.add(node.id);
  }
  const limit = edgeLimit();
  shownEdges = new Set();
  for (const edge of EDGES) {
    const own = edge.from === state.focus || edge.to === state.focus;
    if (isOff("links", edge.kind)) continue;
    if ((edge.rank < limit || own) && edge.weight >= state.weight && visible.has(edge.from) && visible.has(edge.to)) {
      shownEdges.add(edge.id);
    }
  }
}

function recolour() {
  nodeSet?.update(NODES.map(({ id, color }) => ({ id, color: tone(color) })));
}

function viewNow() {
  const canvas = document.querySelector("#mynetwork canvas");
  const { x, y } = network.getViewPosition();
  return { scale: network.getScale(), x, y, width: canvas.clientWidth, height: canvas.clientHeight };
}

// What a selection lifts out of the picture: its nodes, its edges, and the one in the middle.
const emphasis = () => {
  const chosen = selection();
  if (!chosen) return null;
  if (chosen.type === "edge") {
    const { from, to } = chosen.edge;
    if (!visible.has(from) || !visible.has(to)) return null;
    return { centre: "", nodes: new Set([from, to]), edges: [chosen.edge] };
  }
  if (!visible.has(chosen.node.id)) return null;
  const edges = edgesOf.get(chosen.node.id).filter((edge) => visible.has(edge.from) && visible.has(edge.to));
  const kept = edges.filter((edge) => shownEdges.has(edge.id) || edge.kind !== "cooccurs" || edges.length < 40);
  const nodes = new Set([chosen.node.id]);
  for (const edge of kept) nodes.add(edge.from).add(edge.to);
  return { centre: chosen.node.id, nodes, edges: kept };
};

function paintOver(ctx) {
  const canvas = ctx.canvas;
  const ratio = canvas.width / canvas.clientWidth;
  const view = viewNow();
  const lifted = emphasis();
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  labelsPlaced = placeLabels(ctx, view, visible, lifted, hovered);
  if (lifted) {
    paintStubs(ctx, view, visible, []);
    paintEmphasis(ctx, view, lifted);
  }
  paintStubs(ctx, view, lifted ? lifted.nodes : visible, labelsPlaced);
  paintLabels(ctx, labelsPlaced, lifted, hovered);
  ctx.restore();
}

function nodeAt(point) {
  const label = labelsPlaced.find(({ box }) => point.x >= box[0] && point.x <= box[2] && point.y >= box[1] && point.y <= box[3]);
  return label?.node.id ?? network.getNodeAt(point) ?? "";
}

function hover(id, point = null) {
  if (id !== hovered) {
    hovered = id;
    network?.redraw();
  }
  const tip = $("tip");
  tip.hidden = !id || !point;
  if (tip.hidden) return;
  const node = nodeById.get(id);
  tip.replaceChildren(
    quoted(fullName(node), { class: "tip-name" }),
    el("span", {}, [node.type ? t(node.type) : kindWord(node), node.english].filter(Boolean).join(" · ")),
    el("span", {}, t("mentionsN", { n: node.count })),
  );
  const area = $("view-graph").getBoundingClientRect();
  tip.style.left = `${Math.min(point.x + 14, area.width - tip.offsetWidth - 8)}px`;
  tip.style.top = `${Math.min(point.y + 16, area.height - tip.offsetHeight - 8)}px`;
}

function clicked(point) {
  const id = nodeAt(point);
  if (id) return select(`n:${id}`);
  const edge = network.getEdgeAt(point);
  return select(edge ? `e:${edge}` : "");
}

// The nodes that a first look should take in: all but the stragglers far outside a large picture.
function bulk() {
  const nodes = [...visible].map((id) => nodeById.get(id));
  if (nodes.length < 150) return [...visible];
  const ranges = ["x", "y"].map((key) => {
    const places = nodes.map((node) => node[key]).sort((a, b) => a - b);
    const [low, high] = [0.01, 0.99].map((share) => places[Math.floor(share * (places.length - 1))]);
    const margin = (high - low) * 0.08;
    return [key, low - margin, high + margin];
  });
  return nodes.filter((node) => ranges.every(([key, low, high]) => node[key] >= low && node[key] <= high)).map((node) => node.id);
}

function fit(ids) {
  if (!ids.length || !network) return;
  network.fit({ nodes: ids, animation: false });
  const scale = Math.min(network.getScale() * 0.92, 1.6);
  network.moveTo({ scale, animation: false });
}

function fitAll() {
  fit([...visible]);
  keepPlace();
}

function zoom(factor) {
  if (!network) return;
  network.moveTo({ scale: network.getScale() * factor, animation: false });
  keepPlace();
}

function keepPlace() {
  const { x, y } = network.getViewPosition();
  change({ at: [x.toFixed(1), (y / stretch).toFixed(1), network.getScale().toFixed(4)].join(",") });
  goTo(); // what the hash says to the last digit
}

function goTo() {
  const [x, y, scale] = state.at.split(",").map(Number);
  if (state.at && [x, y, scale].every(Number.isFinite) && scale > 0) network.moveTo({ position: { x, y: y * stretch }, scale, animation: false });
  else fit(bulk());
}

function locate(id) {
  const { x, y } = nodeById.get(id);
  network.moveTo({ position: { x, y }, scale: Math.max(network.getScale(), 0.9), animation: false });
  keepPlace();
}

// The nearest visible node in a direction from the selected one, for the arrow keys.
function step(dx, dy) {
  const chosen = selection();
  const centre = network.getViewPosition();
  const from = chosen?.type === "node" ? chosen.node : { id: "", ...centre };
  let best = null;
  let least = Infinity;
  for (const id of visible) {
    if (id === from.id) continue;
    const node = nodeById.get(id);
    const along = (node.x - from.x) * dx + (node.y - from.y) * dy;
    const across = Math.abs((node.x - from.x) * dy) + Math.abs((node.y - from.y) * dx);
    const cost = along + 2.5 * across;
    if (along > 0 && across <= along * 2 && cost < least) [best, least] = [node, cost];
  }
  if (!best) return;
  select(`n:${best.id}`);
  const view = viewNow();
  const near = Math.abs(best.x - view.x) * view.scale < view.width * 0.42 && Math.abs(best.y - view.y) * view.scale < view.height * 0.42;
  if (!near) network.moveTo({ position: { x: best.x, y: best.y }, animation: false });
}

// The layout is wider than high; on a phone held upright it is drawn out, which gives labels room. Links keep y as it
// was, so that they show the same place on a desk.
let stretch = 1;
function stretchToFit() {
  if (!NODES.length || !small.matches || innerHeight <= innerWidth) return;
  const span = (key) => Math.max(...NODES.map((node) => node[key])) - Math.min(...NODES.map((node) => node[key]));
  const wanted = ((innerHeight * 0.75) / innerWidth) * (span("x") / Math.max(1, span("y")));
  stretch = Math.min(2.4, Math.max(1, wanted));
  for (const node of NODES) node.y *= stretch;
}

function startNetwork() {
  const container = $("mynetwork");
  stretchToFit();
  nodeSet = new vis.DataSet(NODES.map((node) => {
    const { id, shape, color, size, x, y } = node;
    const plain = { id, shape, color: tone(color), size, x, y };
    return isPill(node) ? { ...plain, margin: size / 2, opacity: 0 } : plain;
  }));
  const edges = new vis.DataSet(EDGES.map(({ id, from, to, width, color }) => ({ id, from, to, width, color })));
  nodeView = new vis.DataView(nodeSet, { filter: (node) => visible.has(node.id) });
  edgeView = new vis.DataView(edges, { filter: (edge) => shownEdges.has(edge.id) });
  network = new vis.Network(container, { nodes: nodeView, edges: edgeView }, OPTIONS);
  network.on("afterDrawing", paintOver);
  network.on("click", ({ pointer }) => clicked(pointer.DOM));
  network.on("doubleClick", ({ pointer }) => {
    const id = nodeAt(pointer.DOM);
    if (id) change({ focus: state.focus === id ? "" : id });
  });
  network.on("dragging", ({ nodes: dragged }) => moved(dragged));
  network.on("dragEnd", ({ nodes: dragged }) => (dragged.length ? moved(dragged) : keepPlace()));
  let wait = 0;
  network.on("zoom", () => {
    clearTimeout(wait);
    wait = setTimeout(keepPlace, 300);
  });
  let frame = 0;
  container.addEventListener("mousemove", (event) => {
    cancelAnimationFrame(frame);
    const point = { x: event.offsetX, y: event.offsetY };
    frame = requestAnimationFrame(() => {
      if (event.buttons) return;
      const id = nodeAt(point);
      container.style.cursor = id ? "pointer" : "";
      hover(id, point);
    });
  });
  container.addEventListener("mouseleave", () => hover(""));
  goTo();
}

function moved(ids) {
  for (const [id, { x, y }] of Object.entries(network.getPositions(ids))) Object.assign(nodeById.get(id), { x, y });
}

function refreshNetwork(refit) {
  refreshVisible();
  if (!network) return;
  nodeView.refresh();
  edgeView.refresh();
  if (refit) fit(bulk());
  network.redraw();
}

function drawFocusBar() {
  const node = nodeById.get(state.focus);
  const bar = $("focus-bar");
  bar.hidden = !node;
  bar.replaceChildren();
  if (node) bar.append(quoted(t("focusOn", { name: nodeName(node) })), button(t("unfocus"), () => change({ focus: "" })));
}
