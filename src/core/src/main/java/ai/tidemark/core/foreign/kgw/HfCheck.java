package ai.tidemark.core.foreign.kgw;

import ai.tidemark.core.check.CaseCheck;
import ai.tidemark.core.check.Comparison;
import ai.tidemark.core.check.ProfileCheck;
import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.foreign.seeded.GreenShare;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.core.prf.Randperm;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Known answers of transformers' green lists and detectors. */
public final class HfCheck implements ProfileCheck {
  private static final String CURRENT = "5.23";

  @Override
  public String profile() {
    return HfProfile.ID;
  }

  @Override
  public Map<String, CaseCheck> kinds() {
    return Map.of(
        "fixed_table", (_, one) -> table(one, "hashing_key"),
        "torch_randperm", (_, one) -> permutation(one),
        "greenlist", (_, one) -> list(one),
        "document", (_, one) -> document(one),
        "p_from_z", (_, one) -> tail(one));
  }

  /** Compares a table of 1,000,003 places. */
  static Optional<String> table(StrictJson one, String seed) {
    one.integer("size", HashTable.SIZE, HashTable.SIZE);
    int[] table = new HashTable((int) one.word(seed)).permutation();
    return new Comparison()
        .same("first16", Arrays.copyOf(table, 16), one.ids("first16"))
        .same("last8", Arrays.copyOfRange(table, table.length - 8, table.length), one.ids("last8"))
        .same("sha256_int32_le", Comparison.sha256(table), one.text("sha256_int32_le"))
        .result();
  }

  private static Optional<String> permutation(StrictJson one) {
    int[] got = Randperm.whole((int) one.word("seed"), (int) one.integer("n", 1, 1 << 24));
    return new Comparison().same("perm", got, one.ids("perm")).result();
  }

  private static HfKey key(StrictJson one, boolean distinct, int begin) {
    GreenShare share = GreenShare.read(one, "greenlist_ratio");
    boolean selfHash = one.text("seeding_scheme", "lefthash|selfhash").equals("selfhash");
    int width = (int) one.integer("context_width", 1, 64);
    return new HfScheme(share, selfHash, width, distinct, begin).keyed(one.word("hashing_key"));
  }

  private static Optional<String> list(StrictJson one) {
    HfKey key = key(one, false, -1);
    HfScheme scheme = (HfScheme) key.scheme();
    int[] window = Flags.tokens(one, "window", scheme.selfHash() ? scheme.contextWidth() : 1);
    int[] tuple = new int[scheme.width()];
    if (scheme.selfHash()) {
      int width = scheme.contextWidth();
      System.arraycopy(window, window.length - width, tuple, 0, width);
    } else {
      tuple[0] = window[window.length - 1];
      tuple[1] = window[window.length - 1];
    }
    long seed = key.seed(tuple, 0);
    int[] list = scheme.lists().first((int) seed);
    return new Comparison()
        .same("seed_after_mod", seed, one.word("seed_after_mod"))
        .same("greenlist_size", list.length, one.integer("greenlist_size", 0, Integer.MAX_VALUE))
        .same("first16", Arrays.copyOf(list, 16), one.ids("first16"))
        .same(
            "last4",
            Arrays.copyOfRange(list, Math.max(0, list.length - 4), list.length),
            one.ids("last4"))
        .same(
            "ordered_sha256_int32_le", Comparison.sha256(list), one.text("ordered_sha256_int32_le"))
        .same(
            "mask_sha256", Flags.sha256(list, scheme.share().vocabulary()), one.text("mask_sha256"))
        .same(
            "last_window_token_is_green",
            key.score(tuple, 0) == 1,
            one.flag("last_window_token_is_green"))
        .result();
  }

  /** Two files hold documents: of the newest version, and of the older ones by their name. */
  private static Optional<String> document(StrictJson one) {
    boolean distinct = one.flag("ignore_repeated_ngrams");
    int begin = (int) one.integer("bos_token_id", -1, Integer.MAX_VALUE);
    HfKey key = key(one, distinct, begin);
    int[] ids = one.ids("tokens");
    String version = one.optionalText("transformers").orElse(CURRENT);
    OriginalFinding found = key.asOriginal(version, ids, ids.length);
    double z = found.z().orElseThrow();
    Comparison comparison =
        new Comparison()
            .same(
                "num_tokens_scored", found.scored(), one.integer("num_tokens_scored", 0, 1L << 40))
            .same(
                "num_green_tokens",
                (long) found.score(),
                one.integer("num_green_tokens", 0, 1L << 40))
            .close("z_score", z, one.number("z_score"), 1e-12, 1e-14)
            .close("p_value", found.p().orElseThrow(), one.number("p_value"), 1e-12, 1e-15);
    if (!one.has("transformers")) {
      one.ignore("name");
      int first = ((HfScheme) key.scheme()).windows().first();
      comparison
          .close(
              "green_fraction",
              found.score() / found.scored(),
              one.number("green_fraction"),
              1e-12,
              0)
          .same("prediction_z_gt_3", z > 3, one.flag("prediction_z_gt_3"))
          .same(
              "first_scored_position_after_bos",
              first,
              one.integer("first_scored_position_after_bos", 0, 64))
          .same("green_by_position", Flags.of(key, ids), one.bits("green_by_position"));
    }
    return comparison.result();
  }

  private static Optional<String> tail(StrictJson one) {
    String version = one.text("transformers");
    double[] z = one.numbers("z");
    double[] p = new double[z.length];
    HfKey any = new HfScheme(GreenShare.of("", 4, 0.25, false), false, 1, true, -1).keyed(1);
    for (int i = 0; i < z.length; i++) {
      p[i] = any.p(version, z[i]);
    }
    return new Comparison().close("p", p, one.numbers("p"), 1e-12, 1e-15).result();
  }
}
