package ai.tidemark.keys.record;

import ai.tidemark.core.BadInputException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The eras of one log and the states of their keys, replayed record by record in the log's order.
 * Refuses a record that the rules do not allow: serials 0, 1, 2... each naming the record before;
 * an era's name once; one activation per era, by its beacon rule; states in their order ({@link
 * State#mayFollow}). Whether a beacon's round is the right one depends on outside time, which a log
 * does not hold: see {@link Drand#firstRound}.
 */
public final class EraHistory {
  private final Map<String, Era> byName = new LinkedHashMap<>();
  private final Map<String, Era> byRecord = new LinkedHashMap<>();
  private String last = EraCommit.NONE;

  /**
   * One era.
   *
   * @param commit its commitment
   * @param activation there once it is active
   * @param changes of its keys' states, in order
   */
  public record Era(EraCommit commit, Optional<Activate> activation, List<KeyState> changes) {
    /** Validates. */
    public Era {
      changes = List.copyOf(changes);
    }

    /** Returns the state of a key; of {@link KeyState#ALL}, what holds for keys not named. */
    public State state(String tag) {
      State state = activation.isPresent() ? State.ACTIVE : State.COMMITTED;
      for (KeyState change : changes) {
        if (change.concerns(tag) && change.state().mayFollow(state)) {
          state = change.state();
        }
      }
      return state;
    }

    /** Returns the earliest time since when a key may be in wrong hands. */
    public Optional<Instant> compromisedAt(String tag) {
      return changes.stream()
          .filter(change -> change.state() == State.COMPROMISED && change.concerns(tag))
          .map(KeyState::at)
          .min(Instant::compareTo);
    }
  }

  /** Returns the eras, in the order of their serials. */
  public List<Era> eras() {
    return List.copyOf(byName.values());
  }

  /** Returns an era by its name. */
  public Optional<Era> era(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Returns the serial and the previous hash that the next {@link EraCommit} must carry. */
  public int nextSerial() {
    return byName.size();
  }

  /** Returns the leaf hash of the last {@link EraCommit}; {@link EraCommit#NONE} before any. */
  public String last() {
    return last;
  }

  /**
   * Refuses a record that {@link #apply} would refuse, and takes none.
   *
   * @throws BadInputException if the rules do not allow it
   */
  public void check(String where, ControlRecord record) {
    var _ = next(where, record);
  }

  /**
   * Takes the next record; records of other kinds pass.
   *
   * @param where names the record in messages, for example {@code log entry 7}
   * @throws BadInputException if the rules do not allow it; nothing is changed then
   */
  public void apply(String where, ControlRecord record) {
    next(where, record)
        .ifPresent(
            era -> {
              byName.put(era.commit().era(), era);
              byRecord.put(era.commit().leafHash(), era);
            });
    if (record instanceof EraCommit commit) {
      last = commit.leafHash();
    }
  }

  /** Returns the era as the record leaves it; nothing for records of other kinds. */
  private Optional<Era> next(String where, ControlRecord record) {
    return switch (record) {
      case EraCommit commit -> Optional.of(committed(where, commit));
      case Activate activate -> Optional.of(activated(where, activate));
      case KeyState change -> Optional.of(changed(where, change));
      case PlanRecord _, ResultRecord _, LedgerRoot _, Gap _, Build _, Policy _ -> Optional.empty();
    };
  }

  private Era committed(String where, EraCommit commit) {
    if (commit.serial() != nextSerial() || !commit.previous().equals(last)) {
      throw new BadInputException(
          where, "must have serial " + nextSerial() + " and name the record before, " + last);
    }
    if (byName.containsKey(commit.era())) {
      throw new BadInputException(
          where, "era " + commit.era() + " is committed already; give the new one another name");
    }
    return new Era(commit, Optional.empty(), List.of());
  }

  private Era activated(String where, Activate activate) {
    Era era = find(where, activate.era(), activate.eraRecord());
    State now = era.state(KeyState.ALL);
    if (!State.ACTIVE.mayFollow(now)) {
      throw new BadInputException(where, "era " + activate.era() + " is " + now + " already");
    }
    if (!activate.beacon().suits(era.commit().beacon())) {
      throw new BadInputException(
          where, "the beacon is not the one that era " + activate.era() + " was committed to");
    }
    return new Era(era.commit(), Optional.of(activate), era.changes());
  }

  private Era changed(String where, KeyState change) {
    Era era = find(where, change.era(), change.eraRecord());
    State now = era.state(change.subject());
    if (!change.state().mayFollow(now)) {
      throw new BadInputException(
          where,
          "keys of era "
              + change.era()
              + " that are "
              + now
              + " cannot become "
              + change.state()
              + " (the order is COMMITTED, ACTIVE, VERIFY_ONLY, DISCLOSED, DESTROYED;"
              + " COMPROMISED from any)");
    }
    List<KeyState> changes = new ArrayList<>(era.changes());
    changes.add(change);
    return new Era(era.commit(), era.activation(), changes);
  }

  private Era find(String where, String name, String eraRecord) {
    Era era = byRecord.get(eraRecord);
    if (era == null || !era.commit().era().equals(name)) {
      throw new BadInputException(where, "era " + name + " is not committed by that record");
    }
    return era;
  }
}
