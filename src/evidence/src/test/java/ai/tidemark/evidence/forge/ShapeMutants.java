package ai.tidemark.evidence.forge;

import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.evidence.bundle.BundleClaim;
import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.bundle.FileName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Every place of every JSON document of the honest bundle, changed in ways that a format must
 * refuse, and signed anew by the trusted signer.
 */
public final class ShapeMutants {
  private static final List<String> DOCUMENTS =
      List.of(
          FileName.SOFTWARE,
          FileName.HINTS,
          FileName.OPENINGS,
          FileName.RECORDS,
          FileName.PROFILE,
          FileName.PLAN,
          FileName.REPORT,
          FileName.MANIFEST,
          FileName.RESULT);

  /** Fields that may be missing; whether they may be here, their meaning decides. */
  private static final Set<String> OPTIONAL =
      Set.of(
          "commit",
          "runnerUp",
          "log10P",
          "adjustedLog10P",
          "leastLog10P",
          "log10E",
          "couldSeeShare",
          "couldSeeDocumentOf",
          "atLeast",
          "detectable",
          "thresholdLog10P",
          "decoyZ",
          "files",
          "members",
          "smallestLog10P");

  private final Consumer<Mutant> sink;
  private final Forge forge = new Forge(Story.honest());
  private final SortedMap<String, byte[]> files = forge.files();
  private final int stride;
  private int next;

  private ShapeMutants(Consumer<Mutant> sink, int stride) {
    this.sink = sink;
    this.stride = stride;
  }

  /**
   * Pushes mutants.
   *
   * @param stride of all of them, every so many
   */
  public static void push(int stride, Consumer<Mutant> sink) {
    ShapeMutants mutants = new ShapeMutants(sink, stride);
    for (String name : DOCUMENTS) {
      mutants.document(name);
    }
  }

  /** Pushes mutants of the chain of custody, all of them. */
  public static void pushCustody(Consumer<Mutant> sink) {
    new ShapeMutants(sink, 1).custody();
  }

  private void add(Set<Code> expected, String name, String file, byte[] content) {
    if (next++ % stride == 0) {
      SortedMap<String, byte[]> all = new TreeMap<>(files);
      all.put(file, content);
      sink.accept(
          new Mutant(file + ": " + name, forge.sealed(all), Forge.trust(), expected, false));
    }
  }

  private void document(String file) {
    byte[] json = Forge.get(files, file);
    List<String> pointers = new ArrayList<>();
    walk(Edit.tree(json), "", pointers);
    for (String pointer : pointers) {
      objects(file, json, pointer);
      values(file, json, pointer);
    }
    text(file, json, "a space", text -> text.replaceFirst(":", ": "));
    text(file, json, "a newline", text -> text + "\n");
    text(file, json, "a byte order mark", text -> "\ufeff" + text);
    text(file, json, "trailing value", text -> text + "{}");
    text(file, json, "cut", text -> text.substring(0, text.length() - 1));
    text(file, json, "nothing", _ -> "");
    text(file, json, "an array", text -> "[" + text + "]");
    text(file, json, "deep", _ -> "{\"a\":".repeat(100) + "1" + "}".repeat(100));
    for (String pointer : pointers) {
      if (Edit.tree(json).at(pointer) instanceof ObjectNode object && !object.isEmpty()) {
        doubled(file, json, pointer, object);
      }
    }
  }

  private static void walk(JsonNode node, String at, List<String> pointers) {
    pointers.add(at);
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(f -> walk(f.getValue(), at + "/" + f.getKey().replace("/", "~1"), pointers));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        walk(array.get(i), at + "/" + i, pointers);
      }
    }
  }

  private static final Set<Code> SHAPE = EnumSet.of(Code.FORMAT, Code.RECORD_FORMAT);

  /**
   * Expected where a change can also give a sound document of another meaning: whatever a rule of
   * the documents says, but nothing about the archive and its signatures, which are in order.
   */
  private static final Set<Code> ANY =
      Arrays.stream(Code.values())
          .filter(code -> code.claim() != BundleClaim.AUTHENTIC || SHAPE.contains(code))
          .collect(Collectors.toCollection(() -> EnumSet.noneOf(Code.class)));

  private void objects(String file, byte[] json, String pointer) {
    if (!(Edit.tree(json).at(pointer) instanceof ObjectNode object)) {
      return;
    }
    boolean open = pointer.endsWith("/skipped");
    edit(file, json, pointer, SHAPE, "a field more", node -> node.put("zz", 1));
    for (String field : names(object)) {
      boolean optional = OPTIONAL.contains(field);
      edit(
          file,
          json,
          pointer,
          optional || open ? ANY : SHAPE,
          "without " + field,
          node -> node.remove(field));
      edit(file, json, pointer, SHAPE, field + " null", node -> node.putNull(field));
      edit(file, json, pointer, SHAPE, field + " a truth", node -> node.put(field, true));
      edit(file, json, pointer, SHAPE, field + " a fraction", node -> node.put(field, 1.5));
      edit(
          file,
          json,
          pointer,
          SHAPE,
          field + " an array of arrays",
          node -> node.putArray(field).addArray());
      edit(
          file,
          json,
          pointer,
          EnumSet.of(Code.FORMAT, Code.RECORD_FORMAT, Code.JSON_NOT_CANONICAL),
          field + " beyond 2^53",
          node -> node.put(field, Long.MAX_VALUE));
    }
  }

  private static List<String> names(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private void edit(
      String file,
      byte[] json,
      String pointer,
      Set<Code> expected,
      String name,
      Consumer<ObjectNode> change) {
    ObjectNode root = (ObjectNode) Edit.tree(json);
    ObjectNode node = (ObjectNode) root.at(pointer);
    change.accept(node);
    byte[] changed;
    try {
      changed = CanonicalJson.bytes(root);
    } catch (IllegalArgumentException _) {
      return; // has no canonical form at all
    }
    if (!Arrays.equals(changed, json) && !unread(file, pointer, name)) {
      add(expected, pointer + " " + name, file, changed);
    }
  }

  /** Words of the maker that mean nothing to a verifier, whatever text they are. */
  private static boolean unread(String file, String pointer, String name) {
    return file.equals(FileName.SOFTWARE) && pointer.isEmpty() && name.equals("without commit");
  }

  /** Another value of the same type: sound by itself, so that only its meaning can be wrong. */
  private void values(String file, byte[] json, String pointer) {
    JsonNode value = Edit.tree(json).at(pointer);
    if (!value.isTextual() || !value.textValue().matches("[0-9a-f]{32,64}")) {
      return;
    }
    int cut = pointer.lastIndexOf('/');
    String other =
        (value.textValue().charAt(0) == '0' ? "1" : "0") + value.textValue().substring(1);
    ObjectNode root = (ObjectNode) Edit.tree(json);
    JsonNode parent = root.at(pointer.substring(0, cut));
    if (parent instanceof ObjectNode node && !file.equals(FileName.SOFTWARE)) {
      node.put(pointer.substring(cut + 1), other);
      add(ANY, pointer + " another hash", file, CanonicalJson.bytes(root));
      node.put(pointer.substring(cut + 1), value.textValue().toUpperCase(Locale.ROOT) + "A");
      add(SHAPE, pointer + " not a hash", file, CanonicalJson.bytes(root));
    }
  }

  private void text(String file, byte[] json, String name, UnaryOperator<String> change) {
    String changed = change.apply(new String(json, StandardCharsets.UTF_8));
    add(
        EnumSet.of(Code.JSON_NOT_CANONICAL, Code.FORMAT, Code.RECORD_FORMAT),
        name,
        file,
        changed.getBytes(StandardCharsets.UTF_8));
  }

  /** The first field of an object twice. */
  private void doubled(String file, byte[] json, String pointer, ObjectNode object) {
    String whole = new String(json, StandardCharsets.UTF_8);
    String part = new String(CanonicalJson.bytes(object), StandardCharsets.UTF_8);
    String field = names((ObjectNode) Edit.tree(part.getBytes(StandardCharsets.UTF_8))).getFirst();
    String changed = whole.replace(part, "{\"" + field + "\":0," + part.substring(1));
    add(
        EnumSet.of(Code.JSON_NOT_CANONICAL, Code.FORMAT, Code.RECORD_FORMAT),
        pointer + " a field twice",
        file,
        changed.getBytes(StandardCharsets.UTF_8));
  }

  private void custody() {
    String honest = new String(Forge.get(files, FileName.CUSTODY), StandardCharsets.UTF_8);
    String[] lines = honest.split("\n", -1);
    custody(Code.CUSTODY_CHAIN, "a line left out", lines[1] + "\n");
    custody(Code.CUSTODY_CHAIN, "lines swapped", lines[1] + "\n" + lines[0] + "\n");
    custody(Code.CUSTODY_CHAIN, "a line rewritten", honest.replaceFirst("downloaded", "bought"));
    custody(Code.FORMAT, "no last newline", honest.substring(0, honest.length() - 1));
    custody(Code.FORMAT, "empty", "");
    custody(Code.JSON_NOT_CANONICAL, "a blank line", honest + "\n");
    custody(Code.JSON_NOT_CANONICAL, "a space", honest.replaceFirst(":", ": "));
  }

  private void custody(Code code, String name, String text) {
    add(EnumSet.of(code), name, FileName.CUSTODY, text.getBytes(StandardCharsets.UTF_8));
  }
}
