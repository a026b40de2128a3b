package ai.tidemark.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Grams;
import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.evidence.bundle.BundleClaim;
import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.forge.Cast;
import ai.tidemark.evidence.forge.ChargeMutants;
import ai.tidemark.evidence.forge.Forge;
import ai.tidemark.evidence.forge.Story;
import ai.tidemark.keys.derive.CommitmentFile;
import ai.tidemark.keys.derive.EraSeed;
import ai.tidemark.keys.record.EraCommit;
import ai.tidemark.keys.secret.SecretBytes;
import ai.tidemark.keys.store.Openings;
import ai.tidemark.testkit.grinding.KeyGrinder;
import ai.tidemark.testkit.language.ZipfLanguage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A key chosen after the text: 10^5 seeds tried, the best one opened. Neither a commitment made
 * then nor one claimed helps, and eras committed in number are paid for.
 */
final class LateKeyTest {
  private static final int KEYS = 100_000;

  @TempDir private Path dir;

  private static EraSeed seed(long number) {
    byte[] secret = ByteBuffer.allocate(32).putLong(0x67726e64).putLong(number).array();
    return EraSeed.of(Story.seeds().getFirst().tag(), Cast.PROFILE_HASH, Story.ERA, secret);
  }

  private static DrawKey key(long number) {
    try (EraSeed seed = seed(number);
        SecretBytes key = seed.key(Story.BEACON.salt())) {
      return key.use(DrawKey::copyOf);
    }
  }

  private static KeyGrinder.Found ground() {
    int[] ids = new ZipfLanguage(5).plain(300, new SplittableRandom(5));
    TupleSet tuples = new TupleSet(1024);
    Grams.forEach(Cast.PROFILE.contexts(), ids, ids.length, tuples::add);
    return KeyGrinder.best(Cast.PROFILE.contexts(), tuples, KEYS, LateKeyTest::key);
  }

  private Verification verify(Forge forge) {
    return BundleVerifier.verify(
        forge.write(dir.resolve("late.tmev")), Forge.trust(), Material.none(Forge.NOW));
  }

  private static Code code(Verification found, BundleClaim claim) {
    return ((Outcome.Failed) found.outcome(claim)).code();
  }

  @Test
  void aKeyFoundByTryingIsRefusedForLackOfACommitmentOrForItsTime() {
    KeyGrinder.Found found = ground();
    assertThat(found.lnP()).isLessThan(Math.log(10.0 / KEYS));
    EraSeed late = seed(found.number());

    // opened under the honest commitment file
    Forge claimed = new Forge(Story.honest());
    open(claimed, late);
    assertThat(code(verify(claimed), BundleClaim.KEYS)).isEqualTo(Code.KEY_NOT_COMMITTED);

    // committed properly, but only once the text was there
    Forge committed = new Forge(Story.honest());
    List<EraSeed> seeds = new ArrayList<>(Story.seeds());
    seeds.set(0, late);
    CommitmentFile file = CommitmentFile.of(seeds);
    committed.commitments.set(0, file.bytes());
    EraCommit old = (EraCommit) committed.log.get(committed.commit);
    committed.log.set(
        committed.commit,
        new EraCommit(
            old.time(),
            old.deployment(),
            old.era(),
            old.start(),
            old.end(),
            old.serial(),
            old.previous(),
            old.profile(),
            file.size(),
            HexFormat.of().formatHex(file.root()),
            old.beacon()));
    open(committed, late);
    committed.relog();
    committed.anchors.get(0).at = Instant.parse("2026-11-21T00:00:00Z");
    committed.anchors.get(1).at = Instant.parse("2026-11-22T00:00:00Z");
    assertThat(code(verify(committed), BundleClaim.TIME)).isEqualTo(Code.MATERIAL_TIME);
  }

  private static void open(Forge forge, EraSeed fleet) {
    Openings.Era era = forge.openings.eras().getFirst();
    Openings.Fleet.Key key = (Openings.Fleet.Key) era.fleet();
    forge.openings =
        new Openings(
            List.of(
                new Openings.Era(
                    era.era(),
                    era.eraRecord(),
                    era.deployment(),
                    new Openings.Fleet.Key(fleet.open(), key.tag(), key.tagSalt()),
                    era.tenants())));
  }

  @Test
  void everyEraCommittedForTheWindowIsPaidFor() {
    Forge alone = new Forge(Story.honest());
    Verification one = verify(alone);
    Forge many = new Forge(Story.honest());
    ChargeMutants.eras(many, 99);
    Verification hundred = verify(many);

    KeyFinding before = one.findings().getFirst();
    KeyFinding after = hundred.findings().getFirst();
    assertThat(before.multiplicity()).isEqualTo(new Multiplicity(1, 1));
    assertThat(after.multiplicity()).isEqualTo(new Multiplicity(100, 1));
    assertThat(after.lnCharged()).isEqualTo(before.lnCharged() + Math.log(100));
    assertThat(hundred.outcome(BundleClaim.KEYS)).isInstanceOf(Outcome.Passed.class);
  }

  @Test
  void whatIsMarkedAloneIsNoLongerMarkedAfterPaying() {
    Forge weak = new Forge(Story.honest());
    ChargeMutants.weaken(weak);
    assertThat(verify(weak).outcome(BundleClaim.KEYS)).isInstanceOf(Outcome.Passed.class);

    ChargeMutants.eras(weak, 39);
    assertThat(code(verify(weak), BundleClaim.KEYS)).isEqualTo(Code.CHARGED_P);
  }

  @Test
  void plansAndRepeatedScansArePaidForToo() {
    Forge plans = new Forge(Story.honest());
    ChargeMutants.plans(plans, 9);
    assertThat(verify(plans).findings().getFirst().multiplicity())
        .isEqualTo(new Multiplicity(1, 10));

    Forge scans = new Forge(Story.honest());
    ChargeMutants.results(scans, 4);
    assertThat(verify(scans).findings().getFirst().multiplicity())
        .isEqualTo(new Multiplicity(1, 5));
  }
}
