package ai.tidemark.evidence.forge;

import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.bundle.FileName;
import ai.tidemark.evidence.plan.PlanEra;
import ai.tidemark.evidence.verify.TrustPolicy;
import ai.tidemark.keys.record.BeaconRule;
import ai.tidemark.keys.record.BeaconValue;
import ai.tidemark.keys.record.EraCommit;
import ai.tidemark.keys.record.State;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Eras whose beacon, state or time forbids them, by an operator who holds the log's key. */
public final class EraMutants extends Forgeries {
  private EraMutants(Consumer<Mutant> sink) {
    super(sink);
  }

  /** Pushes every mutant. */
  public static void push(Consumer<Mutant> sink) {
    EraMutants mutants = new EraMutants(sink);
    mutants.beacons();
    mutants.states();
    mutants.times();
  }

  private static EraCommit with(EraCommit era, BeaconRule beacon) {
    return new EraCommit(
        era.time(),
        era.deployment(),
        era.era(),
        era.start(),
        era.end(),
        era.serial(),
        era.previous(),
        era.profile(),
        era.count(),
        era.root(),
        beacon);
  }

  private void beacons() {
    for (long off : new long[] {-200, -1, 1, 2, 1000}) {
      forged(
          Code.BEACON_ROUND,
          "a beacon round " + off + " later",
          f -> {
            EraCommit era = (EraCommit) f.log.get(f.commit);
            f.log.set(f.activate, EraRecords.activation(era, Cast.beacon(Story.ROUND + off)));
          });
    }
    forged(
        Code.BEACON_KIND,
        "activated without the beacon",
        f -> {
          EraCommit era = (EraCommit) f.log.get(f.commit);
          f.log.set(f.activate, EraRecords.activation(era, new BeaconValue.None()));
        });
    forged(
        Code.BEACON_KIND,
        "activated with another chain",
        f -> {
          EraCommit era = (EraCommit) f.log.get(f.commit);
          BeaconValue.OfDrand own = Story.BEACON;
          f.log.set(
              f.activate,
              EraRecords.activation(
                  era,
                  new BeaconValue.OfDrand(
                      "ab".repeat(32), own.round(), own.randomness(), own.signature())));
        });
    forged(
        Code.BEACON_REQUIRED,
        "committed without a beacon",
        f -> {
          EraCommit era = with((EraCommit) f.log.get(f.commit), new BeaconRule.None());
          f.log.set(f.commit, era);
          f.log.set(f.activate, EraRecords.activation(era, new BeaconValue.None()));
          f.relog();
        });
    resealed(
        Code.RECORD_FORMAT,
        "a beacon value that is not its signature's hash",
        f ->
            f.put(
                FileName.RECORDS,
                Edit.put(
                    Forge.get(f, FileName.RECORDS),
                    "/records/2/entry/beacon",
                    "randomness",
                    "00".repeat(32))));
  }

  private void states() {
    Instant before = Instant.parse("2026-10-19T00:00:00Z");
    Instant longBefore = Instant.parse("2026-09-15T00:00:00Z");
    String tag = ((PlanEra.Committed) Story.honest().plan.keys().getFirst()).fleetTag();
    for (String subject : List.of("all", tag)) {
      state(Code.KEY_DISCLOSED, State.DISCLOSED, before, subject);
      state(Code.KEY_COMPROMISED, State.COMPROMISED, longBefore, subject);
      state(Code.KEY_DESTROYED, State.DESTROYED, before, subject);
    }
  }

  private void state(Code code, State state, Instant at, String subject) {
    forged(
        code,
        state + " before the material, " + subject,
        f -> f.log.add(LogMutants.state((EraCommit) f.log.get(f.commit), state, at, subject)));
  }

  private void times() {
    forged(Code.ERA_TIME, "no time stamp before the activation", f -> f.anchors.removeFirst());
    forged(
        Code.MATERIAL_TIME,
        "activated after the material",
        f -> f.anchors.get(1).at = Instant.parse("2026-10-21T00:00:00Z"));
    sink.accept(
        Mutant.of(
            Code.MATERIAL_TIME,
            "the verifier knows the material to be older",
            new Forge(Story.honest()).build(),
            known(Instant.parse("2026-08-01T00:00:00Z"))));
    forged(
        Code.PLAN_TIME,
        "planned after the scan",
        f -> f.anchors.get(2).at = Instant.parse("2026-11-24T10:10:01Z"));
    forged(
        Code.PLAN_TIME,
        "the result stands before its plan",
        f -> {
          Collections.swap(f.log, f.planned, f.resulted);
          f.planned = 4;
          f.resulted = 3;
        });
  }

  private static TrustPolicy known(Instant material) {
    TrustPolicy trust = Forge.trust();
    return new TrustPolicy(
        trust.signers(),
        trust.logPolicyText(),
        trust.timeAuthorities(),
        trust.timeQuorum(),
        trust.beaconRequired(),
        Optional.of(material),
        trust.alpha(),
        trust.required());
  }
}
