package ai.tidemark.core.token;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link ByteLevelBpe} from a tokenizer.json: Llama 3 and 4, Qwen 2 and 3, GPT-2, gpt-oss and
 * whoever uses one of their patterns. A pattern is recognised by its exact text. Whatever would
 * change ids and is not known here is refused.
 */
final class ByteLevelJson {
  private static final String CL100K_HEAD =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}";
  private static final String CL100K_TAIL =
      "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
  private static final String UPPER = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
  private static final String LOWER = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
  private static final String CONTRACTION = "(?i:'s|'t|'re|'ve|'m|'ll|'d)?";
  private static final String GPT2 =
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

  /** A pattern's name in fingerprints, and who cuts as it does. */
  private record Pattern(String name, Splitter splitter) {}

  private static final Pattern GPT2_PATTERN = new Pattern("gpt2", new Gpt2Splitter());

  private static final Map<String, Pattern> PATTERNS =
      Map.of(
          CL100K_HEAD + "{1,3}" + CL100K_TAIL,
          new Pattern("llama3", new Cl100kSplitter(3, false)),
          CL100K_HEAD + CL100K_TAIL,
          new Pattern("qwen2", new Cl100kSplitter(1, false)),
          o200k(CONTRACTION, "{1,3}"),
          new Pattern("o200k", new O200kSplitter(3, true)),
          o200k("", ""),
          new Pattern("tekken", new O200kSplitter(1, false)),
          GPT2,
          GPT2_PATTERN);

  private final TokenizerJson file;
  private Pattern pattern = GPT2_PATTERN;
  private boolean prefixSpace;

  private ByteLevelJson(TokenizerJson file) {
    this.file = file;
  }

  private static String o200k(String contraction, String digits) {
    return ("[^\\r\\n\\p{L}\\p{N}]?" + UPPER + "*" + LOWER + "+" + contraction)
        + ("|[^\\r\\n\\p{L}\\p{N}]?" + UPPER + "+" + LOWER + "*" + contraction)
        + ("|\\p{N}" + digits + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*")
        + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
  }

  /** Returns whether a file is of this kind, from its pre-tokeniser. */
  static boolean concerns(TokenizerJson file) {
    return file.preTokenizer().map(ByteLevelJson::endsInByteLevel).orElse(false);
  }

  private static boolean endsInByteLevel(StrictJson part) {
    if (part.text("type").equals("Sequence")) {
      List<StrictJson> parts = part.objects("pretokenizers");
      return !parts.isEmpty() && endsInByteLevel(parts.getLast());
    }
    return part.text("type").equals("ByteLevel");
  }

  /**
   * Makes the tokenizer.
   *
   * @throws BadInputException with the JSON pointer of what is wrong or not known here
   */
  static ByteLevelBpe open(TokenizerJson file) {
    return new ByteLevelJson(file).open();
  }

  private ByteLevelBpe open() {
    preTokenizer(
        file.preTokenizer().orElseThrow(() -> new BadInputException(file.where(), "cuts no text")));
    boolean nfc = nfc(file.normalizer());
    boolean whole = settings(file.settings());
    byte[] kinds = kinds();
    byte[][] alphabet = new byte[file.tokens().size()][];
    ByteTable tokens = tokens(kinds.length, alphabet);
    BytePairs pairs = pairs(alphabet);
    TokenIndex index = new TokenIndex(whole ? tokens : new ByteTable.Builder(0).build());
    BytePairMerges merges = new BytePairMerges(pairs);
    BitSet itself = new BitSet();
    for (int id = 0; id < alphabet.length; id++) {
      if (kinds[id] != TokenKind.NORMAL.code() || alphabet[id].length == 0) {
        continue;
      }
      boolean reached = reached(merges, alphabet[id], id);
      itself.set(id, reached || whole);
      if (!reached && whole) {
        index.add(id);
      }
    }
    AddedTokens early = AddedTokens.of(file.where(), file.added(), false);
    AddedTokens late = AddedTokens.of(file.where(), file.added(), true);
    return new ByteLevelBpe(
        "byte-level-bpe-" + kinds.length,
        fingerprint(kinds, tokens, nfc, whole),
        new BpeModel(tokens, pairs, index, itself),
        kinds,
        pattern.splitter(),
        Optional.of(new TextRules(early, nfc, late, prefixSpace)));
  }

  private void preTokenizer(StrictJson part) {
    switch (part.text("type")) {
      case "ByteLevel" -> byteLevel(part, true);
      case "Sequence" -> {
        List<StrictJson> parts = part.objects("pretokenizers");
        part.end();
        if (parts.size() != 2) {
          throw unknown(
              part, "a Sequence of " + parts.size() + " parts; only Split and ByteLevel are");
        }
        split(parts.get(0));
        byteLevel(parts.get(1), false);
      }
      default ->
          throw unknown(part, "a type that is not known; ByteLevel, and Split before it, are");
    }
  }

  private void byteLevel(StrictJson part, boolean alone) {
    part.requireText("type", "ByteLevel");
    part.ignore("trim_offsets");
    prefixSpace = part.has("add_prefix_space") && part.flag("add_prefix_space");
    boolean regex = !part.has("use_regex") || part.flag("use_regex");
    part.end();
    if (regex != alone || (prefixSpace && !alone)) {
      throw unknown(part, "a pattern or a prefix beside a Split, which is not");
    }
  }

  private void split(StrictJson part) {
    part.requireText("type", "Split");
    StrictJson regex = part.object("pattern");
    Pattern known = PATTERNS.get(regex.text("Regex"));
    regex.end();
    if (known == null) {
      throw new BadInputException(regex.where() + "/Regex", "is no pattern that is known here");
    }
    pattern = known;
    String behavior = part.text("behavior");
    boolean invert = part.flag("invert");
    part.end();
    if (!(behavior.equals("Isolated") && !invert) && !(behavior.equals("Removed") && invert)) {
      throw unknown(part, "a behavior that is not known; Isolated is");
    }
  }

  private static boolean nfc(Optional<StrictJson> normalizer) {
    if (normalizer.isEmpty()) {
      return false;
    }
    StrictJson part = normalizer.get();
    if (part.text("type").equals("Sequence")) {
      List<StrictJson> parts = part.objects("normalizers");
      part.end();
      return parts.stream().map(p -> nfc(Optional.of(p))).reduce(false, Boolean::logicalOr);
    }
    if (!part.text("type").equals("NFC")) {
      throw unknown(part, "a type that is not known; NFC is");
    }
    part.end();
    return true;
  }

  /** Checks the model's settings and returns {@code ignore_merges}. */
  private static boolean settings(StrictJson model) {
    model.requireText("type", "BPE");
    nothing(model, "dropout");
    nothing(model, "continuing_subword_prefix");
    nothing(model, "end_of_word_suffix");
    model.ignore("unk_token"); // every byte is a token, so these two never matter
    model.ignore("fuse_unk");
    if (model.has("byte_fallback") && model.flag("byte_fallback")) {
      throw new BadInputException(model.where() + "/byte_fallback", "must be false");
    }
    boolean ignoreMerges = model.has("ignore_merges") && model.flag("ignore_merges");
    model.end();
    return ignoreMerges;
  }

  private static void nothing(StrictJson model, String name) {
    if (model.has(name) && !model.isNull(name) && !model.text(name).isEmpty()) {
      throw new BadInputException(model.where() + "/" + name, "must be null");
    }
  }

  private byte[] kinds() {
    int size = file.tokens().size();
    for (AddedToken token : file.added()) {
      size = Math.max(size, token.id() + 1);
    }
    byte[] kinds = new byte[size];
    Arrays.fill(kinds, (byte) TokenKind.UNUSED.code());
    for (int id = 0; id < file.tokens().size(); id++) {
      if (file.isAssigned(id)) {
        kinds[id] = (byte) TokenKind.NORMAL.code();
      }
    }
    for (AddedToken token : file.added()) {
      TokenKind kind = token.special() ? TokenKind.CONTROL : TokenKind.USER_DEFINED;
      kinds[token.id()] = (byte) kind.code();
    }
    return kinds;
  }

  /**
   * Returns the bytes all ids stand for. A token with a character that stands for no byte is what
   * it looks like, and never the result of a merge.
   *
   * @param alphabet filled with the bytes of the model's tokens, empty for such a one
   */
  private ByteTable tokens(int size, byte[][] alphabet) {
    byte[][] bytes = new byte[size][0];
    for (int id = 0; id < alphabet.length; id++) {
      byte[] utf8 = file.tokens().get(id);
      alphabet[id] = ByteAlphabet.bytes(new String(utf8, StandardCharsets.UTF_8));
      bytes[id] = alphabet[id].length > 0 ? alphabet[id] : utf8;
    }
    for (AddedToken token : file.added()) {
      bytes[token.id()] = token.content().getBytes(StandardCharsets.UTF_8);
    }
    ByteTable.Builder table = new ByteTable.Builder(size);
    for (byte[] one : bytes) {
      table.add(one);
    }
    return table.build();
  }

  private static boolean reached(BytePairMerges merges, byte[] token, int id) {
    int[] ids = new int[token.length];
    return merges.run(token, 0, token.length, ids, 0) == 1 && ids[0] == id;
  }

  private BytePairs pairs(byte[][] alphabet) {
    int[] byteIds = new int[256];
    Arrays.fill(byteIds, -1);
    for (int id = 0; id < alphabet.length; id++) {
      if (alphabet[id].length == 1) {
        byteIds[alphabet[id][0] & 0xff] = id;
      }
    }
    for (int b = 0; b < 256; b++) {
      if (byteIds[b] < 0) {
        throw new BadInputException(
            file.where() + "#/model/vocab", "has no token " + ByteAlphabet.character(b));
      }
    }
    return ReachedPairs.of(byteIds, file.merges(), alphabet);
  }

  private String fingerprint(byte[] kinds, ByteTable tokens, boolean nfc, boolean whole) {
    return new Fingerprint("byte-level-bpe")
        .rule("splitter", pattern.name())
        .rule("normalizer", nfc ? "nfc" : "none")
        .rule("add-prefix-space", Boolean.toString(prefixSpace))
        .rule("whole-pieces", Boolean.toString(whole))
        .rule("added-after-normalizer", lateIds())
        .merges(file.merges())
        .tokens(
            kinds.length,
            new Fingerprint.Entry() {
              @Override
              public TokenKind kind(int id) {
                return TokenKind.of(kinds[id]);
              }

              @Override
              public float score(int id) {
                return 0; // the merges have the order
              }
            },
            tokens);
  }

  private String lateIds() {
    List<String> ids =
        file.added().stream()
            .filter(t -> t.normalized() && !t.special())
            .map(t -> Integer.toString(t.id()))
            .toList();
    return ids.isEmpty() ? "none" : String.join(",", ids);
  }

  private static BadInputException unknown(StrictJson part, String what) {
    return new BadInputException(part.where(), "has " + what + " supported");
  }
}
