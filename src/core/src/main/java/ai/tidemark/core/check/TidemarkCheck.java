package ai.tidemark.core.check;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.gumbel.Block;
import ai.tidemark.core.gumbel.Coin;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Draws;
import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.gumbel.Grams;
import ai.tidemark.core.gumbel.Score;
import ai.tidemark.core.gumbel.Tier;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.core.scheme.Contexts;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Known answers of this project's own scheme: the shape {profile, generator, seed, blocks,
 * coinKeys, scores, documents, answers}, described in docs/formats/tidemark-gumbel-aes-v1.md. Every
 * draw is made by both kernels.
 */
public final class TidemarkCheck implements ProfileCheck {
  /** The profile of these files. */
  public static final String PROFILE = "tidemark-gumbel-aes-v1";

  private static final List<String> DOMAINS = List.of("wide", "narrow", "coin", "derivation");
  private static final int MOST_SLOTS = 7;
  private static final double LN_P_TOLERANCE = 1e-13;
  private static final String HEX_16 = "[0-9a-f]{32}";
  private static final List<Function<DrawKey, Draws>> KERNELS = List.of(Draws::scalar, Draws::bulk);

  @Override
  public String profile() {
    return PROFILE;
  }

  /** Returns the check of the elements of each array; its name is their kind. */
  @Override
  public Map<String, CaseCheck> kinds() {
    Map<String, CaseCheck> kinds = new LinkedHashMap<>();
    kinds.put("blocks", (_, one) -> block(one));
    kinds.put("coinKeys", (_, one) -> coinKey(one));
    kinds.put("scores", (_, one) -> score(one));
    kinds.put("documents", (_, one) -> document(one));
    kinds.put("answers", (_, one) -> TidemarkAnswer.differs(one));
    return kinds;
  }

  private static Optional<String> block(StrictJson one) {
    int domain = domain(one);
    int[] slots = one.ids("slots");
    if (slots.length > MOST_SLOTS) {
      throw new BadInputException(one.where() + "/slots", "must hold at most 7 ids");
    }
    int[] ids = new int[Math.max(1, slots.length)];
    for (int i = 0; i < slots.length; i++) {
      if (slots[i] >= Block.ID_LIMIT) {
        throw new BadInputException(one.where() + "/slots/" + i, "must be below 2^18");
      }
      ids[ids.length - 1 - i] = slots[i]; // slot 0 is the candidate, the last of the gram
    }
    int last = ids.length - 1;
    long hi = Block.hi(domain, ids, last, last);
    long lo = Block.lo(ids, last, last);
    HexFormat hex = HexFormat.of();
    Comparison differences = new Comparison();
    differences.note(
        "block", one.text("block", HEX_16).equals(hex.toHexDigits(hi) + hex.toHexDigits(lo)));
    differences.note("domain", Block.domain(hi) == domain);
    String aes = one.text("aes", HEX_16);
    try (DrawKey key = key(one, "key")) {
      for (Function<DrawKey, Draws> kernel : KERNELS) {
        String word = hex.toHexDigits(kernel.apply(key).word(hi, lo));
        differences.note("aes", aes.startsWith(word));
      }
    }
    return differences.result();
  }

  private static Optional<String> coinKey(StrictJson one) {
    Comparison differences = new Comparison();
    try (DrawKey fleet = key(one, "fleetKey");
        DrawKey actual = fleet.coinKey();
        DrawKey expected = key(one, "coinKey")) {
      differences.note("coinKey", actual.equals(expected));
    }
    return differences.result();
  }

  private static Optional<String> score(StrictJson one) {
    Comparison differences = new Comparison();
    differences.note("s", Score.of(one.word("w")) == one.word("s"));
    return differences.result();
  }

  private static Optional<String> document(StrictJson one) {
    Contexts.Coined contexts = contexts(one);
    Comparison differences = new Comparison();
    try (DrawKey fleet = key(one, "fleetKey");
        DrawKey tenant = key(one, "tenantKey");
        DrawKey coinKey = fleet.coinKey()) {
      int[] ids = ids(one);
      Coin coin = new Coin(contexts, coinKey);
      Positions positions =
          new Positions(contexts, coin, Draws.bulk(fleet), Draws.scalar(tenant), ids);
      int scored = 0;
      int expected = contexts.wide();
      for (StrictJson position : one.objects("positions")) {
        long i = position.integer("i", 0, Integer.MAX_VALUE);
        boolean agrees = i == expected++ && i < ids.length;
        boolean counts = position.flag("scored");
        scored += counts ? 1 : 0;
        if (counts) {
          agrees &= positions.agree(position, agrees ? (int) i : contexts.wide());
        }
        position.end();
        differences.note(position.where(), agrees);
      }
      differences.note("positions", expected == Math.max(contexts.wide(), ids.length));
      TupleSet tuples = new TupleSet(0);
      differences.note("scored", Grams.forEach(contexts, ids, ids.length, tuples::add) == scored);
      Coin.Routed routed = coin.route(tuples.hi(), tuples.lo(), 0, tuples.size());
      StrictJson evidence = one.object("evidence");
      for (Function<DrawKey, Draws> kernel : KERNELS) {
        Evidence ofFleet = routed.fleet().evidence(kernel.apply(fleet));
        Evidence ofTenant = routed.tenant().evidence(kernel.apply(tenant));
        differences.note("evidence/fleet", agrees(ofFleet, evidence.object("fleet")));
        differences.note("evidence/tenant", agrees(ofTenant, evidence.object("tenant")));
        differences.note("evidence/both", agrees(ofFleet.plus(ofTenant), evidence.object("both")));
      }
      evidence.end();
    }
    return differences.result();
  }

  private static boolean agrees(Evidence evidence, StrictJson expected) {
    boolean agrees =
        evidence.n() == expected.integer("n", 0, Long.MAX_VALUE)
            && evidence.sum().toBigInteger().equals(expected.decimal("S"));
    double lnP = real(expected, "lnP");
    expected.ignore("S");
    expected.end();
    double slack = LN_P_TOLERANCE * Math.max(1, Math.abs(lnP));
    return agrees
        && Math.abs(evidence.lnP() - lnP) <= slack
        && evidence.lnBound() >= evidence.lnP()
        && evidence.lnBound() <= 0;
  }

  private static double real(StrictJson one, String name) {
    return Double.parseDouble(one.text(name, "-?[0-9]+(\\.[0-9]+)?(e[+-]?[0-9]+)?"));
  }

  static DrawKey key(StrictJson one, String name) {
    return DrawKey.copyOf(HexFormat.of().parseHex(one.text(name, HEX_16)));
  }

  private static int domain(StrictJson one) {
    String name = one.text("domain");
    int domain = DOMAINS.indexOf(name);
    if (domain < 0) {
      throw new BadInputException(one.where() + "/domain", "must be one of " + DOMAINS);
    }
    return domain;
  }

  /** Reads the field {@code profile}: two widths, two shares. */
  static Contexts.Coined contexts(StrictJson one) {
    StrictJson profile = one.object("profile");
    int wide = (int) profile.integer("W", 3, 6);
    int narrow = (int) profile.integer("N", 2, wide - 1L);
    long narrowShare = profile.integer("narrow", 0, Contexts.Coined.ONE);
    long fleetShare = profile.integer("fleet", 0, Contexts.Coined.ONE);
    profile.end();
    return new Contexts.Coined(wide, narrow, narrowShare, fleetShare);
  }

  private static int[] ids(StrictJson one) {
    return one.ids("ids");
  }

  /** Recomputes one document position by position. */
  private static final class Positions {
    private final Contexts.Coined contexts;
    private final Coin coin;
    private final Draws fleet;
    private final Draws tenant;
    private final int[] ids;
    private final TupleSet counted = new TupleSet(1);

    Positions(Contexts.Coined contexts, Coin coin, Draws fleet, Draws tenant, int[] ids) {
      this.contexts = contexts;
      this.coin = coin;
      this.fleet = fleet;
      this.tenant = tenant;
      this.ids = ids;
    }

    /** Reads every field of a scored position and returns whether all agree. */
    boolean agree(StrictJson position, int i) {
      long[] halves = position.integers("coin", 0, 0xFFFF_FFFFL);
      int expectedDomain = domain(position);
      String expectedTier = position.text("tier", "fleet|tenant");
      long expectedWord = position.word("w");
      long expectedScore = position.word("s");
      boolean expectedNew = position.flag("counted");
      if (i >= ids.length || !fits(i)) {
        return false;
      }
      long coinWord = coin.word(Block.lo(ids, i, 2));
      int domain = coin.domain(coinWord);
      Tier tier = coin.tier(coinWord);
      long hi = Block.hi(domain, ids, i, coin.width(domain));
      long lo = Block.lo(ids, i, coin.width(domain));
      long word = (tier == Tier.FLEET ? fleet : tenant).word(hi, lo);
      boolean isNew = counted.add(hi, lo);
      return halves.length == 2
          && coinWord >>> 32 == halves[0]
          && (coinWord & 0xFFFF_FFFFL) == halves[1]
          && domain == expectedDomain
          && tier.name().toLowerCase(Locale.ROOT).equals(expectedTier)
          && word == expectedWord
          && Score.of(word) == expectedScore
          && isNew == expectedNew;
    }

    private boolean fits(int i) {
      for (int k = 0; k <= contexts.wide(); k++) {
        if (ids[i - k] >= Block.ID_LIMIT) {
          return false;
        }
      }
      return true;
    }
  }
}
