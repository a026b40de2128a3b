package ai.tidemark.evidence.plan;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.keys.KeyFile;
import ai.tidemark.keys.derive.CommitmentFile;
import ai.tidemark.keys.derive.Derivation;
import ai.tidemark.keys.derive.EraSeed;
import ai.tidemark.keys.derive.Subject;
import ai.tidemark.keys.record.Activate;
import ai.tidemark.keys.record.EraCommit;
import ai.tidemark.keys.record.EraHistory;
import ai.tidemark.keys.record.ProfilePin;
import ai.tidemark.keys.secret.SecretBytes;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.NamedKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Derives the keys of eras that a log holds, each checked against its commitment there. */
public final class LoggedKeys {
  private final Derivation derivation;
  private final EraHistory history;
  private final Profile profile;

  /**
   * @param derivation from the deployment's root
   * @param history the log, replayed
   * @param profile what the keys are for
   */
  public LoggedKeys(Derivation derivation, EraHistory history, Profile profile) {
    this.derivation = derivation;
    this.history = history;
    this.profile = profile;
  }

  /**
   * Returns the keys of an era; the caller closes them.
   *
   * @param era its name
   * @param commitments its commitment file
   * @param tenants pseudonyms, each once; may be empty
   * @throws BadInputException if the log has no such era, or another profile or deployment for it,
   *     the era is not active, the file is not the one that its record pins, or a key is not among
   *     its commitments
   */
  public PlannedKeys of(String era, CommitmentFile commitments, List<String> tenants) {
    EraHistory.Era logged =
        history
            .era(era)
            .orElseThrow(() -> new BadInputException("era " + era, "is not in the log"));
    EraCommit commit = logged.commit();
    require(
        era, commit.profile().equals(ProfilePin.of(profile)), "was committed for another profile");
    require(
        era,
        commit.deployment().equals(derivation.deployment()),
        "is of deployment " + commit.deployment());
    String root = HexFormat.of().formatHex(commitments.root());
    require(era, commit.root().equals(root), "has other commitments in the log than in its file");
    Activate activation =
        logged
            .activation()
            .orElseThrow(() -> new BadInputException("era " + era, "is not active yet"));
    byte[] beacon = activation.beacon().salt();
    try (EraSeed fleet = seed(Subject.fleet(), era, commitments)) {
      List<EraSeed> seeds = new ArrayList<>();
      try {
        List<NamedKey> named = new ArrayList<>();
        for (String tenant : tenants) {
          seeds.add(seed(Subject.tenant(tenant), era, commitments));
          named.add(key(tenant, seeds.getLast(), beacon));
        }
        EraKeys keys = new EraKeys(era, key("fleet", fleet, beacon), named);
        return PlannedKeys.committed(keys, commit.leafHash(), fleet, seeds);
      } finally {
        seeds.forEach(EraSeed::close);
      }
    }
  }

  private static void require(String era, boolean holds, String otherwise) {
    if (!holds) {
      throw new BadInputException("era " + era, otherwise);
    }
  }

  private EraSeed seed(Subject subject, String era, CommitmentFile commitments) {
    EraSeed seed = derivation.seed(subject, HexFormat.of().parseHex(profile.sha256()), era);
    if (!commitments.holds(seed)) {
      seed.close();
      throw new BadInputException(
          "era " + era,
          "holds no commitment to the key of "
              + (subject.role() == Subject.Role.FLEET ? "the fleet" : "tenant " + subject.name()));
    }
    return seed;
  }

  private static NamedKey key(String name, EraSeed seed, byte[] beacon) {
    try (SecretBytes key = seed.key(beacon)) {
      return new NamedKey(name, key.use(KeyFile::keyId), key.use(DrawKey::copyOf));
    }
  }
}
