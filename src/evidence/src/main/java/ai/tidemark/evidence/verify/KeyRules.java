package ai.tidemark.evidence.verify;

import ai.tidemark.evidence.bundle.BundleException;
import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.plan.PlanEra;
import ai.tidemark.keys.derive.CommitmentFile;
import ai.tidemark.keys.record.KeyState;
import ai.tidemark.keys.record.RecordTime;
import ai.tidemark.keys.record.State;
import ai.tidemark.keys.store.Openings;
import ai.tidemark.scan.inference.Claim;
import ai.tidemark.scan.inference.NamedKey;
import ai.tidemark.scan.inference.OpenedEra;
import ai.tidemark.scan.report.RecordedReport;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys that were tested are the committed ones, and nobody else had them yet. */
final class KeyRules {
  private static final HexFormat HEX = HexFormat.of();

  private KeyRules() {}

  /** Refuses a plan that tests a key which the era's commitment file does not hold. */
  static void requireCommitted(PlanEra.Committed planned, CommitmentFile file) {
    Stream<PlanEra.CommittedKey> keys =
        Stream.concat(
            Stream.of(new PlanEra.CommittedKey(planned.fleetTag(), planned.fleet())),
            planned.tenants().stream());
    keys.forEach(
        key -> {
          OptionalInt at = file.find(HEX.parseHex(key.tag()));
          byte[] leaf = HEX.parseHex(key.tag() + key.commitment());
          if (at.isEmpty() || !Arrays.equals(file.leaf(at.getAsInt()), leaf)) {
            throw new BundleException(
                Code.PLAN_KEY_NOT_COMMITTED,
                "the plan tests a key that the commitment file of era "
                    + planned.era()
                    + " does not hold, of tag "
                    + key.tag());
          }
        });
  }

  /** Compares the report's keys of an era with the planned and the opened ones. */
  static void requireReported(
      PlanEra.Committed planned, EraCase era, OpenedEra opened, RecordedReport report) {
    List<RecordedReport.Result> results =
        report.results().stream().filter(r -> r.era().equals(planned.era())).toList();
    boolean right =
        results.size() == planned.count()
            && results.getFirst().claim() == Claim.FLEET
            && results.getFirst().key().equals("fleet");
    for (int i = 1; right && i < results.size(); i++) {
      right =
          results.get(i).claim() == Claim.TENANT
              && (i == 1 || results.get(i - 1).key().compareTo(results.get(i).key()) < 0);
    }
    if (!right) {
      throw new BundleException(
          Code.REPORT_KEYS,
          "the report must have the fleet and "
              + (planned.count() - 1)
              + " tenants of era "
              + planned.era()
              + ", tenants ascending by name");
    }
    opened.fleet().ifPresent(key -> requireId(results.getFirst(), key));
    for (NamedKey key : opened.tenants()) {
      RecordedReport.Result own =
          results.stream()
              .filter(r -> r.claim() == Claim.TENANT && r.key().equals(key.name()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new BundleException(
                          Code.REPORT_KEYS,
                          "tenant " + key.name() + " is opened, but the report does not name it"));
      requireId(own, key);
    }
    requirePlanned(planned, era);
  }

  private static void requireId(RecordedReport.Result result, NamedKey key) {
    if (!result.keyId().equals(key.id())) {
      throw new BundleException(
          Code.REPORT_KEYS,
          "the report's key of "
              + result.key()
              + ", era "
              + result.era()
              + ", has id "
              + result.keyId()
              + ", but the opened key has "
              + key.id());
    }
  }

  private static void requirePlanned(PlanEra.Committed planned, EraCase era) {
    Set<String> tags =
        planned.tenants().stream().map(PlanEra.CommittedKey::tag).collect(Collectors.toSet());
    boolean fleet =
        !(era.opening().fleet() instanceof Openings.Fleet.Key key)
            || HEX.formatHex(key.tag()).equals(planned.fleetTag());
    if (!fleet
        || !era.opening().tenants().stream().allMatch(t -> tags.contains(HEX.formatHex(t.tag())))) {
      throw new BundleException(
          Code.REPORT_KEYS,
          "a key of era " + planned.era() + " is opened that the plan does not test");
    }
  }

  /**
   * Refuses keys that others may have had before the material was there.
   *
   * @param material when it was first known
   */
  static void requireSecret(PlanEra.Committed planned, EraCase era, Instant material) {
    Set<String> tags =
        era.opening().tenants().stream()
            .map(tenant -> HEX.formatHex(tenant.tag()))
            .collect(Collectors.toSet());
    tags.add(planned.fleetTag());
    for (KeyState state : era.states()) {
      Instant since = state.at().isBefore(state.time()) ? state.at() : state.time();
      if (state.state() != State.VERIFY_ONLY
          && tags.stream().anyMatch(state::concerns)
          && !since.isAfter(material)) {
        throw refusal(era, state, since);
      }
    }
  }

  private static BundleException refusal(EraCase era, KeyState state, Instant since) {
    Code code =
        switch (state.state()) {
          case DISCLOSED -> Code.KEY_DISCLOSED;
          case COMPROMISED -> Code.KEY_COMPROMISED;
          default -> Code.KEY_DESTROYED;
        };
    return new BundleException(
        code,
        "keys of era "
            + era.commit().era()
            + " are "
            + state.state()
            + " since "
            + RecordTime.format(since)
            + ", before the material is first known");
  }
}
