package ai.tidemark.scan.state;

import ai.tidemark.core.gumbel.Coin;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Draws;
import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.scheme.Contexts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Evidence of many keys on the same tuples under one coin. Sums are exact, so any number of threads
 * and any order give the same bits.
 *
 * @param fleet evidence on the fleet tier, in the order of the keys
 * @param tenant evidence on the tenant tier, in the order of the keys
 */
public record CorpusScores(List<Evidence> fleet, List<Evidence> tenant) {
  private static final int RUN = 1 << 15;

  /** Validates. */
  public CorpusScores {
    fleet = List.copyOf(fleet);
    tenant = List.copyOf(tenant);
  }

  /**
   * Which keys score which tier.
   *
   * @param contexts widths and shares
   * @param coinOwner the fleet key that the coin is derived from
   * @param fleet keys for the fleet tier
   * @param tenant keys for the tenant tier; tuples of that tier are passed over if empty
   */
  public record Keys(
      Contexts.Coined contexts, DrawKey coinOwner, List<DrawKey> fleet, List<DrawKey> tenant) {}

  /**
   * Scores a corpus. If {@code stop} comes to say true, or this thread is interrupted, the result
   * is of no use.
   *
   * @param level sampling level to score at
   * @param workers threads
   */
  public static CorpusScores of(
      TupleSource tuples, int level, Keys keys, int workers, BooleanSupplier stop) {
    AtomicInteger next = new AtomicInteger();
    List<Sums> parts =
        Workers.run(
            workers,
            interrupted -> {
              BooleanSupplier ends = () -> stop.getAsBoolean() || interrupted.getAsBoolean();
              Sums sums = new Sums(keys);
              int partition = next.getAndIncrement();
              while (partition < tuples.partitions() && !ends.getAsBoolean()) {
                tuples.forEach(
                    partition,
                    level,
                    RUN,
                    (hi, lo, n) -> {
                      if (!ends.getAsBoolean()) {
                        sums.add(hi, lo, n);
                      }
                    });
                partition = next.getAndIncrement();
              }
              return sums;
            });
    CorpusScores total = none(keys);
    for (Sums part : parts) {
      total = new CorpusScores(plus(total.fleet, part.fleet), plus(total.tenant, part.tenant));
    }
    return total;
  }

  private static CorpusScores none(Keys keys) {
    return new CorpusScores(
        Collections.nCopies(keys.fleet().size(), Evidence.NONE),
        Collections.nCopies(keys.tenant().size(), Evidence.NONE));
  }

  private static List<Evidence> plus(List<Evidence> a, List<Evidence> b) {
    List<Evidence> sum = new ArrayList<>(a.size());
    for (int i = 0; i < a.size(); i++) {
      sum.add(a.get(i).plus(b.get(i)));
    }
    return sum;
  }

  /** The sums of one thread. */
  private static final class Sums {
    private final Coin coin;
    private final List<Draws> fleetDraws;
    private final List<Draws> tenantDraws;
    private final List<Evidence> fleet;
    private final List<Evidence> tenant;

    Sums(Keys keys) {
      try (DrawKey coinKey = keys.coinOwner().coinKey()) {
        coin = new Coin(keys.contexts(), coinKey);
      }
      fleetDraws = keys.fleet().stream().map(Draws::bulk).toList();
      tenantDraws = keys.tenant().stream().map(Draws::bulk).toList();
      CorpusScores none = none(keys);
      fleet = new ArrayList<>(none.fleet);
      tenant = new ArrayList<>(none.tenant);
    }

    void add(long[] hi, long[] lo, int n) {
      Coin.Routed routed = coin.route(hi, lo, 0, n);
      for (int k = 0; k < fleetDraws.size(); k++) {
        fleet.set(k, fleet.get(k).plus(routed.fleet().evidence(fleetDraws.get(k))));
      }
      for (int k = 0; k < tenantDraws.size(); k++) {
        tenant.set(k, tenant.get(k).plus(routed.tenant().evidence(tenantDraws.get(k))));
      }
    }
  }
}
