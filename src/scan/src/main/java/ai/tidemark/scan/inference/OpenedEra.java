package ai.tidemark.scan.inference;

import ai.tidemark.core.gumbel.DrawKey;
import java.util.List;
import java.util.Optional;

/**
 * The keys of an era as far as somebody holds them. The coin key alone tells which tuples are
 * counted and in which tier, so with it a tenant's key can be scored without the fleet's.
 *
 * @param era its name
 * @param coin the coin key; {@link #close} wipes it
 * @param fleet the fleet key, if it is held; it stays its owner's
 * @param tenants tenant keys that are held; they stay their owner's
 */
public record OpenedEra(String era, DrawKey coin, Optional<NamedKey> fleet, List<NamedKey> tenants)
    implements AutoCloseable {
  /** Copies the list. */
  public OpenedEra {
    tenants = List.copyOf(tenants);
  }

  /** All keys of an era. */
  public static OpenedEra of(EraKeys keys) {
    return new OpenedEra(
        keys.era(), keys.fleet().key().coinKey(), Optional.of(keys.fleet()), keys.tenants());
  }

  /**
   * The coin key of an era without its fleet key.
   *
   * @param coin taken over
   */
  public static OpenedEra ofCoin(String era, DrawKey coin, List<NamedKey> tenants) {
    return new OpenedEra(era, coin, Optional.empty(), tenants);
  }

  @Override
  public void close() {
    coin.close();
  }
}
