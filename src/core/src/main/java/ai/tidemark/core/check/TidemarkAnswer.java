package ai.tidemark.core.check;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Marker;
import ai.tidemark.core.gumbel.Tier;
import ai.tidemark.core.json.StrictJson;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One answer of a known-answer file, chosen again step by step: whether each position is keyed, and
 * which token a keyed one takes. Plain choices are forced to the token of the file.
 */
final class TidemarkAnswer {
  private TidemarkAnswer() {}

  static Optional<String> differs(StrictJson one) {
    Comparison differences = new Comparison();
    Forced plain = new Forced();
    int keyed = 0;
    try (DrawKey fleet = TidemarkCheck.key(one, "fleetKey");
        DrawKey tenant = TidemarkCheck.key(one, "tenantKey")) {
      Marker marker = new Marker(TidemarkCheck.contexts(one), fleet, tenant, plain);
      for (StrictJson step : one.objects("steps")) {
        int[] candidates = step.ids("candidates");
        double[] q = step.numbers("q");
        int token = (int) step.integer("token", 0, Integer.MAX_VALUE);
        boolean expected = step.flag("keyed");
        step.end();
        keyed += expected ? 1 : 0;
        plain.force(q, indexOf(step, candidates, token));
        if (q.length != candidates.length) {
          throw new BadInputException(step.where() + "/q", "must hold one value per candidate");
        }
        int chosen = marker.choose(candidates, q, q.length);
        differences.note(
            step.where(), marker.lastWasKeyed() == expected && candidates[chosen] == token);
        if (candidates[chosen] != token) {
          break; // what follows depends on it
        }
      }
      int positions = marker.keyedPositions(Tier.FLEET) + marker.keyedPositions(Tier.TENANT);
      differences.note("keyed", positions == keyed);
    }
    return differences.result();
  }

  private static int indexOf(StrictJson step, int[] candidates, int token) {
    for (int j = 0; j < candidates.length; j++) {
      if (candidates[j] == token) {
        return j;
      }
    }
    throw new BadInputException(step.where() + "/token", "is not one of the candidates");
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
      next = (before + (index < q.length ? q[index] : 0) / 2) / total;
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
