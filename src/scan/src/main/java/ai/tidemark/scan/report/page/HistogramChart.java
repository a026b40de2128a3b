package ai.tidemark.scan.report.page;

import ai.tidemark.scan.report.Decimals;
import java.util.List;

/** Bars of counts per power of ten of p, with what the uniform law would give. */
final class HistogramChart {
  private static final int WIDTH = 360;
  private static final int LEFT = 44;
  private static final int TOP = 10;
  private static final int BOTTOM = 160;
  private static final int HEIGHT = 196;

  private HistogramChart() {}

  /**
   * Returns how many of n uniform p-values lie in [10^-(i+1), 10^-i), or all below for the last.
   */
  static double uniform(long n, int i, boolean last) {
    double above = (double) n * StrictMath.pow(10, -i);
    return last ? above : 0.9 * above;
  }

  static void write(List<Long> counts, long testable, Markup page) {
    double top = 1;
    for (long count : counts) {
      top = Math.max(top, height((double) count));
    }
    top = Math.max(top, height(0.9 * (double) testable));
    page.open(
        "svg",
        "viewBox",
        "0 0 " + WIDTH + " " + HEIGHT,
        "role",
        "img",
        "aria-label",
        "Documents by p against the uniform law; the table below has the same figures");
    grid(top, page);
    double step = (double) (WIDTH - LEFT - 8) / counts.size();
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < counts.size(); i++) {
      double x = LEFT + i * step;
      double y = y(height((double) counts.get(i)), top);
      page.empty(
          "rect",
          "class",
          "bar",
          "x",
          at(x + 1),
          "y",
          at(y),
          "width",
          at(step - 2),
          "height",
          at(BOTTOM - y));
      String level = at(y(height(uniform(testable, i, false)), top));
      line.append(at(x)).append(',').append(level).append(' ');
      line.append(at(x + step)).append(',').append(level).append(' ');
      if (i % Math.max(1, (counts.size() + 6) / 7) == 0) {
        label(page, x, BOTTOM + 14, "start", i == 0 ? "1" : "1e-" + i);
      }
    }
    page.empty("polyline", "class", "law", "points", line.toString().strip());
    label(
        page, (WIDTH + LEFT) / 2.0, HEIGHT - 6, "middle", "p of a document, smaller to the right");
    page.close("svg");
  }

  private static void grid(double top, Markup page) {
    for (long count = 1; height((double) count) <= top; count *= 10) {
      double y = y(height((double) count), top);
      page.empty(
          "line", "class", "grid", "x1", at(LEFT), "x2", at(WIDTH - 8), "y1", at(y), "y2", at(y));
      label(page, LEFT - 4, y + 4, "end", count < 10_000 ? Long.toString(count) : short10(count));
    }
    page.empty(
        "line",
        "class",
        "axis",
        "x1",
        at(LEFT),
        "x2",
        at(WIDTH - 8),
        "y1",
        at(BOTTOM),
        "y2",
        at(BOTTOM));
  }

  private static String short10(long count) {
    return "1e" + (Long.toString(count).length() - 1);
  }

  private static void label(Markup page, double x, double y, String anchor, String text) {
    page.element("text", text, "x", at(x), "y", at(y), "text-anchor", anchor);
  }

  private static double height(double count) {
    return StrictMath.log10(1 + count);
  }

  private static double y(double height, double top) {
    return BOTTOM - (BOTTOM - TOP) * height / top;
  }

  private static String at(double value) {
    return Decimals.fixed(value, 1);
  }
}
