package ai.tidemark.evidence.verify;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.evidence.bundle.Bundle;
import ai.tidemark.evidence.bundle.BundleException;
import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.bundle.FileName;
import ai.tidemark.keys.KeyFile;
import ai.tidemark.keys.derive.CoinKey;
import ai.tidemark.keys.derive.CommitmentFile;
import ai.tidemark.keys.derive.EraSeed;
import ai.tidemark.keys.derive.Subject;
import ai.tidemark.keys.derive.Tag;
import ai.tidemark.keys.record.BeaconRule;
import ai.tidemark.keys.secret.SecretBytes;
import ai.tidemark.keys.store.Openings;
import ai.tidemark.scan.inference.NamedKey;
import ai.tidemark.scan.inference.OpenedEra;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The keys that a bundle opens, each shown to be the one that was committed. */
final class OpenedKeys implements AutoCloseable {
  private static final String FLEET = "fleet";

  private final List<OpenedEra> eras = new ArrayList<>();
  private final List<CommitmentFile> files = new ArrayList<>();

  private OpenedKeys() {}

  /**
   * Derives the keys of every opened era.
   *
   * @throws BundleException with the first rule that is broken
   */
  static OpenedKeys check(Bundle bundle, List<EraCase> eras, boolean beaconRequired) {
    OpenedKeys keys = new OpenedKeys();
    try {
      for (EraCase era : eras) {
        keys.open(bundle, era, beaconRequired);
      }
      return keys;
    } catch (RuntimeException e) {
      keys.close();
      throw e;
    }
  }

  /** Returns the keys, era by era. */
  List<OpenedEra> eras() {
    return List.copyOf(eras);
  }

  /** Returns the commitment file of an era. */
  CommitmentFile file(int era) {
    return files.get(era);
  }

  private void open(Bundle bundle, EraCase era, boolean beaconRequired) {
    Openings.Era opening = era.opening();
    if (!opening.era().equals(era.commit().era())
        || !opening.deployment().equals(era.commit().deployment())) {
      throw new BundleException(
          Code.OPENING_ERA,
          "era " + opening.era() + " is opened with another name or deployment than committed");
    }
    CommitmentFile file = file(bundle, era);
    files.add(file);
    requireBeacon(era, beaconRequired);
    Derive derive = new Derive(era, file);
    Optional<NamedKey> fleet = Optional.empty();
    DrawKey coin;
    switch (opening.fleet()) {
      case Openings.Fleet.Key(byte[] seed, byte[] tag, byte[] tagSalt) -> {
        try (SecretBytes key = derive.key(Subject.fleet(), tag, tagSalt, seed);
            SecretBytes coinKey = CoinKey.of(key)) {
          derive.requireCoin(coinKey.copy());
          coin = DrawKey.copyOf(coinKey.copy());
          fleet = Optional.of(named(FLEET, key));
        }
      }
      case Openings.Fleet.Coin(byte[] bytes) -> {
        derive.requireCoin(bytes);
        coin = DrawKey.copyOf(bytes);
      }
    }
    List<NamedKey> tenants = new ArrayList<>();
    eras.add(new OpenedEra(opening.era(), coin, fleet, List.of())); // to be closed if one fails
    for (Openings.Tenant tenant : opening.tenants()) {
      Subject subject = Subject.tenant(tenant.name());
      try (SecretBytes key = derive.key(subject, tenant.tag(), tenant.tagSalt(), tenant.seed())) {
        tenants.add(named(tenant.name(), key));
      }
    }
    eras.set(eras.size() - 1, new OpenedEra(opening.era(), coin, fleet, tenants));
  }

  private static NamedKey named(String name, SecretBytes key) {
    return key.use(bytes -> new NamedKey(name, KeyFile.keyId(bytes), DrawKey.copyOf(bytes)));
  }

  private static CommitmentFile file(Bundle bundle, EraCase era) {
    String name = FileName.commitments(era.number());
    CommitmentFile file;
    try {
      file = CommitmentFile.parse(name, bundle.bytes(name));
    } catch (BadInputException e) {
      throw new BundleException(Code.COMMITMENTS_FORMAT, String.valueOf(e.getMessage()), e);
    }
    if (file.size() != era.commit().count()
        || !HexFormat.of().formatHex(file.root()).equals(era.commit().root())) {
      throw new BundleException(
          Code.COMMITMENTS_ROOT,
          name + " has another root or count than the commitment of era " + era.commit().era());
    }
    return file;
  }

  private static void requireBeacon(EraCase era, boolean required) {
    if (!era.activation().beacon().suits(era.commit().beacon())) {
      throw new BundleException(
          Code.BEACON_KIND,
          "era "
              + era.commit().era()
              + " is activated with another beacon than it was committed"
              + " to");
    }
    if (required && era.commit().beacon() instanceof BeaconRule.None) {
      throw new BundleException(
          Code.BEACON_REQUIRED,
          "era " + era.commit().era() + " has no beacon, and the trust policy asks for one");
    }
  }

  /** Derives keys of one era and compares them with what was committed. */
  private record Derive(EraCase era, CommitmentFile file) {
    SecretBytes key(Subject subject, byte[] tag, byte[] tagSalt, byte[] seed) {
      String who = subject.name().isEmpty() ? FLEET : "tenant " + subject.name();
      String where = "the key of " + who + ", era " + era.commit().era() + ", ";
      if (!Tag.matches(tag, era.commit().deployment(), subject, tagSalt)) {
        throw new BundleException(
            Code.OPENING_TAG, where + "is opened under a tag that is not of its name and salt");
      }
      byte[] profile = era.commit().profile().sha256Bytes();
      try (EraSeed opened = EraSeed.of(tag, profile, era.commit().era(), seed)) {
        if (!file.holds(opened)) {
          throw new BundleException(
              Code.KEY_NOT_COMMITTED,
              where + "was not committed: its commitment is not in the era's commitment file");
        }
        return opened.key(era.activation().beacon().salt());
      }
    }

    void requireCoin(byte[] coin) {
      byte[] profile = era.commit().profile().sha256Bytes();
      byte[] commitment = CoinKey.commitment(profile, era.commit().era(), coin);
      if (!Arrays.equals(commitment, HexFormat.of().parseHex(era.activation().coinCommitment()))) {
        throw new BundleException(
            Code.COIN_NOT_COMMITTED,
            "the coin key of era "
                + era.commit().era()
                + " is not the one that its activation"
                + " commits to");
      }
    }
  }

  @Override
  public void close() {
    for (OpenedEra era : eras) {
      era.close();
      era.fleet().ifPresent(key -> key.key().close());
      era.tenants().forEach(key -> key.key().close());
    }
  }
}
