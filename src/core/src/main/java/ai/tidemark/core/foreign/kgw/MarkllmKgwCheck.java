package ai.tidemark.core.foreign.kgw;

import ai.tidemark.core.check.CaseCheck;
import ai.tidemark.core.check.Comparison;
import ai.tidemark.core.check.ProfileCheck;
import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.foreign.seeded.GreenShare;
import ai.tidemark.core.json.StrictJson;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Known answers of MarkLLM's KGW. */
public final class MarkllmKgwCheck implements ProfileCheck {
  @Override
  public String profile() {
    return MarkllmKgwProfile.ID;
  }

  @Override
  public Map<String, CaseCheck> kinds() {
    return Map.of(
        "greenlist", (_, one) -> list(one),
        "greenlist_self", (_, one) -> selfList(one),
        "document", (_, one) -> document(one));
  }

  private static MarkllmKey key(StrictJson one, boolean self) {
    GreenShare share = GreenShare.read(one, "gamma");
    int prefix = (int) one.integer("prefix_length", 1, 64);
    return new MarkllmScheme(share, prefix, MarkllmScheme.fold(one), self)
        .keyed(one.word("hash_key"));
  }

  /** Returns the tuple of a context and a token. */
  private static int[] tuple(MarkllmKey key, int[] context, int token) {
    int[] ids = Arrays.copyOf(context, context.length + 1);
    ids[context.length] = token;
    int[] tuple = new int[key.scheme().width()];
    key.scheme().windows().copier().copy(ids, context.length, tuple);
    return tuple;
  }

  private static Optional<String> list(StrictJson one) {
    MarkllmKey key = key(one, false);
    int[] tuple = tuple(key, Flags.tokens(one, "context", key.scheme().windows().first()), 0);
    long seed = key.seed(tuple, 0);
    int[] list = key.scheme().lists().first((int) seed);
    return new Comparison()
        .same("f", key.f(tuple, 0), one.integer("f", 0, Integer.MAX_VALUE))
        .same("seed", seed, one.word("seed"))
        .same("prf_first8", Arrays.copyOf(key.permutation(), 8), one.ids("prf_first8"))
        .same("greenlist_size", list.length, one.integer("greenlist_size", 0, Integer.MAX_VALUE))
        .same("first12_in_order", Arrays.copyOf(list, 12), one.ids("first12_in_order"))
        .same(
            "ordered_sha256_int32_le", Comparison.sha256(list), one.text("ordered_sha256_int32_le"))
        .result();
  }

  private static Optional<String> selfList(StrictJson one) {
    MarkllmKey key = key(one, true);
    int[] context = Flags.tokens(one, "context", key.scheme().windows().first());
    int[] green =
        IntStream.range(0, key.scheme().share().vocabulary())
            .filter(token -> key.score(tuple(key, context, token), 0) == 1)
            .toArray();
    return new Comparison().same("green_ids", green, one.ids("green_ids")).result();
  }

  private static Optional<String> document(StrictJson one) {
    MarkllmKey key = key(one, one.text("window_scheme", "left|self").equals("self"));
    int[] ids = one.ids("tokens");
    OriginalFinding found = key.asOriginal(key.originals().getFirst(), ids, ids.length);
    double z = found.z().orElseThrow();
    one.ignore("name");
    return new Comparison()
        .same(
            "first_scored_position",
            key.scheme().windows().first(),
            one.integer("first_scored_position", 0, 64))
        .same("num_scored", found.scored(), one.integer("num_scored", 0, 1L << 40))
        .same("num_green", (long) found.score(), one.integer("num_green", 0, 1L << 40))
        .same("green_by_position", Flags.of(key, ids), one.bits("green_by_position"))
        .close("z_score", z, one.number("z_score"), 1e-12, 1e-14)
        .same("is_watermarked_z_gt_4", z > 4, one.flag("is_watermarked_z_gt_4"))
        .result();
  }
}
