package ai.tidemark.core.foreign.sglang;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.check.CaseCheck;
import ai.tidemark.core.check.Comparison;
import ai.tidemark.core.check.ProfileCheck;
import ai.tidemark.core.check.VectorFile;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.core.law.GammaTail;
import ai.tidemark.core.prf.Murmur3;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Known answers of {@code sglang-gumbel-murmur-v1}: hashes and coins to the bit, scores 1e-14,
 * logarithms of p 1e-11.
 */
public final class SglangGumbelCheck implements ProfileCheck {
  private static final long WORD = 0xFFFF_FFFFL;

  /** The check. */
  public SglangGumbelCheck() {}

  @Override
  public String profile() {
    return SglangGumbel.ID;
  }

  @Override
  public Map<String, CaseCheck> kinds() {
    return Map.of(
        "parse_key", SglangGumbelCheck::parseKey,
        "context_hash", SglangGumbelCheck::contextHash,
        "prf", SglangGumbelCheck::draws,
        "coin", SglangGumbelCheck::coin,
        "select", SglangGumbelCheck::select,
        "gamma_log_survival", SglangGumbelCheck::survival,
        "document", DocumentCheck::differs);
  }

  private static Optional<String> parseKey(VectorFile file, StrictJson one) {
    long key = HashedContexts.key(one, "key");
    Comparison comparison = new Comparison();
    String signed = one.text("signed64", "-?[0-9]{1,19}");
    String unsigned = one.text("unsigned64", "[0-9]{1,20}");
    comparison.same("signed64 agrees", Long.toString(key).equals(signed), true);
    comparison.same("unsigned64 agrees", Long.toUnsignedString(key).equals(unsigned), true);
    return comparison.result();
  }

  private static Optional<String> contextHash(VectorFile file, StrictJson one) {
    int hash = hash(one);
    Comparison comparison = new Comparison();
    comparison.same("hash", hash & WORD, one.integer("hash", 0, WORD));
    comparison.same("hash_hex", HexFormat.of().toHexDigits(hash), one.text("hash_hex"));
    return comparison.result();
  }

  private static Optional<String> draws(VectorFile file, StrictJson one) {
    MurmurDraw draw = new MurmurDraw(HashedContexts.key(one, "key"));
    int hash = hash(one);
    Comparison comparison = new Comparison();
    comparison.same("context_hash", hash & WORD, one.integer("context_hash", 0, WORD));
    long[] tokens = one.integers("tokens", 0, WORD);
    long[] hashes = new long[tokens.length];
    double[] uniforms = new double[tokens.length];
    double[] scores = new double[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      int word = draw.word(hash, (int) tokens[i]);
      hashes[i] = word & WORD;
      uniforms[i] = MurmurDraw.uniform(word);
      scores[i] = MurmurDraw.nats(word);
    }
    comparison.same("hashes", hashes, one.integers("hashes", 0, WORD));
    comparison.close("u", uniforms, one.numbers("u"), 0, 0);
    comparison.close("scores", scores, one.numbers("scores"), DocumentCheck.SCORES, 0);
    return comparison.result();
  }

  private static Optional<String> coin(VectorFile file, StrictJson one) {
    long keyA = HashedContexts.key(one, "key_a");
    long keyB = HashedContexts.key(one, "key_b");
    int hash = hash(one);
    Comparison comparison = new Comparison();
    comparison.same("context_hash", hash & WORD, one.integer("context_hash", 0, WORD));
    long value = new Coin(keyA, keyB, 0.5).value(hash);
    comparison.same("coin", value, one.integer("coin", 0, WORD));
    StrictJson shares = one.object("use_key_a");
    for (String share : shares.names()) {
      boolean isKeyA = new Coin(keyA, keyB, share(shares, share)).isKeyA(hash);
      comparison.same("use_key_a at " + share, isKeyA, shares.flag(share));
    }
    return comparison.result();
  }

  private static double share(StrictJson shares, String name) {
    if (!name.matches("0\\.[0-9]{1,17}|[1-9](\\.[0-9]{1,17})?e-[0-9]{1,3}")) {
      throw new BadInputException(
          shares.where() + "/" + name, "must be named by a decimal strictly between 0 and 1");
    }
    return Double.parseDouble(name);
  }

  /** The embedding side: the largest ln(u) / p wins, the lowest id of equals. */
  private static Optional<String> select(VectorFile file, StrictJson one) {
    MurmurDraw draw = new MurmurDraw(one.word("key_signed64"));
    int hash = hash(one);
    double[] probabilities = one.numbers("probabilities_f32");
    int selected = 0;
    double best = Double.NEGATIVE_INFINITY;
    for (int token = 0; token < probabilities.length; token++) {
      if (probabilities[token] <= 0) {
        continue;
      }
      double uniform = MurmurDraw.uniform(draw.word(hash, token));
      double score = StrictMath.log(uniform) / probabilities[token];
      if (score > best) {
        best = score;
        selected = token;
      }
    }
    Comparison comparison = new Comparison();
    comparison.same("selected", selected, one.integer("selected", 0, Integer.MAX_VALUE));
    return comparison.result();
  }

  private static Optional<String> survival(VectorFile file, StrictJson one) {
    long shape = one.integer("shape", 1, Integer.MAX_VALUE);
    double lnP = GammaTail.lnQ(shape, one.number("score"));
    Comparison comparison = new Comparison();
    comparison.close(
        "log_p", lnP, one.number("log_p"), DocumentCheck.LOGARITHMS, DocumentCheck.LOGARITHMS);
    return comparison.result();
  }

  private static int hash(StrictJson one) {
    long[] context = one.integers("context", 0, WORD);
    int[] words = new int[context.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = (int) context[i];
    }
    return Murmur3.hash(words, 0, words.length);
  }
}
