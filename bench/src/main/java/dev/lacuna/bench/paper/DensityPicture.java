package dev.lacuna.bench.paper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Densities of the plane side by side as an SVG heat map, one shared scale of grey. */
final class DensityPicture {
    private static final int CELL = 4;
    private static final int PANEL = CELL * DensityScores.GRID;
    private static final int GAP = 16;
    private static final int TITLE = 24;

    private DensityPicture() {}

    /** @param density [GRID x GRID], first coordinate slowest and drawn to the right */
    record Panel(String title, double[] density) {}

    static void write(Path file, List<Panel> panels) throws IOException {
        double highest = panels.stream().flatMapToDouble(panel -> Arrays.stream(panel.density())).max().orElseThrow();
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(Locale.ROOT, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " font-family=\"sans-serif\" font-size=\"14\" shape-rendering=\"crispEdges\">%n",
                GAP + panels.size() * (PANEL + GAP), TITLE + PANEL + GAP));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        for (int p = 0; p < panels.size(); p++) panel(svg, panels.get(p), GAP + p * (PANEL + GAP), highest);
        Files.writeString(file, svg.append("</svg>\n"));
    }

    private static void panel(StringBuilder svg, Panel panel, int left, double highest) {
        svg.append(String.format("<text x=\"%d\" y=\"16\">%s</text>%n", left, panel.title()));
        for (int i = 0; i < DensityScores.GRID; i++) {
            for (int j = 0; j < DensityScores.GRID; j++) {
                // The square root shows thin parts that a linear scale hides.
                int grey = (int) Math.round(255 * (1 - Math.sqrt(panel.density()[i * DensityScores.GRID + j] / highest)));
                if (grey == 255) continue;
                svg.append(String.format("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%02x%02x%02x\"/>%n",
                        left + i * CELL, TITLE + PANEL - (j + 1) * CELL, CELL, CELL, grey, grey, grey));
            }
        }
        svg.append(String.format("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"black\"/>%n", left,
                TITLE, PANEL, PANEL));
    }
}
