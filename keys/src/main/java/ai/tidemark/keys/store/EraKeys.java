package ai.tidemark.keys.store;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.KeyFile;
import ai.tidemark.keys.derive.CoinKey;
import ai.tidemark.keys.derive.CommitmentFile;
import ai.tidemark.keys.derive.Derivation;
import ai.tidemark.keys.derive.EraSeed;
import ai.tidemark.keys.derive.Subject;
import ai.tidemark.keys.record.BeaconValue;
import ai.tidemark.keys.record.EraCommit;
import ai.tidemark.keys.record.EraHistory;
import ai.tidemark.keys.record.ProfilePin;
import ai.tidemark.keys.record.State;
import ai.tidemark.keys.secret.SecretBytes;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** Derives what an era consists of, and refuses a root that does not give what was committed. */
final class EraKeys {
  private static final HexFormat HEX = HexFormat.of();

  private final Derivation derivation;
  private final EraFolder folder;

  EraKeys(Derivation derivation, EraFolder folder) {
    this.derivation = derivation;
    this.folder = folder;
  }

  String deployment() {
    return derivation.deployment();
  }

  /** Derives the commitments of an era, and remembers it. */
  CommitmentFile remember(EraTerms terms) {
    EraFolder.Remembered era =
        new EraFolder.Remembered(terms.era(), terms.profile(), List.copyOf(terms.tenants()));
    CommitmentFile commitments = commitments(era);
    folder.write(era, commitments);
    return commitments;
  }

  private CommitmentFile commitments(EraFolder.Remembered era) {
    byte[] profile = ProfilePin.of(era.profile()).sha256Bytes();
    List<byte[]> leaves = new ArrayList<>(era.tenants().size() + 1);
    leaves.add(leaf(Subject.fleet(), profile, era.era()));
    for (String tenant : era.tenants()) {
      leaves.add(leaf(Subject.tenant(tenant), profile, era.era()));
    }
    return CommitmentFile.ofLeaves(leaves);
  }

  private byte[] leaf(Subject subject, byte[] profile, String era) {
    try (EraSeed seed = derivation.seed(subject, profile, era)) {
      return CommitmentFile.leaf(seed);
    }
  }

  /** Refuses a root, or a memory, that does not give the keys that were committed. */
  void requireCommitted(EraCommit commit) {
    requireCommitted(commit, folder.read(commit.era()));
  }

  private void requireCommitted(EraCommit commit, EraFolder.Remembered remembered) {
    if (!ProfilePin.of(remembered.profile()).equals(commit.profile())
        || !HEX.formatHex(commitments(remembered).root()).equals(commit.root())) {
      throw new BadInputException(
          "era " + commit.era(), "this store does not give the keys that the log is committed to");
    }
  }

  String coinCommitment(EraCommit commit, BeaconValue beacon) {
    byte[] profile = commit.profile().sha256Bytes();
    return fleetKey(
        commit,
        beacon,
        key -> {
          try (SecretBytes coin = CoinKey.of(key)) {
            return coin.use(c -> HEX.formatHex(CoinKey.commitment(profile, commit.era(), c)));
          }
        });
  }

  private <T> T fleetKey(EraCommit commit, BeaconValue beacon, Function<SecretBytes, T> action) {
    try (EraSeed seed = seed(Subject.fleet(), commit);
        SecretBytes key = seed.key(beacon.salt())) {
      return action.apply(key);
    }
  }

  private EraSeed seed(Subject subject, EraCommit commit) {
    return derivation.seed(subject, commit.profile().sha256Bytes(), commit.era());
  }

  /**
   * Returns the key file of an era.
   *
   * @param tenants states in which a tenant's key belongs to it
   */
  KeyFile keyFile(EraHistory.Era era, BeaconValue beacon, Predicate<State> tenants) {
    EraCommit commit = era.commit();
    EraFolder.Remembered remembered = folder.read(commit.era());
    requireCommitted(commit, remembered);
    SortedMap<String, SecretBytes> keys = new TreeMap<>();
    try {
      for (String tenant : remembered.tenants()) {
        Subject subject = Subject.tenant(tenant);
        if (tenants.test(era.state(tag(subject)))) {
          try (EraSeed seed = seed(subject, commit)) {
            keys.put(tenant, seed.key(beacon.salt()));
          }
        }
      }
      return fleetKey(commit, beacon, fleet -> KeyFile.of(commit.era(), fleet, keys));
    } finally {
      keys.values().forEach(SecretBytes::close);
    }
  }

  /**
   * Opens keys of an era.
   *
   * @param tenants ascending
   */
  Openings openings(EraCommit commit, BeaconValue beacon, List<String> tenants, boolean coinOnly) {
    Openings.Fleet fleet = coinOnly ? coin(commit, beacon) : fleet(commit);
    List<Openings.Tenant> keys = tenants.stream().map(name -> tenant(name, commit)).toList();
    return new Openings(
        List.of(
            new Openings.Era(commit.era(), commit.leafHash(), commit.deployment(), fleet, keys)));
  }

  private Openings.Fleet coin(EraCommit commit, BeaconValue beacon) {
    return fleetKey(
        commit,
        beacon,
        key -> {
          try (SecretBytes coin = CoinKey.of(key)) {
            return new Openings.Fleet.Coin(coin.copy());
          }
        });
  }

  private Openings.Fleet fleet(EraCommit commit) {
    Subject subject = Subject.fleet();
    try (EraSeed seed = seed(subject, commit)) {
      return new Openings.Fleet.Key(seed.open(), seed.tag(), derivation.tagSalt(subject));
    }
  }

  private Openings.Tenant tenant(String name, EraCommit commit) {
    Subject subject = Subject.tenant(name);
    try (EraSeed seed = seed(subject, commit)) {
      return new Openings.Tenant(name, derivation.tagSalt(subject), seed.tag(), seed.open());
    }
  }

  /** Returns a subject's tag, and refuses one that has no key in the era. */
  String tagIn(EraCommit commit, Subject subject) {
    boolean there =
        subject.role() == Subject.Role.FLEET
            || folder.read(commit.era()).tenants().contains(subject.name());
    if (!there) {
      throw new BadInputException("era " + commit.era(), "has no key of tenant " + subject.name());
    }
    return tag(subject);
  }

  String tag(Subject subject) {
    return HEX.formatHex(derivation.tag(subject));
  }

  void forget(String era) {
    folder.forget(era);
  }
}
