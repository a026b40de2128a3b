package ai.tidemark.scan.inference;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The keys one scan asks about. Every key of every era is a hypothesis of its own and is paid for.
 *
 * @param eras at least one, names and fleet keys all different
 */
public record ScanKeys(List<EraKeys> eras) {
  /** Validates. */
  public ScanKeys {
    eras = List.copyOf(eras);
    if (eras.isEmpty()) {
      throw new IllegalArgumentException("eras must not be empty");
    }
    Set<String> names = new HashSet<>();
    Set<String> ids = new HashSet<>();
    for (EraKeys era : eras) {
      if (!names.add(era.era())) {
        throw new IllegalArgumentException("era " + era.era() + " is named twice");
      }
      if (!ids.add(era.fleet().id())) {
        throw new IllegalArgumentException("era " + era.era() + " has the fleet key of another");
      }
    }
  }

  /** The keys of some eras. */
  public static ScanKeys of(EraKeys... eras) {
    return new ScanKeys(List.of(eras));
  }

  /** Returns how many keys there are. */
  public int count() {
    return eras.stream().mapToInt(era -> 1 + era.tenants().size()).sum();
  }
}
