package ai.tidemark.core.gumbel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.core.vectors.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** All known answers of tidemark-gumbel-aes-v1.json, made by a program that shares no code. */
final class VectorsTest {
  private static final JsonNode ROOT = Vectors.read("tidemark-gumbel-aes-v1");
  private static final List<Function<DrawKey, Draws>> KERNELS = List.of(Draws::scalar, Draws::bulk);

  @Test
  void blocksAndWords() {
    for (JsonNode row : ROOT.get("blocks")) {
      int domain = domain(row.get("domain").textValue());
      int[] slots = Vectors.ints(row.get("slots"));
      int[] ids = new int[Math.max(1, slots.length)];
      for (int i = 0; i < slots.length; i++) {
        ids[ids.length - 1 - i] = slots[i]; // slot 0 is the candidate, the last of the gram
      }
      long hi = Block.hi(domain, ids, ids.length - 1, ids.length - 1);
      long lo = Block.lo(ids, ids.length - 1, ids.length - 1);
      HexFormat hex = HexFormat.of();
      assertThat(hex.toHexDigits(hi) + hex.toHexDigits(lo)).isEqualTo(row.get("block").textValue());
      assertThat(Block.domain(hi)).isEqualTo(domain);
      for (Function<DrawKey, Draws> kernel : KERNELS) {
        long word = kernel.apply(Doc.key(row.get("key"))).word(hi, lo);
        assertThat(hex.toHexDigits(word)).isEqualTo(row.get("aes").textValue().substring(0, 16));
      }
    }
    assertThat(ROOT.get("blocks").size()).isEqualTo(7);
  }

  @Test
  void coinKeys() {
    for (JsonNode row : ROOT.get("coinKeys")) {
      assertThat(Doc.key(row.get("fleetKey")).coinKey()).isEqualTo(Doc.key(row.get("coinKey")));
    }
    assertThat(ROOT.get("coinKeys").size()).isEqualTo(5);
  }

  @Test
  void documentsPositionByPosition() {
    int seen = 0;
    for (JsonNode row : ROOT.get("documents")) {
      Contexts.Coined contexts = Doc.contexts(row.get("profile"));
      DrawKey fleet = Doc.key(row.get("fleetKey"));
      Draws fleetDraws = Draws.bulk(fleet);
      Draws tenantDraws = Draws.scalar(Doc.key(row.get("tenantKey")));
      Coin coin = new Coin(contexts, fleet.coinKey());
      int[] ids = Vectors.ints(row.get("ids"));
      TupleSet counted = new TupleSet(1);
      int scored = 0;
      for (JsonNode position : row.get("positions")) {
        int i = position.get("i").intValue();
        if (!position.get("scored").booleanValue()) {
          continue;
        }
        scored++;
        long coinWord = coin.word(Block.lo(ids, i, 2));
        assertThat(coinWord >>> 32).isEqualTo(position.get("coin").get(0).longValue());
        assertThat(coinWord & 0xFFFF_FFFFL).isEqualTo(position.get("coin").get(1).longValue());
        int domain = coin.domain(coinWord);
        assertThat(domain).isEqualTo(domain(position.get("domain").textValue()));
        Tier tier = coin.tier(coinWord);
        assertThat(tier.name()).isEqualToIgnoringCase(position.get("tier").textValue());
        long hi = Block.hi(domain, ids, i, coin.width(domain));
        long lo = Block.lo(ids, i, coin.width(domain));
        long word = (tier == Tier.FLEET ? fleetDraws : tenantDraws).word(hi, lo);
        assertThat(Long.toUnsignedString(word)).isEqualTo(position.get("w").textValue());
        assertThat(Score.of(word)).isEqualTo(Long.parseLong(position.get("s").textValue()));
        assertThat(counted.add(hi, lo)).isEqualTo(position.get("counted").booleanValue());
      }
      assertThat(Grams.forEach(contexts, ids, ids.length, (_, _) -> {})).isEqualTo(scored);
      seen += scored;
    }
    assertThat(seen).isGreaterThan(1000);
  }

  @Test
  void evidenceOfDocuments() {
    for (JsonNode row : ROOT.get("documents")) {
      Contexts.Coined contexts = Doc.contexts(row.get("profile"));
      DrawKey fleetKey = Doc.key(row.get("fleetKey"));
      DrawKey tenantKey = Doc.key(row.get("tenantKey"));
      Coin.Routed routed = Doc.route(contexts, fleetKey, Vectors.ints(row.get("ids")));
      for (Function<DrawKey, Draws> kernel : KERNELS) {
        Evidence fleet = routed.fleet().evidence(kernel.apply(fleetKey));
        Evidence tenant = routed.tenant().evidence(kernel.apply(tenantKey));
        assertEvidence(fleet, row.get("evidence").get("fleet"));
        assertEvidence(tenant, row.get("evidence").get("tenant"));
        assertEvidence(fleet.plus(tenant), row.get("evidence").get("both"));
        assertEvidence(tenant.plus(fleet), row.get("evidence").get("both"));
      }
    }
  }

  private static void assertEvidence(Evidence evidence, JsonNode expected) {
    assertThat(evidence.n()).isEqualTo(expected.get("n").longValue());
    assertThat(evidence.sum().toBigInteger())
        .isEqualTo(new BigInteger(expected.get("S").textValue()));
    double lnP = Double.parseDouble(expected.get("lnP").textValue());
    assertThat(evidence.lnP()).isCloseTo(lnP, within(1e-13));
    assertThat(evidence.lnBound()).isBetween(evidence.lnP(), 0.0);
  }

  /** Taking the used-context rule out of Marker makes this fail: the second answer has 6 tokens. */
  @Test
  void answersStepByStep() {
    int keyed = 0;
    int refusedForUse = 0;
    for (JsonNode row : ROOT.get("answers")) {
      Forced plain = new Forced();
      Marker marker =
          new Marker(
              Doc.contexts(row.get("profile")),
              Doc.key(row.get("fleetKey")),
              Doc.key(row.get("tenantKey")),
              plain);
      int widest = row.get("profile").get("W").intValue();
      int answerKeyed = 0;
      for (JsonNode step : row.get("steps")) {
        int[] candidates = Vectors.ints(step.get("candidates"));
        double[] q = doubles(step.get("q"));
        plain.force(q, indexOf(candidates, step.get("token").intValue()));
        boolean large = largest(candidates) >= Block.ID_LIMIT;
        boolean early = marker.size() < widest;
        int chosen = marker.choose(candidates, q, q.length);
        boolean expected = step.get("keyed").booleanValue();
        assertThat(marker.lastWasKeyed()).as("step %d", marker.size() - 1).isEqualTo(expected);
        assertThat(candidates[chosen]).isEqualTo(step.get("token").intValue());
        answerKeyed += expected ? 1 : 0;
        refusedForUse += !expected && !large && !early ? 1 : 0;
      }
      assertThat(marker.keyedPositions(Tier.FLEET) + marker.keyedPositions(Tier.TENANT))
          .isEqualTo(answerKeyed);
      keyed += answerKeyed;
    }
    assertThat(keyed).isGreaterThan(60);
    assertThat(refusedForUse).isGreaterThan(10);
  }

  private static int largest(int[] ids) {
    int largest = 0;
    for (int id : ids) {
      largest = Math.max(largest, id);
    }
    return largest;
  }

  private static int indexOf(int[] candidates, int token) {
    for (int j = 0; j < candidates.length; j++) {
      if (candidates[j] == token) {
        return j;
      }
    }
    throw new IllegalArgumentException("token " + token + " is no candidate");
  }

  private static double[] doubles(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).doubleValue();
    }
    return values;
  }

  private static int domain(String name) {
    return List.of("wide", "narrow", "coin", "derivation").indexOf(name);
  }

  /** A plain source that makes a walk through the cumulated q end at one candidate. */
  private static final class Forced implements RandomGenerator {
    private double next;

    void force(double[] q, int index) {
      double before = 0;
      double total = 0;
      for (int j = 0; j < q.length; j++) {
        before += j < index ? q[j] : 0;
        total += q[j];
      }
      next = (before + q[index] / 2) / total;
    }

    @Override
    public double nextDouble() {
      return next;
    }

    @Override
    public long nextLong() {
      throw new UnsupportedOperationException("only nextDouble is forced");
    }
  }
}
