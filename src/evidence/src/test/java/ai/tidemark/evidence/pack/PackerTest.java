package ai.tidemark.evidence.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.evidence.bundle.Bundle;
import ai.tidemark.evidence.bundle.BundleClaim;
import ai.tidemark.evidence.bundle.Custody;
import ai.tidemark.evidence.bundle.FileName;
import ai.tidemark.evidence.bundle.Hints;
import ai.tidemark.evidence.bundle.Signers;
import ai.tidemark.evidence.bundle.Software;
import ai.tidemark.evidence.corpus.CorpusDigests;
import ai.tidemark.evidence.corpus.Manifest;
import ai.tidemark.evidence.forge.Cast;
import ai.tidemark.evidence.forge.Edit;
import ai.tidemark.evidence.plan.Plan;
import ai.tidemark.evidence.plan.PlanCorpus;
import ai.tidemark.evidence.plan.PlanMethod;
import ai.tidemark.evidence.plan.PlannedKeys;
import ai.tidemark.evidence.plan.PlannedScan;
import ai.tidemark.evidence.verify.BundleVerifier;
import ai.tidemark.evidence.verify.Material;
import ai.tidemark.evidence.verify.Outcome;
import ai.tidemark.evidence.verify.TrustPolicy;
import ai.tidemark.evidence.verify.Verification;
import ai.tidemark.keys.KeyFile;
import ai.tidemark.keys.derive.EraSeed;
import ai.tidemark.keys.derive.Subject;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.record.BeaconRule;
import ai.tidemark.keys.record.ProfilePin;
import ai.tidemark.keys.record.State;
import ai.tidemark.keys.secret.SecretBytes;
import ai.tidemark.keys.store.EraTerms;
import ai.tidemark.keys.store.KeyRing;
import ai.tidemark.keys.store.Openings;
import ai.tidemark.keys.store.Purpose;
import ai.tidemark.keys.store.StoreFolder;
import ai.tidemark.keys.store.StoreSettings;
import ai.tidemark.keys.store.Unlock;
import ai.tidemark.scan.Cancellation;
import ai.tidemark.scan.DecoyPlan;
import ai.tidemark.scan.Limits;
import ai.tidemark.scan.ScanListener;
import ai.tidemark.scan.ScanOptions;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.NamedKey;
import ai.tidemark.scan.inference.ScanKeys;
import ai.tidemark.testkit.language.NumberTokenizer;
import ai.tidemark.testkit.language.ZipfLanguage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a fresh key store to a bundle that passes, through the code that people use. */
final class PackerTest {
  private static final String ERA = "2026Q4";

  @TempDir private Path dir;

  private Instant now = Instant.parse("2026-09-01T00:00:00Z");

  private StoreFolder store() {
    Path folder = dir.resolve("store");
    SecretBytes secret = SecretBytes.copyOf(new byte[32]);
    if (!Files.exists(folder)) {
      StoreFolder.create(
          folder,
          new StoreSettings(Cast.DEPLOYMENT, Cast.ORIGIN, new Unlock.SecretFile()),
          secret,
          2);
    }
    return StoreFolder.open(folder, _ -> SecretBytes.copyOf(new byte[32]));
  }

  private void anchor(StoreFolder store, String name) {
    try {
      Path anchors = Files.createDirectories(dir.resolve("anchors"));
      byte[] note = store.reader().note();
      Files.write(anchors.resolve(name + ".checkpoint"), note);
      for (String authority : List.of("one", "two")) {
        Files.write(
            anchors.resolve(name + "-" + authority + ".tsr"),
            Cast.token(authority, Merkle.sha256(note), now));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PlannedKeys keys(StoreFolder store, KeyRing ring) {
    try (KeyFile file = ring.keys(ERA)) {
      EraKeys keys =
          new EraKeys(
              ERA,
              new NamedKey("fleet", file.fleetId(), file.fleet()),
              List.of(new NamedKey("acme", file.tenantId("acme"), file.tenant("acme"))));
      EraSeed fleet = store.derivation().seed(Subject.fleet(), Cast.PROFILE_HASH, ERA);
      EraSeed acme = store.derivation().seed(Subject.tenant("acme"), Cast.PROFILE_HASH, ERA);
      String record = ring.history().era(ERA).orElseThrow().commit().leafHash();
      return PlannedKeys.committed(keys, record, fleet, List.of(acme));
    }
  }

  private Path texts(DrawKey fleet, DrawKey tenant) throws IOException {
    Path texts = Files.createDirectories(dir.resolve("texts"));
    SplittableRandom random = new SplittableRandom(3);
    for (int d = 0; d < 6; d++) {
      int[] ids =
          new ZipfLanguage(3).marked(90, Cast.PROFILE.contexts(), fleet, tenant, random).ids();
      Files.writeString(texts.resolve(d + ".txt"), NumberTokenizer.text(ids));
    }
    return texts;
  }

  private Manifest manifest(Path texts) {
    return Manifest.of(
        new CorpusDigests(Files::newInputStream, () -> false).files(List.of(texts), List.of()),
        new Manifest.Origin(
            "made up",
            Instant.parse("2026-11-01T00:00:00Z"),
            "an investigator",
            Instant.parse("2026-10-20T00:00:00Z")));
  }

  private Plan plan(ScanOptions options, PlannedKeys keys, Manifest manifest) {
    return new Plan(
        "Does it depend on us?",
        ProfilePin.of(Cast.PROFILE),
        List.of(keys.known()),
        PlanMethod.of(options),
        new PlanCorpus.Pinned(manifest.root()),
        Instant.parse("2026-11-24T09:00:00Z"));
  }

  private static Contents contents(
      Path report,
      Plan plan,
      Manifest manifest,
      Openings openings,
      StoreFolder store,
      Path folder,
      Contents.Blocks blocks,
      Hints hints) {
    return new Contents(
        report,
        Cast.PROFILE,
        plan,
        manifest,
        openings,
        List.of(StoreFolder.eras(folder.resolve("store")).commitments(ERA).bytes()),
        store.reader(),
        Optional.of(folder.resolve("anchors")),
        blocks,
        true,
        new Custody(List.of(new Custody.Step("a tester", "packed", "2026-11-24T11:00:00Z"))),
        Software.here("test"),
        hints);
  }

  private static Hints hints(StoreFolder store) {
    return new Hints(
        List.of(
            new Signers.Identity(
                Cast.DEPLOYMENT,
                store.signer(Purpose.EVIDENCE_ED25519).publicKey(),
                store.signer(Purpose.EVIDENCE_ML_DSA_65).publicKey())),
        "log " + store.logSigner().vkey().encode() + "\nquorum none\n",
        List.of(Cast.root("one"), Cast.root("two")));
  }

  private void pack(StoreFolder store, Contents contents, Path out) {
    Packer.pack(
        contents,
        List.of(store.signer(Purpose.EVIDENCE_ED25519), store.signer(Purpose.EVIDENCE_ML_DSA_65)),
        now,
        out);
  }

  @Test
  void aFindingBecomesABundleThatPasses() throws IOException {
    try (StoreFolder store = store()) {
      KeyRing ring = store.ring(() -> now);
      ring.commit(
          new EraTerms(
              ERA,
              Instant.parse("2026-10-01T00:00:00Z"),
              Instant.parse("2027-01-01T00:00:00Z"),
              Cast.PROFILE,
              List.of("acme", "birch"), // birch is never opened
              new BeaconRule.None()));
      anchor(store, "committed");
      now = Instant.parse("2026-09-02T00:00:00Z");
      ring.activate(ERA);
      anchor(store, "activated");
      PlannedKeys keys = keys(store, ring);
      Path texts = texts(keys.keys().fleet().key(), keys.keys().tenants().getFirst().key());
      Path report = dir.resolve("report");
      ScanOptions options =
          ScanOptions.of(
                  List.of(texts),
                  Cast.PROFILE,
                  Cast.TOKENIZER,
                  new ScanKeys(List.of(keys.keys())),
                  report)
              .withLimits(new Limits(1, 1 << 16, 1 << 14, 1 << 16))
              .withDecoys(new DecoyPlan(99, 99, "pack", List.of()))
              .withBlocks(true);
      Manifest manifest = manifest(texts);
      Plan plan = plan(options, keys, manifest);
      now = Instant.parse("2026-11-24T10:00:00Z");
      Openings early = openings(ring.history().era(ERA).orElseThrow().commit().leafHash(), store);
      Hints hints = hints(store);
      Path out = dir.resolve("case.tmev");
      Contents unlogged =
          contents(report, plan, manifest, early, store, dir, new Contents.Blocks.LeftOut(), hints);
      assertThatThrownBy(() -> pack(store, unlogged, out)).hasMessageContaining("does not exist");
      PlannedScan.run(
          plan,
          options,
          List.of(keys),
          Optional.of(manifest),
          Optional.of(
              record -> {
                store.append(record.canonicalJson());
                anchor(store, "entry-" + store.reader().size());
                now = now.plusSeconds(10); // others saw the plan before the scan begins
              }),
          () -> now,
          Files::newInputStream,
          ScanListener.NONE,
          new Cancellation());
      ring.change(ERA, Optional.empty(), State.VERIFY_ONLY, Optional.empty());
      Openings openings = ring.open(ERA, List.of("acme"), false, "expert");

      pack(
          store,
          contents(report, plan, manifest, openings, store, dir, new Contents.Blocks.Open(), hints),
          out);

      nothingSecretIsIn(dir, store);
      now = Instant.parse("2026-11-24T12:00:00Z");
      TrustPolicy trust = TrustPolicy.of(hints);
      Verification found = BundleVerifier.verify(out, trust, Material.none(now));
      assertThat(found.outcomes().values()).allMatch(o -> o instanceof Outcome.Passed);
      assertThat(found.findings()).hasSize(2);
      assertThat(found.notes()).anyMatch(note -> note.contains("The whole log was read"));
      assertThat(
              BundleVerifier.verify(
                      out, trust, Material.none(now).withLog(dir.resolve("store/log")))
                  .passed(trust.required()))
          .isTrue();
      assertThat(
              BundleVerifier.verify(out, trust, Material.none(now).withTexts(texts, Cast.TOKENIZER))
                  .outcome(BundleClaim.RECOMPUTED))
          .isEqualTo(
              new Outcome.Passed(
                  "n, S and p of 2 keys are those of the report, and so is every other byte of"
                      + " it"));
      assertThat(Bundle.read(out).names()).contains(FileName.BLOCKS, FileName.ENTRIES);
      refusals(store, plan, manifest, openings, report, hints);
    }
  }

  /** What could not be evidence is not packed. */
  private void refusals(
      StoreFolder store, Plan plan, Manifest manifest, Openings openings, Path report, Hints hints)
      throws IOException {
    Contents.Blocks none = new Contents.Blocks.LeftOut();
    Path out = dir.resolve("refused.tmev");
    Plan unlogged =
        new Plan(
            "Another question?",
            plan.profile(),
            plan.keys(),
            plan.method(),
            plan.corpus(),
            plan.created());
    assertThatThrownBy(
            () ->
                pack(
                    store,
                    contents(report, unlogged, manifest, openings, store, dir, none, hints),
                    out))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is not in the log");
    Manifest other = new Manifest(manifest.files().subList(1, 6), manifest.origin());
    assertThatThrownBy(
            () ->
                pack(store, contents(report, plan, other, openings, store, dir, none, hints), out))
        .hasMessageContaining("is not of the corpus that was scanned");
    Path changed = Files.createDirectories(dir.resolve("changed"));
    Files.write(
        changed.resolve("report.json"),
        Edit.put(
            Files.readAllBytes(report.resolve("report.json")), "/results/0", "power", "0.5000"));
    assertThatThrownBy(
            () ->
                pack(
                    store,
                    contents(changed, plan, manifest, openings, store, dir, none, hints),
                    out))
        .hasMessageContaining("is not the report that the log has");
    assertThat(Files.exists(out)).isFalse();
    try (var left = Files.list(dir)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.endsWith(".part"));
    }
  }

  private static Openings openings(String eraRecord, StoreFolder store) {
    return new Openings(
        List.of(
            new Openings.Era(
                ERA,
                eraRecord,
                store.settings().deployment(),
                new Openings.Fleet.Coin(new byte[16]),
                List.of())));
  }

  /** A key that was not opened is in no file but the key store, in no spelling. */
  private static void nothingSecretIsIn(Path folder, StoreFolder store) throws IOException {
    List<byte[]> secrets = new ArrayList<>();
    Subject unopened = Subject.tenant("birch");
    try (EraSeed seed = store.derivation().seed(unopened, Cast.PROFILE_HASH, ERA);
        SecretBytes key = seed.key(new byte[32])) {
      secrets.add(seed.open());
      secrets.add(key.use(byte[]::clone));
      secrets.add(store.derivation().tagSalt(unopened));
    }
    int searched = 0;
    for (Path file : filesIn(folder)) {
      String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      for (byte[] secret : secrets) {
        assertThat(bytes.contains(new String(secret, StandardCharsets.ISO_8859_1)))
            .as("%s", file)
            .isFalse();
        assertThat(bytes.contains(HexFormat.of().formatHex(secret))).as("%s", file).isFalse();
        assertThat(bytes.contains(Base64.getEncoder().encodeToString(secret)))
            .as("%s", file)
            .isFalse();
      }
      searched++;
    }
    assertThat(searched).isGreaterThan(20);
    // the search finds what is there: an opened tenant's seed
    try (EraSeed opened = store.derivation().seed(Subject.tenant("acme"), Cast.PROFILE_HASH, ERA)) {
      String bundle =
          new String(Files.readAllBytes(folder.resolve("case.tmev")), StandardCharsets.ISO_8859_1);
      assertThat(bundle.contains(HexFormat.of().formatHex(opened.open()))).isTrue();
    }
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
