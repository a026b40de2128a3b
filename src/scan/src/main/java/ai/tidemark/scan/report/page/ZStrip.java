package ai.tidemark.scan.report.page;

import ai.tidemark.scan.inference.DecoyPanel;
import ai.tidemark.scan.report.Decimals;

/** A strip of z: where decoys lie, and where the real keys. */
final class ZStrip {
  private static final int WIDTH = 360;
  private static final int EDGE = 14;
  private static final int TOP = 8;
  private static final int BOTTOM = 40;
  private static final int TICK = 14;

  private final double least;
  private final double most;

  private ZStrip(double least, double most) {
    this.least = least;
    this.most = most;
  }

  static void write(DecoyPanel panel, Markup page) {
    double sd = StrictMath.sqrt(panel.variance());
    double least = Math.min(-4, Math.floor(panel.mean() - 3 * sd));
    double most = Math.max(4, Math.ceil(panel.mean() + 3 * sd));
    for (DecoyPanel.Rank rank : panel.ranks()) {
      least = Math.min(least, Math.floor(rank.z()));
      most = Math.max(most, Math.ceil(rank.z()));
    }
    for (double z : panel.decoyZ()) {
      least = Math.min(least, Math.floor(z));
      most = Math.max(most, Math.ceil(z));
    }
    new ZStrip(least, most).draw(panel, sd, page);
  }

  private void draw(DecoyPanel panel, double sd, Markup page) {
    page.open(
        "svg",
        "viewBox",
        "0 0 " + WIDTH + " 62",
        "role",
        "img",
        "aria-label",
        "z of the decoys and of the real keys; the table and the list below have the same figures");
    band(panel.mean(), 2 * sd, "wide", page);
    band(panel.mean(), sd, "narrow", page);
    line(least, most, page);
    decoys(panel, page);
    for (DecoyPanel.Rank rank : panel.ranks()) {
      String x = x(rank.z());
      page.empty(
          "line",
          "class",
          "key",
          "x1",
          x,
          "x2",
          x,
          "y1",
          Integer.toString(TOP),
          "y2",
          Integer.toString(BOTTOM));
    }
    if (-least > 0.2 * (most - least)) { // else it would stand on the next label
      label(least, "start", page);
    }
    label(0, "middle", page);
    label(most, "end", page);
    page.close("svg");
  }

  /** One tick a decoy, all in one path. */
  private void decoys(DecoyPanel panel, Markup page) {
    StringBuilder ticks = new StringBuilder();
    for (double z : panel.decoyZ()) {
      ticks.append('M').append(x(z)).append(' ').append(BOTTOM - TICK).append('v').append(TICK);
    }
    page.empty("path", "class", "decoy", "d", ticks.toString());
  }

  private void band(double middle, double half, String name, Markup page) {
    double from = at(middle - half);
    page.empty(
        "rect",
        "class",
        name,
        "x",
        Decimals.fixed(from, 1),
        "y",
        Integer.toString(TOP + 4),
        "width",
        Decimals.fixed(at(middle + half) - from, 1),
        "height",
        Integer.toString(BOTTOM - TOP - 4));
  }

  private void line(double from, double to, Markup page) {
    String y = Integer.toString(BOTTOM);
    page.empty("line", "class", "axis", "x1", x(from), "x2", x(to), "y1", y, "y2", y);
  }

  private void label(double z, String anchor, Markup page) {
    String shown = z == 0 ? "z = 0" : Decimals.fixed(z, 0);
    page.element("text", shown, "x", x(z), "y", "56", "text-anchor", anchor);
  }

  private double at(double z) {
    return EDGE + (WIDTH - 2 * EDGE) * (z - least) / (most - least);
  }

  private String x(double z) {
    return Decimals.fixed(at(z), 1);
  }
}
