package ai.tidemark.scan.source;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Turns chunks into documents. Thread-safe. */
public final class Documents {

  /** Receives documents and problems, in their order. */
  public interface Sink {
    /**
     * Takes a document.
     *
     * @param before text whose last tokens open the document; empty for most
     */
    void document(Place place, String before, String text);

    /** Takes something that is not scored. */
    void skip(Skip skip);
  }

  private final JsonPointer field;
  private final int textCap;
  private final ObjectReader reader;

  /**
   * @param field JSON pointer to the text of a record
   * @param textCap bytes of a record's text at most
   */
  public Documents(String field, int textCap) {
    this.field = JsonPointer.compile(field);
    this.textCap = textCap;
    StreamReadConstraints constraints =
        StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build();
    JsonFactory factory = JsonFactory.builder().streamReadConstraints(constraints).build();
    this.reader =
        JsonMapper.builder(factory)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();
  }

  /**
   * Pushes the documents of a chunk.
   *
   * @param stop asked between documents; once it says true the rest is left
   */
  public void of(Chunk chunk, Sink sink, BooleanSupplier stop) {
    switch (chunk) {
      case Chunk.Skipped(Skip skip) -> sink.skip(skip);
      case Chunk.Part part -> part(part, sink);
      case Chunk.Lines lines -> lines(lines, sink, stop);
    }
  }

  private static void part(Chunk.Part part, Sink sink) {
    int from = part.place().at() == 0 ? afterMark(part.data()) : 0;
    Optional<String> text = Utf8.decode(part.data().array(), from, part.data().length());
    if (text.isEmpty()) {
      sink.skip(new Skip(part.place(), SkipReason.INVALID_UTF8, part.bytes()));
    } else if (text.get().isEmpty()) {
      sink.skip(new Skip(part.place(), SkipReason.EMPTY_RECORD, part.bytes()));
    } else {
      // A part before that is not UTF-8 was skipped itself; it then lends no tokens.
      String before = Utf8.decode(part.before().array(), 0, part.before().length()).orElse("");
      sink.document(part.place(), before, text.get());
    }
  }

  private void lines(Chunk.Lines lines, Sink sink, BooleanSupplier stop) {
    byte[] data = lines.data().array();
    int length = lines.data().length();
    long number = lines.firstLine();
    int from = number == 1 ? afterMark(lines.data()) : 0;
    while (from < length && !stop.getAsBoolean()) {
      int end = from;
      while (end < length && data[end] != '\n') {
        end++;
      }
      record(Place.line(lines.file(), number), data, from, end, sink);
      from = end + 1;
      number++;
    }
  }

  private void record(Place place, byte[] data, int from, int to, Sink sink) {
    Optional<String> line = Utf8.decode(data, from, to);
    if (line.isEmpty()) {
      sink.skip(new Skip(place, SkipReason.INVALID_UTF8, to - from + 1L));
      return;
    }
    if (line.get().isBlank()) {
      sink.skip(new Skip(place, SkipReason.EMPTY_RECORD, to - from + 1L));
      return;
    }
    JsonNode node;
    try {
      node = reader.readTree(line.get()).at(field);
    } catch (JacksonException e) {
      sink.skip(new Skip(place, SkipReason.BROKEN_JSON, to - from + 1L));
      return;
    }
    Optional<SkipReason> problem = problem(node);
    if (problem.isPresent()) {
      sink.skip(new Skip(place, problem.get(), to - from + 1L));
    } else {
      sink.document(place, "", node.textValue());
    }
  }

  private Optional<SkipReason> problem(JsonNode node) {
    if (node.isMissingNode()) {
      return Optional.of(SkipReason.MISSING_FIELD);
    }
    if (!node.isTextual()) {
      return Optional.of(SkipReason.NOT_A_STRING);
    }
    String text = node.textValue();
    if (text.isEmpty()) {
      return Optional.of(SkipReason.EMPTY_RECORD);
    }
    if (!Utf8.isWellFormed(text)) {
      return Optional.of(SkipReason.INVALID_UTF8);
    }
    boolean mayBeLarge = text.length() > textCap / 3;
    if (mayBeLarge && text.getBytes(StandardCharsets.UTF_8).length > textCap) {
      return Optional.of(SkipReason.TOO_LARGE);
    }
    return Optional.empty();
  }

  /** Returns the index after a byte order mark. */
  private static int afterMark(Bytes bytes) {
    byte[] data = bytes.array();
    boolean mark =
        bytes.length() >= 3
            && data[0] == (byte) 0xEF
            && data[1] == (byte) 0xBB
            && data[2] == (byte) 0xBF;
    return mark ? 3 : 0;
  }
}
