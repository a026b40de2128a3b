package ai.tidemark.core.token;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A {@link SentencePieceBpe} from a tokenizer.json with byte fallback: Gemma up to 3, Llama 1 and
 * 2, Mistral and whoever has their shape. Whatever would change ids and is not known here is
 * refused.
 */
final class SentencePieceJson {
  private static final String MARK = "\u2581";

  private final TokenizerJson file;
  private boolean escaped;
  private SentencePieceRules.Prefix prefix = SentencePieceRules.Prefix.NONE;

  private SentencePieceJson(TokenizerJson file) {
    this.file = file;
  }

  /** Returns whether a file is of this kind. */
  static boolean concerns(TokenizerJson file) {
    StrictJson model = file.settings();
    return model.has("byte_fallback") && model.flag("byte_fallback");
  }

  /**
   * Makes the tokenizer.
   *
   * @throws BadInputException with the JSON pointer of what is wrong or not known here
   */
  static SentencePieceBpe open(TokenizerJson file) {
    return new SentencePieceJson(file).open();
  }

  private SentencePieceBpe open() {
    settings(file.settings());
    file.normalizer().ifPresent(this::normalizer);
    file.preTokenizer().ifPresent(this::preTokenizer);
    if (!escaped) {
      throw new BadInputException(
          file.where() + "#/normalizer", "leaves spaces as they are, which is not supported");
    }
    int[] byteIds = byteIds();
    byte[] kinds = kinds(byteIds);
    ByteTable pieces = pieces(kinds.length);
    SentencePieceRules rules =
        new SentencePieceRules(merges(kinds), added()::split, byteIds, prefix);
    return new SentencePieceBpe(kinds, pieces, true, rules, fingerprint(kinds, pieces));
  }

  private void settings(StrictJson model) {
    if (model.has("type")) {
      model.requireText("type", "BPE");
    }
    nothing(model, "dropout");
    nothing(model, "continuing_subword_prefix");
    nothing(model, "end_of_word_suffix");
    model.ignore("unk_token"); // every byte is a token, so these two never matter
    model.ignore("fuse_unk");
    model.flag("byte_fallback");
    if (model.has("ignore_merges") && model.flag("ignore_merges")) {
      throw new BadInputException(model.where() + "/ignore_merges", "must be false");
    }
    model.end();
  }

  private static void nothing(StrictJson model, String name) {
    if (model.has(name) && !model.isNull(name) && !model.text(name).isEmpty()) {
      throw new BadInputException(model.where() + "/" + name, "must be null");
    }
  }

  /** Nothing, or a space in front of every part, then U+2581 for every space. */
  private void normalizer(StrictJson part) {
    switch (part.text("type")) {
      case "Sequence" -> {
        List<StrictJson> parts = part.objects("normalizers");
        part.end();
        parts.forEach(this::normalizer);
      }
      case "Prepend" -> {
        part.requireText("prepend", MARK);
        part.end();
        if (prefix != SentencePieceRules.Prefix.NONE) {
          throw unknown(part, "two prefixes");
        }
        prefix = SentencePieceRules.Prefix.EVERY;
      }
      case "Replace" -> {
        StrictJson pattern = part.object("pattern");
        pattern.requireText("String", " ");
        pattern.end();
        part.requireText("content", MARK);
        part.end();
        escaped = true;
      }
      default -> throw unknown(part, "a type that is not known; Prepend and Replace are");
    }
  }

  private void preTokenizer(StrictJson part) {
    switch (part.text("type")) {
      case "Split" -> {
        StrictJson pattern = part.object("pattern");
        pattern.requireText("String", " ");
        pattern.end();
        part.ignore("behavior");
        part.ignore("invert");
        part.end();
        if (!escaped) { // else no space is left that it could cut at
          throw unknown(part, "a Split before spaces are replaced");
        }
      }
      case "Metaspace" -> metaspace(part);
      default ->
          throw unknown(part, "a type that is not known; Split at a space and Metaspace are");
    }
  }

  private void metaspace(StrictJson part) {
    part.requireText("replacement", MARK);
    boolean splits = !part.has("split") || part.flag("split");
    boolean prepends = !part.has("add_prefix_space") || part.flag("add_prefix_space");
    String scheme =
        part.has("prepend_scheme") ? part.text("prepend_scheme") : prepends ? "always" : "never";
    part.end();
    if (splits) {
      throw unknown(part, "a Metaspace that cuts at spaces");
    }
    if (prefix != SentencePieceRules.Prefix.NONE && !scheme.equals("never")) {
      throw unknown(part, "a prefix beside a Prepend");
    }
    escaped = true;
    switch (scheme) {
      case "always" -> prefix = SentencePieceRules.Prefix.EVERY_WITHOUT;
      case "first" -> prefix = SentencePieceRules.Prefix.FIRST_WITHOUT;
      case "never" -> {}
      default -> throw new BadInputException(part.where() + "/prepend_scheme", "is not known");
    }
  }

  private static BadInputException unknown(StrictJson part, String what) {
    return new BadInputException(part.where(), "has " + what + ", which is not supported");
  }

  private int[] byteIds() {
    TokenIndex index = new TokenIndex(file.tokens());
    for (int id = 0; id < file.tokens().size(); id++) {
      if (file.isAssigned(id)) {
        index.add(id);
      }
    }
    int[] ids = new int[256];
    for (int b = 0; b < 256; b++) {
      String name = String.format(Locale.ROOT, "<0x%02X>", b);
      ids[b] = index.find(name.getBytes(StandardCharsets.US_ASCII), 0, 6);
      if (ids[b] < 0) {
        throw new BadInputException(file.where() + "#/model/vocab", "has no token " + name);
      }
    }
    return ids;
  }

  private byte[] kinds(int[] byteIds) {
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
    for (int id : byteIds) {
      kinds[id] = (byte) TokenKind.BYTE.code();
    }
    for (AddedToken token : file.added()) {
      TokenKind kind = token.special() ? TokenKind.CONTROL : TokenKind.USER_DEFINED;
      kinds[token.id()] = (byte) kind.code();
    }
    return kinds;
  }

  private ByteTable pieces(int size) {
    byte[][] pieces = new byte[size][0];
    for (int id = 0; id < file.tokens().size(); id++) {
      pieces[id] = file.tokens().get(id);
    }
    for (AddedToken token : file.added()) {
      pieces[token.id()] = token.content().getBytes(StandardCharsets.UTF_8);
    }
    ByteTable.Builder table = new ByteTable.Builder(size);
    for (byte[] piece : pieces) {
      table.add(piece);
    }
    return table.build();
  }

  private AddedTokens added() {
    for (AddedToken token : file.added()) {
      if (token.normalized() && !token.special()) {
        throw new BadInputException(
            file.where() + "#/added_tokens",
            "has a token (id "
                + token.id()
                + ") that is looked for after the normaliser,"
                + " which is not supported");
      }
    }
    return AddedTokens.of(file.where(), file.added(), false);
  }

  private MergeTable merges(byte[] kinds) {
    ByteTable tokens = file.tokens();
    int[] merges = file.merges();
    MergeTable.Builder table = new MergeTable.Builder(kinds.length, merges.length / 3);
    for (int id = 0; id < tokens.size(); id++) {
      if (SentencePieceRules.characters(tokens, id) == 1) {
        table.character(Chars.decode(tokens.data(), tokens.start(id), tokens.end(id)), id);
      }
    }
    for (int i = 0; i < merges.length; i += 3) {
      int merged = merges[i + 2];
      requireText(kinds, merges[i], i / 3);
      requireText(kinds, merges[i + 1], i / 3);
      requireText(kinds, merged, i / 3);
      int rule = table.rule(i / 3, merged);
      if (SentencePieceRules.characters(tokens, merged) > 1) { // else no text can become it
        table.spell(tokens.get(merged));
        table.join(merges[i], merges[i + 1], rule); // of equal ones the last counts
      }
    }
    return table.build();
  }

  private void requireText(byte[] kinds, int id, int merge) {
    switch (TokenKind.of(kinds[id])) {
      case NORMAL, USER_DEFINED -> {}
      case CONTROL, UNKNOWN, UNUSED, BYTE ->
          throw new BadInputException(
              file.where() + "#/model/merges/" + merge,
              "concerns a special token or one of the byte tokens (id "
                  + id
                  + "), which is not supported");
    }
  }

  private String fingerprint(byte[] kinds, ByteTable pieces) {
    return new Fingerprint("sentencepiece-bpe-by-rank")
        .rule("space-prefix", prefix.label())
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
            pieces);
  }
}
