package ai.tidemark.scan.report.page;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes HTML that is also well-formed XML. Everything but tag and attribute names is escaped, so
 * no name or setting becomes markup; characters that would change how others are read (controls,
 * direction marks, halves of pairs) are shown by their number.
 */
final class Markup {
  private final StringBuilder out = new StringBuilder(1 << 15);

  /** Something that writes itself into a cell. */
  @FunctionalInterface
  interface Cell {
    /** Writes it. */
    void write(Markup page);
  }

  /** A cell of text. */
  static Cell words(String text) {
    return page -> page.text(text);
  }

  /** A cell of a name that somebody else chose. */
  static Cell named(String name) {
    return page -> page.name(name);
  }

  /** A cell of a figure of the report. */
  static Cell number(String exact) {
    return page -> page.figure(exact);
  }

  /** A cell of a figure of the report. */
  static Cell number(long exact) {
    return number(Long.toString(exact));
  }

  /** A cell of a share of the report, shown in percent. */
  static Cell share(String exact) {
    return page -> page.percent(exact);
  }

  /** Opens an element; attributes as name, value, name, value. */
  Markup open(String tag, String... attributes) {
    start(tag, attributes);
    out.append('>');
    return this;
  }

  /** Writes an element without content. */
  Markup empty(String tag, String... attributes) {
    start(tag, attributes);
    out.append("/>");
    return this;
  }

  private void start(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      out.append('"');
    }
  }

  /** Closes an element. */
  Markup close(String tag) {
    out.append("</").append(tag).append(">\n");
    return this;
  }

  /** Writes text. */
  Markup text(String text) {
    escape(text);
    return this;
  }

  /** Writes an element of text. */
  Markup element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close(tag);
  }

  /** Writes a name that somebody else chose, kept apart from the direction of the text around. */
  Markup name(String name) {
    open("bdi").text(name);
    out.append("</bdi>");
    return this;
  }

  /** Writes a figure of the report; its value is the report's, digits are grouped for the eye. */
  Markup figure(String exact) {
    return data(exact, grouped(exact));
  }

  /** Writes a figure of the report. */
  Markup figure(long exact) {
    return figure(Long.toString(exact));
  }

  /** Writes a share of the report in percent, all its digits. */
  Markup percent(String exact) {
    BigDecimal percent = new BigDecimal(exact).movePointRight(2);
    BigDecimal shown = percent.signum() == 0 ? BigDecimal.ZERO : percent.stripTrailingZeros();
    return data(exact, shown.toPlainString() + " %");
  }

  private Markup data(String exact, String shown) {
    open("data", "value", exact).text(shown);
    out.append("</data>");
    return this;
  }

  /** Writes CSS, which is no text of others. */
  Markup style(String css) {
    out.append("<style>\n").append(css).append("</style>\n");
    return this;
  }

  /**
   * Writes a table. On a narrow screen each row becomes a block whose cells carry their heads, so
   * roles are said outright.
   *
   * @param heads of the columns
   * @param rows as many cells each as there are heads; the first is the head of the row
   */
  Markup table(String caption, List<String> heads, List<List<Cell>> rows) {
    open("table", "role", "table");
    element("caption", caption);
    open("thead", "role", "rowgroup").open("tr", "role", "row");
    for (String head : heads) {
      element("th", head, "scope", "col", "role", "columnheader");
    }
    close("tr").close("thead").open("tbody", "role", "rowgroup");
    for (List<Cell> row : rows) {
      row(heads, row);
    }
    return close("tbody").close("table");
  }

  private void row(List<String> heads, List<Cell> row) {
    open("tr", "role", "row");
    for (int i = 0; i < row.size(); i++) {
      String tag = i == 0 ? "th" : "td";
      if (i == 0) {
        open("th", "scope", "row", "role", "rowheader");
      } else {
        open("td", "role", "cell", "data-head", heads.get(i));
      }
      open("div");
      row.get(i).write(this);
      close("div").close(tag);
    }
    close("tr");
  }

  /** Returns the page, UTF-8. */
  byte[] bytes() {
    return ("<!DOCTYPE html>\n" + out).getBytes(StandardCharsets.UTF_8);
  }

  private static String grouped(String exact) {
    int start = exact.startsWith("-") ? 1 : 0;
    int point = exact.indexOf('.');
    int end = point < 0 ? exact.length() : point;
    StringBuilder shown = new StringBuilder(exact);
    for (int at = end - 3; at > start; at -= 3) {
      shown.insert(at, ',');
    }
    return shown.toString();
  }

  private void escape(String text) {
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> {
                  if (hidden(c)) {
                    out.append("[U+").append(String.format("%04X", c)).append(']');
                  } else {
                    out.appendCodePoint(c);
                  }
                }
              }
            });
  }

  private static boolean hidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
