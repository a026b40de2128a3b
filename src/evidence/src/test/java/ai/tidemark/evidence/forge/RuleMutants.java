package ai.tidemark.evidence.forge;

import java.util.function.Consumer;

/** All bundles that break one rule each. */
public final class RuleMutants {
  private RuleMutants() {}

  /** Pushes every mutant. */
  public static void push(Consumer<Mutant> sink) {
    ArchiveMutants.push(sink);
    EnvelopeMutants.push(sink);
    LogMutants.push(sink);
    KeyMutants.push(sink);
    EraMutants.push(sink);
    PlanMutants.push(sink);
    ChargeMutants.push(sink);
    NumberMutants.push(sink);
    ShapeMutants.pushCustody(sink);
  }
}
