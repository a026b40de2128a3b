package ai.tidemark.scan;

import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.NamedKey;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Keys made from numbers. */
public final class TestKeys {
  private TestKeys() {}

  /** Returns the key of a number. */
  public static DrawKey key(long number) {
    byte[] bytes = new byte[DrawKey.BYTES];
    new SplittableRandom(number).nextBytes(bytes);
    return DrawKey.copyOf(bytes);
  }

  /** Returns the key of a number under a name. */
  public static NamedKey named(String name, long number) {
    return new NamedKey(name, String.format("%016x", number), key(number));
  }

  /** Returns a fleet key and tenants with the numbers that follow. */
  public static EraKeys keys(long fleet, int tenants) {
    List<NamedKey> named = new ArrayList<>();
    for (int t = 1; t <= tenants; t++) {
      named.add(named("tenant-" + t, fleet + t));
    }
    return new EraKeys("era-" + fleet, named("fleet", fleet), named);
  }
}
