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
     * @param text at least one byte; like {@code before} well-formed UTF-8 that is valid only until
     *     this returns
     */
    void document(Place place, Bytes before, Bytes text);

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
    switch (chunk.content()) {
      case Content.Skipped(Skip skip) -> sink.skip(skip);
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

  private void lines(Chunk chunk, Content.Lines lines, Sink sink, BooleanSupplier stop) {
    long number = lines.firstLine();
    Bytes all = number == 1 ? afterMark(lines.data()) : lines.data();
    byte[] data = all.array();
    int from = all.from();
    while (from < all.to() && !stop.getAsBoolean()) {
      int end = from;
      while (end < all.to() && data[end] != '\n') {
        end++;
      }
      Place place = Place.line(lines.file(), number);
      Optional<SkipReason> problem = record(place, new Bytes(data, from, end), sink);
      if (problem.isPresent()) {
        skip(sink, place, problem.get(), chunk.inFile(end - from + 1L));
      }
      from = end + 1;
      number++;
    }
  }

  private static void skip(Sink sink, Place place, SkipReason reason, long bytes) {
    sink.skip(new Skip(place, reason, bytes));
  }

  /** Pushes the text of a record, or returns why there is none. */
  private Optional<SkipReason> record(Place place, Bytes record, Sink sink) {
    if (!isUtf8(record)) {
      return Optional.of(SkipReason.INVALID_UTF8);
    }
    String line = record.utf8();
    if (line.isBlank()) {
      return Optional.of(SkipReason.EMPTY_RECORD);
    }
    JsonNode node;
    try {
      node = reader.readTree(line).at(field);
    } catch (JacksonException e) {
      return Optional.of(SkipReason.BROKEN_JSON);
    }
    if (node.isMissingNode()) {
      return Optional.of(SkipReason.MISSING_FIELD);
    }
    if (!node.isTextual()) {
      return Optional.of(SkipReason.NOT_A_STRING);
    }
    byte[] text = node.textValue().getBytes(StandardCharsets.UTF_8);
    if (text.length == 0) {
      return Optional.of(SkipReason.EMPTY_RECORD);
    }
    if (!new String(text, StandardCharsets.UTF_8).equals(node.textValue())) {
      return Optional.of(SkipReason.INVALID_UTF8); // half a surrogate pair
    }
    if (text.length > textCap) {
      return Optional.of(SkipReason.TOO_LARGE);
    }
    sink.document(place, Bytes.NONE, Bytes.of(text));
    return Optional.empty();
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
