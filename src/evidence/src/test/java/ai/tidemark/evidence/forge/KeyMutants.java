package ai.tidemark.evidence.forge;

import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.plan.Plan;
import ai.tidemark.evidence.plan.PlanEra;
import ai.tidemark.keys.record.Activate;
import ai.tidemark.keys.store.Openings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Keys opened that are not the ones committed to. */
public final class KeyMutants extends Forgeries {
  private KeyMutants(Consumer<Mutant> sink) {
    super(sink);
  }

  /** Pushes every mutant. */
  public static void push(Consumer<Mutant> sink) {
    KeyMutants mutants = new KeyMutants(sink);
    mutants.openings();
    mutants.commitments();
  }

  private void opened(Code code, String name, UnaryOperator<Openings.Era> change) {
    forged(
        code,
        name,
        f -> f.openings = new Openings(List.of(change.apply(f.openings.eras().getFirst()))));
  }

  private static Openings.Era with(Openings.Era era, List<Openings.Tenant> tenants) {
    return new Openings.Era(era.era(), era.eraRecord(), era.deployment(), era.fleet(), tenants);
  }

  private static Openings.Era with(Openings.Era era, Openings.Fleet fleet) {
    return new Openings.Era(era.era(), era.eraRecord(), era.deployment(), fleet, era.tenants());
  }

  private void openings() {
    opened(
        Code.OPENING_ERA,
        "another deployment",
        e -> new Openings.Era(e.era(), e.eraRecord(), "example-us", e.fleet(), e.tenants()));
    opened(
        Code.OPENING_ERA,
        "another name of the era",
        e -> new Openings.Era("2026Q3", e.eraRecord(), e.deployment(), e.fleet(), e.tenants()));
    opened(
        Code.OPENING_TAG,
        "tenants swapped",
        e -> {
          Openings.Tenant a = e.tenants().get(0);
          Openings.Tenant b = e.tenants().get(1);
          return with(
              e,
              List.of(
                  new Openings.Tenant(a.name(), b.tagSalt(), b.tag(), b.seed()),
                  new Openings.Tenant(b.name(), a.tagSalt(), a.tag(), a.seed())));
        });
    opened(
        Code.OPENING_TAG,
        "a tenant accused under another name",
        e -> {
          Openings.Tenant a = e.tenants().get(0);
          return with(e, List.of(new Openings.Tenant("abel", a.tagSalt(), a.tag(), a.seed())));
        });
    opened(
        Code.KEY_NOT_COMMITTED,
        "another fleet seed",
        e -> {
          Openings.Fleet.Key key = (Openings.Fleet.Key) e.fleet();
          return with(
              e, new Openings.Fleet.Key(Forge.flipped(key.seed(), 3), key.tag(), key.tagSalt()));
        });
    opened(
        Code.KEY_NOT_COMMITTED,
        "another tenant's seed",
        e -> {
          Openings.Tenant a = e.tenants().get(0);
          Openings.Tenant b = e.tenants().get(1);
          return with(e, List.of(new Openings.Tenant(a.name(), a.tagSalt(), a.tag(), b.seed()), b));
        });
    opened(
        Code.COIN_NOT_COMMITTED,
        "another coin",
        e -> with(e, new Openings.Fleet.Coin(new byte[16])));
    forged(
        Code.COIN_NOT_COMMITTED,
        "an activation of another coin",
        f -> {
          Activate old = (Activate) f.log.get(f.activate);
          f.log.set(
              f.activate,
              new Activate(old.time(), old.era(), old.eraRecord(), old.beacon(), "34".repeat(32)));
        });
  }

  private void commitments() {
    forged(
        Code.COMMITMENTS_FORMAT,
        "half a leaf",
        f -> f.commitments.set(0, Arrays.copyOf(f.commitments.getFirst(), 100)));
    forged(
        Code.COMMITMENTS_FORMAT,
        "leaves swapped",
        f -> {
          byte[] old = f.commitments.getFirst();
          byte[] other = old.clone();
          System.arraycopy(old, 0, other, 64, 64);
          System.arraycopy(old, 64, other, 0, 64);
          f.commitments.set(0, other);
        });
    forged(
        Code.COMMITMENTS_ROOT,
        "a leaf less",
        f -> f.commitments.set(0, Arrays.copyOf(f.commitments.getFirst(), 128)));
    forged(
        Code.COMMITMENTS_ROOT,
        "a commitment changed",
        f -> f.commitments.set(0, Forge.flipped(f.commitments.getFirst(), 8 * 40)));
    forged(
        Code.FILE_UNKNOWN,
        "a commitment file more",
        f -> f.commitments.add(f.commitments.getFirst()));
    forged(Code.FILE_MISSING, "no commitment file", f -> f.commitments.clear());
    forged(
        Code.PLAN_KEY_NOT_COMMITTED,
        "the plan tests a key that nobody committed to",
        f -> {
          f.plan = withTenants(f.plan, List.of("11", "22"));
          f.relogPlan();
        });
  }

  /** A plan of tenants nobody committed to. */
  private static Plan withTenants(Plan plan, List<String> tags) {
    PlanEra.Committed era = (PlanEra.Committed) plan.keys().getFirst();
    List<PlanEra.CommittedKey> keys = new ArrayList<>();
    for (String tag : tags) {
      keys.add(new PlanEra.CommittedKey(tag.repeat(32), "ef".repeat(32)));
    }
    return withEra(
        plan, new PlanEra.Committed(era.era(), era.eraRecord(), era.fleetTag(), era.fleet(), keys));
  }

  private static Plan withEra(Plan plan, PlanEra.Committed era) {
    return new Plan(
        plan.question(),
        plan.profile(),
        List.of(era),
        plan.method(),
        plan.corpus(),
        plan.created());
  }
}
