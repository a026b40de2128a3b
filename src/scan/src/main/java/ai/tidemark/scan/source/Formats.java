package ai.tidemark.scan.source;

import com.fasterxml.jackson.core.JsonPointer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Finds out what a file is, by its first bytes, and opens it: a compression, around an archive,
 * around compressed members, around records, a table, WARC or text. Each at most once. The name
 * only tells tables and records from text.
 */
final class Formats {
  /** A line may be this many times the cap on its text, for escapes and the other fields. */
  private static final int LINE_TO_TEXT = 2;

  private static final String COLUMN = "text";

  private final SourceRules rules;
  private final SourceLimits limits;
  private final JsonField field;
  private final Choice choice;

  Formats(SourceRules rules) {
    this.choice = new Choice(rules.selection());
    this.rules = rules;
    this.limits = rules.limits();
    this.field = new JsonField(JsonPointer.compile(rules.field()));
  }

  /**
   * A file or member that is being read.
   *
   * @param chunks its pieces
   * @param raw its bytes as they lie
   * @param body its bytes decompressed, the same if they are not compressed
   * @param used tells how many bytes of the file were read so far; empty where pieces tell
   */
  record Opened(Chunks chunks, Input raw, Input body, Optional<LongSupplier> used) {
    /** Returns what broke it, if anything did. */
    Optional<IOException> failure() {
      return body.failure().or(raw::failure);
    }

    /**
     * Returns how many bytes nothing came of, once it broke: those that were not read, and of those
     * that were the part that what was handed over does not stand for.
     *
     * @param size bytes in all, counted as {@code used}
     */
    long left(long size) {
      long read =
          used.map(LongSupplier::getAsLong).orElseGet(raw::position) + chunks.leftOutBytes();
      long came = body.position();
      double handedOver = came > 0 ? (double) (came - chunks.lost()) / came : body == raw ? 1 : 0;
      return Math.max(0, size - Math.round(read * handedOver));
    }

    void close() throws IOException {
      chunks.close();
      if (body != raw) {
        body.close();
      }
    }
  }

  /** A stream after its compression, if it has one. */
  private record Layer(String name, Input input) {}

  /** Returns whether a file is an archive, as far as its first bytes can be read. */
  boolean isArchive(FileTree.Entry.File file) {
    try (Input raw = new Input(Files.newInputStream(file.path()))) {
      byte[] head = raw.peek();
      if (isArchive(head)) {
        return true;
      }
      Input inner = decompressed(file.name(), raw, head, limits.fileBytes()).input();
      return inner != raw && TarMembers.is(inner.peek());
    } catch (IOException e) {
      return false; // nobody asked for it
    }
  }

  /**
   * Opens a file.
   *
   * @throws BreakException if it is not read
   */
  Opened file(FileTree.Entry.File file, Input raw) throws IOException {
    byte[] head = raw.peek();
    if (ParquetChunks.is(head)) {
      ParquetChunks table =
          new ParquetChunks(
              file.name(), file.path(), rules.selection().column().orElse(COLUMN), rules);
      return new Opened(table, raw, raw, Optional.of(table::used));
    }
    if (ZipMembers.is(head)) {
      Predicate<String> chosen = member -> choice.member(file.name(), member);
      ZipMembers zip = new ZipMembers(file.path(), limits, chosen);
      Chunks members =
          new ArchiveChunks(file.name(), zip, this, true, limits.entries(), chosen, () -> 0);
      return new Opened(members, raw, raw, Optional.of(zip::taken));
    }
    Layer layer = decompressed(file.name(), raw, head, limits.fileBytes());
    boolean compressed = layer.input() != raw;
    Optional<LongSupplier> used = compressed ? Optional.of(raw::position) : Optional.empty();
    if (TarMembers.is(layer.input().peek())) {
      Predicate<String> chosen = member -> choice.member(file.name(), member);
      Members tar = new TarMembers(layer.input());
      Chunks members =
          new ArchiveChunks(
              file.name(), tar, this, !compressed, limits.entries(), chosen, raw::position);
      LongSupplier read = () -> raw.position() - members.leftOutBytes();
      return new Opened(members, raw, layer.input(), Optional.of(read));
    }
    long size = compressed ? 0 : file.size();
    return new Opened(leaf(layer, file.name(), size), raw, layer.input(), used);
  }

  /**
   * Opens a member of an archive.
   *
   * @param name with that of the archive
   * @throws BreakException if it is not read
   */
  Opened member(String name, Members.Member member, Input raw) throws IOException {
    byte[] head = raw.peek();
    Layer layer = decompressed(name, raw, head, limits.memberBytes());
    if (isArchive(layer.input().peek())) {
      throw new BreakException(SkipReason.NESTED);
    }
    boolean compressed = layer.input() != raw;
    Chunks chunks = leaf(layer, name, compressed ? 0 : member.size());
    return new Opened(chunks, raw, layer.input(), Optional.of(member.used()));
  }

  private static boolean isArchive(byte[] head) {
    return TarMembers.is(head) || ZipMembers.is(head);
  }

  private Layer decompressed(String name, Input raw, byte[] head, long cap) throws IOException {
    Optional<Codec> codec = Codec.of(head);
    if (codec.isEmpty()) {
      return new Layer(name, raw);
    }
    InputStream plain;
    try {
      plain = codec.get().open(raw, limits);
    } catch (BreakException e) {
      throw e;
    } catch (IOException e) {
      throw new BreakException(Decoded.reason(e));
    }
    Input input = new Input(new Decoded(new Capped(plain, raw::position, limits, cap)));
    byte[] inner = input.peek();
    if (Codec.of(inner).isPresent()) {
      throw new BreakException(SkipReason.NESTED);
    }
    if (ParquetChunks.is(inner) || ZipMembers.is(inner)) {
      throw new BreakException(SkipReason.NEEDS_A_FILE);
    }
    return new Layer(codec.get().inner(name), input);
  }

  private Chunks leaf(Layer layer, String place, long size) throws IOException {
    byte[] head = layer.input().peek();
    String name = layer.name().toLowerCase(Locale.ROOT);
    int cap = rules.textBytes();
    if (ParquetChunks.is(head)) {
      throw new BreakException(SkipReason.NEEDS_A_FILE);
    }
    if (WarcChunks.is(head)) {
      return new WarcChunks(place, layer.input(), cap);
    }
    boolean records = name.endsWith(".jsonl") || name.endsWith(".ndjson");
    if (!records && (name.endsWith(".csv") || name.endsWith(".tsv") || isTable(name))) {
      char delimiter = rules.selection().delimiter().orElse(name.endsWith(".tsv") ? '\t' : ',');
      String column = rules.selection().column().orElse(COLUMN);
      return new CsvChunks(place, layer.input(), delimiter, column, cap);
    }
    if (records && head.length == 0 && layer.input().failure().isEmpty()) {
      throw new BreakException(SkipReason.EMPTY_FILE);
    }
    if (records || (!name.endsWith(".txt") && isRecords(head))) {
      return new LineChunks(place, layer.input(), Math.multiplyExact(LINE_TO_TEXT, cap));
    }
    return new TextChunks(place, size, layer.input(), cap);
  }

  /** A delimiter that was asked for says that what has no other name is a table. */
  private boolean isTable(String name) {
    return rules.selection().delimiter().isPresent()
        && !name.endsWith(".txt")
        && !name.endsWith(".md");
  }

  /** Returns whether the first line is a record with a string at the field. */
  private boolean isRecords(byte[] head) {
    int from = Codec.startsWith(head, 0, 0xEF, 0xBB, 0xBF) ? 3 : 0;
    while (from < head.length && (head[from] == ' ' || head[from] == '\t')) {
      from++;
    }
    return from < head.length
        && head[from] == '{'
        && field.read(head, from, head.length) == JsonField.Found.TEXT;
  }
}
