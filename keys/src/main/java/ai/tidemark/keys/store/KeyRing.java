package ai.tidemark.keys.store;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.KeyFile;
import ai.tidemark.keys.derive.CommitmentFile;
import ai.tidemark.keys.derive.Derivation;
import ai.tidemark.keys.derive.Subject;
import ai.tidemark.keys.record.Activate;
import ai.tidemark.keys.record.BeaconRule;
import ai.tidemark.keys.record.BeaconValue;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.record.Drand;
import ai.tidemark.keys.record.EraCommit;
import ai.tidemark.keys.record.EraHistory;
import ai.tidemark.keys.record.KeyState;
import ai.tidemark.keys.record.ProfilePin;
import ai.tidemark.keys.record.RecordTime;
import ai.tidemark.keys.record.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The keys of a deployment through their life: committed, activated, retired, opened, destroyed.
 * Every change is a record of the control log before it has any effect here; what the rules of
 * {@link EraHistory} forbid is refused before it is logged. Not for use by several threads.
 */
public final class KeyRing {
  private final EraKeys keys;
  private final EraHistory history;
  private final RecordSink log;
  private final InstantSource clock;

  /**
   * @param history replayed from the log that the sink appends to
   * @param folder what is remembered of the eras
   * @param log where records go
   */
  public KeyRing(
      Derivation derivation,
      EraHistory history,
      EraFolder folder,
      RecordSink log,
      InstantSource clock) {
    this.keys = new EraKeys(derivation, folder);
    this.history = history;
    this.log = log;
    this.clock = clock;
  }

  /** Returns the eras and their states. */
  public EraHistory history() {
    return history;
  }

  /**
   * Commits to the keys of an era.
   *
   * @throws BadInputException if the era's name is taken, or its window is over
   */
  public EraCommit commit(EraTerms terms) {
    String where = "era " + terms.era();
    if (history.era(terms.era()).isPresent()) {
      throw new BadInputException(where, "is committed already; give the new one another name");
    }
    Instant now = now();
    if (!terms.end().isAfter(now)) {
      throw new BadInputException(where, "ends in the past, at " + RecordTime.format(terms.end()));
    }
    // files first: a crash before the record leaves files that the next attempt overwrites
    CommitmentFile commitments = keys.remember(terms);
    EraCommit record =
        new EraCommit(
            now,
            keys.deployment(),
            terms.era(),
            terms.start(),
            terms.end(),
            history.nextSerial(),
            history.last(),
            ProfilePin.of(terms.profile()),
            commitments.size(),
            HexFormat.of().formatHex(commitments.root()),
            terms.beacon());
    append(record);
    return record;
  }

  /**
   * Activates an era that was committed without a beacon.
   *
   * @throws BadInputException if it is not committed, active already, or waits for a beacon
   */
  public Activate activate(String era) {
    EraCommit commit = era(era).commit();
    if (commit.beacon() instanceof BeaconRule.OfDrand) {
      throw new BadInputException("era " + era, "was committed to a drand beacon; give its round");
    }
    return activate(commit, new BeaconValue.None());
  }

  /**
   * Activates an era with its beacon value.
   *
   * @param outsideTime when a time-stamping authority or a witness first saw the commitment
   * @throws BadInputException if it is not committed, active already, or the value is not of the
   *     first round at or after that time plus {@link Drand#DELAY_SECONDS}
   */
  public Activate activate(String era, BeaconValue.OfDrand beacon, Instant outsideTime) {
    EraCommit commit = era(era).commit();
    String where = "era " + era;
    if (!beacon.chain().equals(Drand.QUICKNET)) {
      throw new BadInputException(where, "the beacon is not of drand's quicknet");
    }
    long round = Drand.firstRound(outsideTime);
    if (beacon.round() != round) {
      throw new BadInputException(
          where,
          "needs round "
              + round
              + ", the first one "
              + Drand.DELAY_SECONDS
              + " s after "
              + outsideTime
              + ", but the beacon is of round "
              + beacon.round());
    }
    if (Drand.timeOf(round).isAfter(clock.instant())) {
      throw new BadInputException(where, "round " + round + " has not appeared yet");
    }
    return activate(commit, beacon);
  }

  private Activate activate(EraCommit commit, BeaconValue beacon) {
    keys.requireCommitted(commit);
    Activate record =
        new Activate(
            now(), commit.era(), commit.leafHash(), beacon, keys.coinCommitment(commit, beacon));
    append(record);
    return record;
  }

  /**
   * Returns the keys of an era that was activated and is not destroyed, to scan with; keys
   * destroyed on their own are left out. The caller closes them.
   *
   * @throws BadInputException if it was not activated, or is destroyed
   */
  public KeyFile keys(String name) {
    EraHistory.Era era = era(name);
    return keys.keyFile(era, activation(era).beacon(), state -> state != State.DESTROYED);
  }

  private static Activate activation(EraHistory.Era era) {
    String where = "era " + era.commit().era();
    if (era.state(KeyState.ALL) == State.DESTROYED) {
      throw new BadInputException(where, "is destroyed");
    }
    return era.activation()
        .orElseThrow(() -> new BadInputException(where, "is committed, but not activated"));
  }

  /**
   * What a gateway holds: the keys that may mark in an era's window. The caller closes the keys.
   *
   * @param keys of the fleet, and of the tenants whose keys are ACTIVE
   * @param commit the era's record, with its window
   */
  public record Lease(KeyFile keys, EraCommit commit) {}

  /**
   * Returns what a gateway gets now: the era whose window is open, and the one that follows if its
   * window opens within some time. Eras that are not ACTIVE are left out.
   *
   * @param ahead how long before its start the next one is given
   */
  public List<Lease> leases(Duration ahead) {
    Instant now = clock.instant();
    List<EraHistory.Era> active =
        history.eras().stream()
            .filter(era -> era.state(keys.tag(Subject.fleet())) == State.ACTIVE)
            .sorted(Comparator.comparing(era -> era.commit().start()))
            .toList();
    List<Lease> leases = new ArrayList<>();
    active.stream()
        .filter(era -> !era.commit().start().isAfter(now) && now.isBefore(era.commit().end()))
        .reduce((_, later) -> later) // where windows overlap, the one that began last
        .ifPresent(era -> leases.add(lease(era)));
    active.stream()
        .filter(era -> era.commit().start().isAfter(now))
        .filter(era -> !era.commit().start().isAfter(now.plus(ahead)))
        .findFirst()
        .ifPresent(era -> leases.add(lease(era)));
    return leases;
  }

  private Lease lease(EraHistory.Era era) {
    BeaconValue beacon = activation(era).beacon();
    return new Lease(keys.keyFile(era, beacon, state -> state == State.ACTIVE), era.commit());
  }

  /**
   * Changes the state of an era's keys, or of one.
   *
   * @param subject whose key; empty for all of the era
   * @param state VERIFY_ONLY, COMPROMISED or DESTROYED
   * @param at from when, for COMPROMISED since when; now where empty
   * @throws BadInputException if the state may not follow the one it is in
   */
  public KeyState change(
      String name, Optional<Subject> subject, State state, Optional<Instant> at) {
    EraCommit commit = era(name).commit();
    String tag = subject.map(one -> keys.tagIn(commit, one)).orElse(KeyState.ALL);
    KeyState record = change(commit, tag, state, at, Optional.empty());
    append(record);
    if (state == State.DESTROYED && subject.isEmpty()) {
      keys.forget(name);
    }
    return record;
  }

  /**
   * Records that somebody outside has an era's keys, or one of them, by another way than {@link
   * #open}.
   *
   * @param subject whose key; empty for all of the era
   * @param to pseudonym of who has them
   * @throws BadInputException if a key may not be disclosed in its state
   */
  public KeyState disclosed(
      String name, Optional<Subject> subject, Optional<Instant> at, String to) {
    EraCommit commit = era(name).commit();
    String tag = subject.map(one -> keys.tagIn(commit, one)).orElse(KeyState.ALL);
    KeyState record = change(commit, tag, State.DISCLOSED, at, Optional.of(to));
    append(record);
    return record;
  }

  private KeyState change(
      EraCommit commit, String tag, State state, Optional<Instant> at, Optional<String> to) {
    Instant now = now();
    return new KeyState(now, commit.era(), commit.leafHash(), tag, state, at.orElse(now), to);
  }

  /**
   * Opens keys of an era to somebody outside: the records DISCLOSED first, then the openings.
   *
   * @param tenants pseudonyms
   * @param coinOnly open the coin key instead of the fleet key; no record is needed for it
   * @param to pseudonym of who gets them
   * @throws BadInputException if a key may not be opened in its state: retire it first
   */
  public Openings open(String name, Collection<String> tenants, boolean coinOnly, String to) {
    EraHistory.Era era = era(name);
    EraCommit commit = era.commit();
    BeaconValue beacon = activation(era).beacon();
    keys.requireCommitted(commit);
    List<String> sorted = List.copyOf(new TreeSet<>(tenants));
    List<Subject> subjects = new ArrayList<>();
    if (!coinOnly) {
      subjects.add(Subject.fleet());
    }
    sorted.forEach(tenant -> subjects.add(Subject.tenant(tenant)));
    List<KeyState> records = new ArrayList<>();
    for (Subject subject : subjects) {
      String tag = keys.tagIn(commit, subject);
      requireOpenable(era, subject, era.state(tag));
      records.add(change(commit, tag, State.DISCLOSED, Optional.empty(), Optional.of(to)));
    }
    records.forEach(this::append); // all were allowed, or none is logged
    return keys.openings(commit, beacon, sorted, coinOnly);
  }

  private static void requireOpenable(EraHistory.Era era, Subject subject, State now) {
    if (!State.DISCLOSED.mayFollow(now)) {
      String whose = subject.name().isEmpty() ? "the fleet key" : "the key of " + subject.name();
      throw new BadInputException(
          "era " + era.commit().era(), whose + " is " + now + "; retire it before it is opened");
    }
  }

  private EraHistory.Era era(String name) {
    return history
        .era(name)
        .orElseThrow(() -> new BadInputException("era " + name, "is not committed in this log"));
  }

  private Instant now() {
    return RecordTime.wholeSeconds(clock.instant());
  }

  private void append(ControlRecord record) {
    history.check("new record", record);
    var _ = log.append(record.canonicalJson());
    history.apply("new record", record);
  }
}
