package ai.tidemark.scan.source;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Turns chunks into documents. Not thread-safe: one per thread. */
public final class Documents {

  /** Receives documents and problems, in their order. */
  public interface Sink {
    /**
     * Takes a document.
     *
     * @param before text whose last tokens open the document; empty for most
     * @param text at least one byte; like {@code before} well-formed UTF-8 that is valid only until
     *     this returns
     */
    void document(Place place, Bytes before, Bytes text);

    /** Takes something that is not scored. */
    void skip(Skip skip);
  }

  private final JsonField field;
  private final int textCap;

  /**
   * @param field JSON pointer to the text of a record
   * @param textCap bytes of a record's text at most
   */
  public Documents(String field, int textCap) {
    this.field = new JsonField(JsonPointer.compile(field));
    this.textCap = textCap;
  }

  /**
   * Pushes the documents of a chunk.
   *
   * @param stop asked between documents; once it says true the rest is left
   */
  public void of(Chunk chunk, Sink sink, BooleanSupplier stop) {
    switch (chunk.content()) {
      case Content.Skipped(Skip skip, _) -> sink.skip(skip);
      case Content.LeftOut _ -> {}
      case Content.Table table -> table(chunk, table, sink, stop);
      case Content.Part part -> part(chunk, part, sink);
      case Content.Lines lines -> lines(chunk, lines, sink, stop);
    }
  }

  private static void part(Chunk chunk, Content.Part part, Sink sink) {
    Bytes data = part.place().at() == 0 ? afterMark(part.data()) : part.data();
    if (!isUtf8(data)) {
      skip(sink, part.place(), SkipReason.INVALID_UTF8, chunk.inFile(part.bytes()));
    } else if (data.isEmpty()) {
      skip(sink, part.place(), SkipReason.EMPTY_RECORD, chunk.inFile(part.bytes()));
    } else {
      // A part before that is not UTF-8 was skipped itself; it then lends no tokens.
      sink.document(part.place(), isUtf8(part.before()) ? part.before() : Bytes.NONE, data);
    }
  }

  private void table(Chunk chunk, Content.Table table, Sink sink, BooleanSupplier stop) {
    for (Content.Row row : table.rows()) {
      if (stop.getAsBoolean()) {
        return;
      }
      Bytes text = new Bytes(table.data().array(), row.from(), row.to());
      Place place = Place.row(table.file(), row.number());
      Optional<SkipReason> problem = row.problem().or(() -> problem(text));
      if (problem.isPresent()) {
        skip(sink, place, problem.get(), chunk.inFile(row.bytes()));
      } else {
        sink.document(place, Bytes.NONE, text);
      }
    }
  }

  private Optional<SkipReason> problem(Bytes text) {
    if (text.isEmpty()) {
      return Optional.of(SkipReason.EMPTY_RECORD);
    }
    if (text.length() > textCap) {
      return Optional.of(SkipReason.TOO_LARGE);
    }
    return isUtf8(text) ? Optional.empty() : Optional.of(SkipReason.INVALID_UTF8);
  }

  private void lines(Chunk chunk, Content.Lines lines, Sink sink, BooleanSupplier stop) {
    long number = lines.firstLine();
    Bytes all = number == 1 ? afterMark(lines.data()) : lines.data();
    int from = all.from();
    while (from < all.to() && !stop.getAsBoolean()) {
      Place place = Place.line(lines.file(), number);
      JsonField.Found found = field.read(all.array(), from, all.to());
      boolean broken = found == JsonField.Found.BROKEN;
      int end = broken ? lineEnd(all.array(), from, all.to()) : field.at();
      Optional<SkipReason> problem =
          broken ? Optional.of(broken(new Bytes(all.array(), from, end))) : problem(found);
      if (problem.isPresent()) {
        skip(sink, place, problem.get(), chunk.inFile(end - from + 1L));
      } else {
        sink.document(place, Bytes.NONE, field.text());
      }
      from = end + 1;
      number++;
    }
  }

  private static int lineEnd(byte[] data, int from, int to) {
    int end = from;
    while (end < to && data[end] != '\n') {
      end++;
    }
    return end;
  }

  private static SkipReason broken(Bytes line) {
    if (!isUtf8(line)) {
      return SkipReason.INVALID_UTF8;
    }
    return line.utf8().isBlank() ? SkipReason.EMPTY_RECORD : SkipReason.BROKEN_JSON;
  }

  /** Returns why a record has no text, or empty if it has. */
  private Optional<SkipReason> problem(JsonField.Found found) {
    return switch (found) {
      case BROKEN -> Optional.of(SkipReason.BROKEN_JSON);
      case HALF_PAIR -> Optional.of(SkipReason.INVALID_UTF8);
      case NO_STRING -> Optional.of(SkipReason.NOT_A_STRING);
      case NOTHING -> Optional.of(SkipReason.MISSING_FIELD);
      case TEXT ->
          field.text().isEmpty()
              ? Optional.of(SkipReason.EMPTY_RECORD)
              : field.text().length() > textCap
                  ? Optional.of(SkipReason.TOO_LARGE)
                  : Optional.empty();
    };
  }

  private static void skip(Sink sink, Place place, SkipReason reason, long bytes) {
    sink.skip(new Skip(place, reason, bytes));
  }

  private static boolean isUtf8(Bytes bytes) {
    return Utf8.isWellFormed(bytes.array(), bytes.from(), bytes.to());
  }

  /** Returns bytes without the byte order mark that they may begin with. */
  private static Bytes afterMark(Bytes bytes) {
    byte[] data = bytes.array();
    int from = bytes.from();
    boolean mark =
        bytes.length() >= 3
            && data[from] == (byte) 0xEF
            && data[from + 1] == (byte) 0xBB
            && data[from + 2] == (byte) 0xBF;
    return mark ? new Bytes(data, from + 3, bytes.to()) : bytes;
  }
}
