import java.awt.Color;
import java.awt.Font;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.gephi.graph.api.*;
import org.gephi.io.exporter.api.ExportController;
import org.gephi.io.exporter.preview.SVGExporter;
import org.gephi.io.importer.api.*;
import org.gephi.io.processor.plugin.DefaultProcessor;
import org.gephi.preview.api.*;
import org.gephi.preview.types.*;
import org.gephi.project.api.ProjectController;
import org.gephi.project.api.Workspace;
import org.openide.util.Lookup;

/**
 * Imports a graph file as Gephi does and prints what came in: one JSON object a line.
 * Usage: java -cp gephi-toolkit-all.jar Import.java FILE [PICTURE.svg]
 */
public class Import {
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        ProjectController projects = Lookup.getDefault().lookup(ProjectController.class);
        projects.newProject();
        Workspace workspace = projects.getCurrentWorkspace();
        ImportController importer = Lookup.getDefault().lookup(ImportController.class);
        Container container = importer.importFile(new File(arguments[0]));
        container.closeLoader();
        for (Issue issue : container.getReport().getIssuesList(1000)) {
            out.println(object("what", "issue", "level", issue.getLevel().toString(), "message", issue.getMessage()));
        }
        importer.process(container, new DefaultProcessor(), workspace);
        GraphModel model = Lookup.getDefault().lookup(GraphController.class).getGraphModel(workspace);
        out.println(object("what", "graph", "directed", model.isDirected(), "undirected", model.isUndirected(),
            "dynamic", model.isDynamic(), "kinds", model.getEdgeTypeCount()));
        Graph graph = model.getGraph();
        for (Node node : graph.getNodes()) {
            out.println(object("what", "node", "id", node.getId(), "label", node.getLabel(), "size", node.size(),
                "x", node.x(), "y", node.y(), "color", hex(node.getColor()), "spells", spells(node),
                "attributes", attributes(node)));
        }
        for (Edge edge : graph.getEdges()) {
            out.println(object("what", "edge", "id", edge.getId(), "source", edge.getSource().getId(),
                "target", edge.getTarget().getId(), "label", edge.getLabel(), "kind", edge.getTypeLabel(),
                "weight", edge.getWeight(), "color", hex(edge.getColor()), "directed", edge.isDirected(),
                "spells", spells(edge), "attributes", attributes(edge)));
        }
        if (arguments.length > 1) {
            draw(workspace, new File(arguments[1]));
        }
        System.exit(0);
    }

    static void draw(Workspace workspace, File file) throws Exception {
        PreviewModel preview = Lookup.getDefault().lookup(PreviewController.class).getModel(workspace);
        PreviewProperties look = preview.getProperties();
        look.putValue(PreviewProperty.SHOW_NODE_LABELS, true);
        look.putValue(PreviewProperty.NODE_LABEL_FONT, new Font("Noto Sans CJK SC", Font.PLAIN, 26));
        look.putValue(PreviewProperty.NODE_LABEL_PROPORTIONAL_SIZE, false);
        look.putValue(PreviewProperty.NODE_LABEL_OUTLINE_SIZE, 4f);
        look.putValue(PreviewProperty.NODE_LABEL_OUTLINE_COLOR, new DependantColor(Color.WHITE));
        look.putValue(PreviewProperty.NODE_LABEL_OUTLINE_OPACITY, 85f);
        look.putValue(PreviewProperty.NODE_BORDER_WIDTH, 1f);
        look.putValue(PreviewProperty.NODE_BORDER_COLOR, new DependantColor(Color.WHITE));
        look.putValue(PreviewProperty.NODE_OPACITY, 85f);
        look.putValue(PreviewProperty.EDGE_COLOR, new EdgeColor(EdgeColor.Mode.ORIGINAL));
        look.putValue(PreviewProperty.EDGE_CURVED, false);
        look.putValue(PreviewProperty.EDGE_OPACITY, 35f);
        look.putValue(PreviewProperty.EDGE_THICKNESS, 1.5f);
        SVGExporter exporter = new SVGExporter();
        exporter.setWorkspace(workspace);
        Lookup.getDefault().lookup(ExportController.class).exportFile(file, exporter);
    }

    static String spells(Element element) {
        StringBuilder text = new StringBuilder();
        Object times = element.getTable().getColumn("intervalset") != null ? element.getAttribute("intervalset")
            : element.getTable().getColumn("timeset") != null ? element.getAttribute("timeset") : null;
        if (times instanceof org.gephi.graph.api.types.IntervalSet) {
            for (Interval interval : ((org.gephi.graph.api.types.IntervalSet) times).toArray()) {
                text.append(text.length() > 0 ? ";" : "").append((long) interval.getLow()).append("..")
                    .append((long) interval.getHigh());
            }
        }
        return text.toString();
    }

    static Raw attributes(Element element) {
        StringBuilder text = new StringBuilder("{");
        for (Column column : element.getTable()) {
            Object value = element.getAttribute(column);
            if (!column.isProperty() && value != null) {
                text.append(text.length() > 1 ? ", " : "").append(json(column.getTitle())).append(": ").append(json(value));
            }
        }
        return new Raw(text.append("}").toString());
    }

    static String hex(Color color) {
        return String.format("#%02X%02X%02X", color.getRed(), color.getGreen(), color.getBlue());
    }

    record Raw(String text) {
    }

    static String object(Object... parts) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < parts.length; i += 2) {
            text.append(i > 0 ? ", " : "").append(json(parts[i])).append(": ").append(json(parts[i + 1]));
        }
        return text.append("}").toString();
    }

    static String json(Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Raw) {
            return ((Raw) value).text();
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        StringBuilder text = new StringBuilder("\"");
        for (char unit : value.toString().toCharArray()) {
            if (unit == '"' || unit == '\\') {
                text.append('\\').append(unit);
            } else if (unit < ' ') {
                text.append(String.format("\\u%04x", (int) unit));
            } else {
                text.append(unit);
            }
        }
        return text.append("\"").toString();
    }
}
