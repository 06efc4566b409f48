// Reads a graph file with the parsers of Gephi Lite and prints what came in: one JSON object a line.
// Usage: node lite.mjs FILE, beside node_modules (npm install in a copy of this folder)
import { readFileSync } from "node:fs";
import graphology from "graphology";
import gexf from "graphology-gexf";
import graphml from "graphology-graphml";

const file = process.argv[2];
const { parse } = file.endsWith(".gexf") ? gexf : graphml;
const graph = parse(graphology.MultiGraph ?? graphology, readFileSync(file, "utf-8"), { addMissingNodes: false });
const print = (row) => console.log(JSON.stringify(row));
print({ what: "graph", directed: graph.directedSize, undirected: graph.undirectedSize });
graph.forEachNode((id, attributes) => print({ what: "node", id, attributes }));
graph.forEachEdge((id, attributes, source, target) => print({ what: "edge", id, source, target, attributes }));
