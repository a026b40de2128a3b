package ai.tidemark.evidence.verify;

import ai.tidemark.evidence.bundle.BundleException;
import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.bundle.LogRecords;
import ai.tidemark.keys.record.Activate;
import ai.tidemark.keys.record.EraCommit;
import ai.tidemark.keys.record.KeyState;
import ai.tidemark.keys.store.Openings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the log says about an opened era.
 *
 * @param number of the era in the openings, from 0
 * @param opening what the bundle shows
 * @param commit its commitment
 * @param commitIndex where that stands in the log
 * @param activation what fixed its keys
 * @param activationIndex where that stands
 * @param states changes of its keys' states
 */
record EraCase(
    int number,
    Openings.Era opening,
    EraCommit commit,
    long commitIndex,
    Activate activation,
    long activationIndex,
    List<KeyState> states) {
  EraCase {
    states = List.copyOf(states);
  }

  /**
   * Finds the records of every opened era.
   *
   * @throws BundleException if the chain of commitments has a gap, or an era lacks a record
   */
  static List<EraCase> of(Openings openings, LoggedRecords logged) {
    requireChain(logged.records());
    List<EraCase> cases = new ArrayList<>();
    for (Openings.Era opening : openings.eras()) {
      cases.add(of(cases.size(), opening, logged));
    }
    return cases;
  }

  private static void requireChain(LogRecords records) {
    String previous = EraCommit.NONE;
    int serial = 0;
    Set<String> names = new HashSet<>();
    for (EraCommit commit : records.of(EraCommit.class)) {
      if (commit.serial() != serial
          || !commit.previous().equals(previous)
          || !names.add(commit.era())) {
        throw new BundleException(
            Code.ERA_CHAIN,
            "the era commitment with serial "
                + commit.serial()
                + " (era "
                + commit.era()
                + ") does not follow the one before: serials must be 0, 1, 2, ..., each naming the"
                + " record before, and each era once");
      }
      previous = commit.leafHash();
      serial++;
    }
  }

  private static EraCase of(int number, Openings.Era opening, LoggedRecords logged) {
    LogRecords.Entry entry =
        logged.require("the commitment of era " + opening.era(), opening.eraRecord());
    if (!(entry.record() instanceof EraCommit commit)) {
      throw new BundleException(
          Code.RECORD_MISSING, "log entry " + entry.index() + " is no era commitment");
    }
    List<LogRecords.Entry> activations = new ArrayList<>();
    List<KeyState> states = new ArrayList<>();
    for (LogRecords.Entry other : logged.records().entries()) {
      switch (other.record()) {
        case Activate activate when activate.eraRecord().equals(opening.eraRecord()) -> {
          requireName(other.index(), activate.era(), commit);
          activations.add(other);
        }
        case KeyState state when state.eraRecord().equals(opening.eraRecord()) -> {
          requireName(other.index(), state.era(), commit);
          states.add(state);
        }
        default -> {} // about something else
      }
    }
    if (activations.isEmpty()) {
      throw new BundleException(
          Code.RECORD_MISSING,
          "the activation of era " + commit.era() + " is not among the records");
    }
    if (activations.size() > 1) {
      throw new BundleException(
          Code.ERA_ACTIVATED_TWICE, "era " + commit.era() + " is activated more than once");
    }
    LogRecords.Entry activation = activations.getFirst();
    if (activation.index() < entry.index()) {
      throw new BundleException(
          Code.ERA_TIME, "era " + commit.era() + " is activated before it is committed");
    }
    return new EraCase(
        number,
        opening,
        commit,
        entry.index(),
        (Activate) activation.record(),
        activation.index(),
        states);
  }

  private static void requireName(long index, String era, EraCommit commit) {
    if (!era.equals(commit.era())) {
      throw new BundleException(
          Code.ERA_NAME,
          "log entry "
              + index
              + " names era "
              + era
              + ", but its commitment is of "
              + commit.era());
    }
  }
}
