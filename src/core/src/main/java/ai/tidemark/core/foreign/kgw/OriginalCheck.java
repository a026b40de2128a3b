package ai.tidemark.core.foreign.kgw;

import ai.tidemark.core.check.CaseCheck;
import ai.tidemark.core.check.Comparison;
import ai.tidemark.core.check.ProfileCheck;
import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.foreign.seeded.GreenShare;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.core.prf.TorchSeeds;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Known answers of lm-watermarking's seeds, green lists and detector. */
public final class OriginalCheck implements ProfileCheck {
  private static final int NOT_DROPPED = -1;

  @Override
  public String profile() {
    return OriginalProfile.ID;
  }

  @Override
  public Map<String, CaseCheck> kinds() {
    return Map.of(
        "fixed_table", (_, one) -> HfCheck.table(one, "seed"),
        "seed", (_, one) -> seed(one),
        "greenlist", (_, one) -> list(one),
        "document", (_, one) -> document(one));
  }

  private static Optional<String> seed(StrictJson one) {
    Prf prf = SeedingScheme.prf(one.where() + "/prf", one.text("prf"));
    int[] context = Flags.tokens(one, "context", prf.shortest());
    long got = prf.seed(context, 0, context.length, one.word("hash_key"));
    return new Comparison().same("seed", got, one.word("seed")).result();
  }

  private static OriginalKey key(StrictJson one, boolean distinct) {
    SeedingScheme seeding =
        SeedingScheme.of(one.where() + "/seeding_scheme", one.text("seeding_scheme"));
    GreenShare share = GreenShare.read(one, "gamma");
    return new OriginalScheme(share, seeding, distinct, NOT_DROPPED).keyed(one.word("hash_key"));
  }

  private static Optional<String> list(StrictJson one) {
    OriginalKey key = key(one, true);
    SeedingScheme seeding = ((OriginalScheme) key.scheme()).seeding();
    int[] context = Flags.tokens(one, "context", seeding.contextWidth());
    long seed = seeding.prf().seed(context, 0, context.length, one.word("hash_key"));
    int[] list = key.scheme().lists().first((int) TorchSeeds.reduce(seed));
    int last = context[context.length - 1];
    boolean green = key.scheme().lists().contains((int) TorchSeeds.reduce(one.word("seed")), last);
    return new Comparison()
        .same("prf", SeedingScheme.nameOf(seeding.prf()), one.text("prf"))
        .same("seed", seed, one.word("seed"))
        .same("greenlist_size", list.length, one.integer("greenlist_size", 0, Integer.MAX_VALUE))
        .same("first12_in_order", Arrays.copyOf(list, 12), one.ids("first12_in_order"))
        .same(
            "mask_sha256",
            Flags.sha256(list, key.scheme().share().vocabulary()),
            one.text("mask_sha256"))
        .same("last_token_is_green", green, one.flag("last_token_is_green"))
        .result();
  }

  private static Optional<String> document(StrictJson one) {
    OriginalKey key = key(one, one.flag("ignore_repeated_ngrams"));
    SeedingScheme seeding = ((OriginalScheme) key.scheme()).seeding();
    int[] ids = one.ids("tokens");
    OriginalFinding found = key.asOriginal(key.originals().getFirst(), ids, ids.length);
    double z = found.z().orElseThrow();
    one.ignore("name");
    return new Comparison()
        .same("context_width", seeding.contextWidth(), one.integer("context_width", 1, 64))
        .same("self_salt", seeding.selfSalt(), one.flag("self_salt"))
        .same(
            "first_scored_position",
            key.scheme().windows().first(),
            one.integer("first_scored_position", 0, 64))
        .same("num_tokens_scored", found.scored(), one.integer("num_tokens_scored", 0, 1L << 40))
        .same(
            "num_green_tokens", (long) found.score(), one.integer("num_green_tokens", 0, 1L << 40))
        .close(
            "green_fraction",
            found.score() / found.scored(),
            one.number("green_fraction"),
            1e-12,
            0)
        .close("z_score", z, one.number("z_score"), 1e-12, 1e-14)
        .close("p_value", found.p().orElseThrow(), one.number("p_value"), 1e-12, 0)
        .same("prediction_z_gt_4", z > 4, one.flag("prediction_z_gt_4"))
        .same("green_by_position", Flags.of(key, ids), one.bits("green_by_position"))
        .result();
  }
}
