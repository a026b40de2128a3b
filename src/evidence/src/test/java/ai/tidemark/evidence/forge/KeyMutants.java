package ai.tidemark.evidence.forge;

import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.bundle.FileName;
import ai.tidemark.evidence.corpus.Manifest;
import ai.tidemark.evidence.plan.Plan;
import ai.tidemark.evidence.plan.PlanCorpus;
import ai.tidemark.evidence.plan.PlanEra;
import ai.tidemark.evidence.plan.PlanMethod;
import ai.tidemark.evidence.verify.TrustPolicy;
import ai.tidemark.keys.record.Activate;
import ai.tidemark.keys.record.BeaconRule;
import ai.tidemark.keys.record.BeaconValue;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.record.EraCommit;
import ai.tidemark.keys.record.PlanRecord;
import ai.tidemark.keys.record.ResultRecord;
import ai.tidemark.keys.record.State;
import ai.tidemark.keys.store.Openings;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Dishonest operators: they hold the log's key and the signing keys, and log what they like. */
public final class KeyMutants {
  private final Consumer<Mutant> sink;

  private KeyMutants(Consumer<Mutant> sink) {
    this.sink = sink;
  }

  /** Pushes every mutant. */
  public static void push(Consumer<Mutant> sink) {
    KeyMutants mutants = new KeyMutants(sink);
    mutants.openings();
    mutants.commitments();
    mutants.beacons();
    mutants.states();
    mutants.times();
    mutants.plans();
    mutants.charges();
  }

  private void forged(Code code, String name, Consumer<Forge> change) {
    Forge forge = new Forge(Story.honest());
    change.accept(forge);
    sink.accept(Mutant.of(code, name, forge.build()));
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
            f.log.set(f.activate, Forge.activation(era, Cast.beacon(Story.ROUND + off)));
          });
    }
    forged(
        Code.BEACON_KIND,
        "activated without the beacon",
        f -> {
          EraCommit era = (EraCommit) f.log.get(f.commit);
          f.log.set(f.activate, Forge.activation(era, new BeaconValue.None()));
        });
    forged(
        Code.BEACON_KIND,
        "activated with another chain",
        f -> {
          EraCommit era = (EraCommit) f.log.get(f.commit);
          BeaconValue.OfDrand own = Story.BEACON;
          f.log.set(
              f.activate,
              Forge.activation(
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
          f.log.set(f.activate, Forge.activation(era, new BeaconValue.None()));
          f.relog();
        });
    sink.accept(
        Mutant.of(
            Code.RECORD_FORMAT,
            "a beacon value that is not its signature's hash",
            resealed(
                f ->
                    f.put(
                        FileName.RECORDS,
                        Edit.put(
                            Forge.get(f, FileName.RECORDS),
                            "/records/2/entry/beacon",
                            "randomness",
                            "00".repeat(32))))));
  }

  private static byte[] resealed(Consumer<SortedMap<String, byte[]>> change) {
    Forge forge = new Forge(Story.honest());
    SortedMap<String, byte[]> files = forge.files();
    change.accept(files);
    return forge.sealed(files);
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

  private void plans() {
    forged(
        Code.PLAN_NOT_LOGGED,
        "another question",
        f ->
            f.plan =
                new Plan(
                    "Another question?",
                    f.plan.profile(),
                    f.plan.keys(),
                    f.plan.method(),
                    f.plan.corpus(),
                    f.plan.created()));
    forged(
        Code.PLAN_NOT_LOGGED,
        "the plan's record names another corpus",
        f -> {
          PlanRecord old = (PlanRecord) f.log.get(f.planned);
          PlanRecord other = new PlanRecord(old.time(), old.plan(), old.eras(), PlanRecord.PATHS);
          f.log.set(f.planned, other);
          f.log.set(f.resulted, f.result(other.leafHash(), f.report));
        });
    forged(
        Code.REPORT_NOT_LOGGED,
        "another log10E that the log does not know",
        f -> f.report = Edit.put(f.report, "/results/0", "log10E", "0.0000"));
    forged(
        Code.RESULT_OUTCOME,
        "a scan that failed",
        f -> {
          ResultRecord old = (ResultRecord) f.log.get(f.resulted);
          f.log.set(
              f.resulted,
              new ResultRecord(
                  old.time(),
                  old.plan(),
                  ResultRecord.Outcome.FAILED,
                  old.corpus(),
                  old.report(),
                  old.started(),
                  old.ended()));
        });
    forged(
        Code.CORPUS_ROOT,
        "another corpus",
        f -> {
          var files = f.manifest.files();
          f.manifest = new Manifest(files.subList(1, files.size()), f.manifest.origin());
        });
    forged(
        Code.CORPUS_ROOT,
        "a corpus that the plan did not pin",
        f -> {
          f.plan = with(f.plan, new PlanCorpus.Pinned("56".repeat(32)), f.plan.method());
          f.relogPlan();
        });
    for (String field : List.of("alpha", "alert", "fdr", "excess", "incomplete")) {
      settings(field, "0.0005");
    }
    settings("field", "/other");
    settings("documentRule", "ebh");
    settings("normaliser", "none");
    decoys("no panels", r -> ((ObjectNode) r.path("decoys")).putArray("panels"));
    decoys("a panel less", r -> ((ArrayNode) r.at("/decoys/panels")).remove(0));
    decoys("another seed", r -> ((ObjectNode) r.path("decoys")).put("seed", "chosen"));
    decoys("fewer decoys", r -> ((ObjectNode) r.at("/decoys/panels/0")).put("count", 98));
    profile();
    forged(
        Code.PLAN_ERAS,
        "the report is about another era",
        f ->
            relogged(f, r -> r.at("/results").forEach(e -> ((ObjectNode) e).put("era", "2026Q3"))));
  }

  private void profile() {
    Forge forge = new Forge(Story.honest());
    SortedMap<String, byte[]> files = forge.files();
    files.put(
        FileName.PROFILE,
        Edit.json(
            Forge.get(files, FileName.PROFILE),
            p -> ((ObjectNode) p.path("tokenizer")).put("name", "other")));
    sink.accept(Mutant.of(Code.PLAN_PROFILE, "another profile", forge.sealed(files)));
    forged(
        Code.PLAN_PROFILE,
        "the report is of another profile",
        f -> relogged(f, r -> ((ObjectNode) r.path("profile")).put("sha256", "78".repeat(32))));
  }

  private static Plan with(Plan plan, PlanCorpus corpus, PlanMethod method) {
    return new Plan(plan.question(), plan.profile(), plan.keys(), method, corpus, plan.created());
  }

  /** Changes the report and logs it. */
  static void relogged(Forge forge, Consumer<ObjectNode> change) {
    forge.report = Edit.json(forge.report, change);
    forge.relogPlan();
  }

  private void settings(String field, String value) {
    forged(
        Code.PLAN_SETTINGS,
        "another " + field,
        f -> relogged(f, r -> ((ObjectNode) r.path("settings")).put(field, value)));
  }

  private void decoys(String name, Consumer<ObjectNode> change) {
    forged(Code.PLAN_DECOYS, name, f -> relogged(f, change));
  }

  private void charges() {
    forged(
        Code.REPORT_KEYS,
        "another key id",
        f -> relogged(f, r -> ((ObjectNode) r.at("/results/1")).put("keyId", "0".repeat(16))));
    forged(
        Code.REPORT_KEYS,
        "a result less",
        f -> relogged(f, r -> ((ArrayNode) r.path("results")).remove(2)));
    forged(
        Code.REPORT_KEYS,
        "tenants' names swapped",
        f ->
            relogged(
                f,
                r -> {
                  ((ObjectNode) r.at("/results/1")).put("key", Story.OTHER);
                  ((ObjectNode) r.at("/results/2")).put("key", Story.TENANT);
                }));
    sink.accept(weak("40 eras committed for one window", f -> eras(f, 40)));
    sink.accept(weak("40 plans", f -> plans(f, 40)));
    sink.accept(weak("40 finished scans of one plan", f -> results(f, 40)));
  }

  /** A p of 2.3 x 10^-8: marked alone, not after paying 40 times. */
  private static Mutant weak(String name, Consumer<Forge> change) {
    Forge forge = new Forge(Story.honest());
    weaken(forge);
    change.accept(forge);
    return Mutant.of(Code.CHARGED_P, name, forge.build());
  }

  /** Reports evidence that is marked alone, and hardly more. */
  public static void weaken(Forge forge) {
    relogged(
        forge,
        r -> {
          for (String pointer : List.of("/results/0", "/results/1")) {
            ((ObjectNode) r.at(pointer)).put("n", 500).put("S", Long.toString(632L << 32));
          }
        });
  }

  /** Commits to more eras for the same window. */
  public static void eras(Forge forge, int more) {
    EraCommit last = (EraCommit) forge.log.get(forge.commit);
    for (int i = 1; i <= more; i++) {
      last = Forge.era(Story.ERA + "-" + i, i, last.leafHash(), Story.honest());
      forge.log.add(last);
    }
  }

  /** Registers more plans that test the era, before the own one. */
  public static void plans(Forge forge, int more) {
    PlanRecord own = (PlanRecord) forge.log.get(forge.planned);
    List<ControlRecord> log = new ArrayList<>();
    for (int i = 0; i < more; i++) {
      log.add(new PlanRecord(own.time(), String.format("%064x", i), own.eras(), PlanRecord.PATHS));
    }
    forge.log.addAll(forge.planned, log);
    forge.planned += more;
    forge.resulted += more;
    forge.anchors.get(2).size += more;
  }

  /** Logs more finished results of the plan, before the own one. */
  public static void results(Forge forge, int more) {
    ResultRecord own = (ResultRecord) forge.log.get(forge.resulted);
    List<ControlRecord> log = new ArrayList<>();
    for (int i = 0; i < more; i++) {
      log.add(
          new ResultRecord(
              own.time(),
              own.plan(),
              own.outcome(),
              own.corpus(),
              String.format("%064x", i),
              own.started(),
              own.ended()));
    }
    forge.log.addAll(forge.resulted, log);
    forge.resulted += more;
  }
}
