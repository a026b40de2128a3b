package ai.tidemark.keys.record;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.keys.derive.Names;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * A change of the state of an era's keys, or of one of them.
 *
 * @param era name of the era
 * @param eraRecord leaf hash of its {@link EraCommit}
 * @param subject {@link #ALL}, or the tag of the one key
 * @param state VERIFY_ONLY, DISCLOSED, COMPROMISED or DESTROYED
 * @param at time it holds from; for COMPROMISED, since when
 * @param to pseudonym of who got the key; there for DISCLOSED, and only then
 */
public record KeyState(
    Instant time,
    String era,
    String eraRecord,
    String subject,
    State state,
    Instant at,
    Optional<String> to)
    implements ControlRecord {
  static final String TYPE = "key-state";

  /** The subject that means every key of the era. */
  public static final String ALL = "all";

  /** Validates. */
  public KeyState {
    RecordTime.format(time);
    RecordTime.format(at);
    Check.text("era", era, Names.ERA);
    Check.hash("eraRecord", eraRecord);
    Check.text("subject", subject, ALL + "|" + Check.HASH);
    if (state == State.COMMITTED || state == State.ACTIVE) {
      throw new IllegalArgumentException("state " + state + " has a record type of its own");
    }
    if (to.isPresent() != (state == State.DISCLOSED)) {
      throw new IllegalArgumentException("to must be there for DISCLOSED, and only then");
    }
    to.ifPresent(name -> Check.text("to", name, Names.TENANT));
  }

  /** Returns whether it holds for a key. */
  public boolean concerns(String tag) {
    return subject.equals(ALL) || subject.equals(tag);
  }

  static KeyState read(StrictJson root, Instant time) {
    String word = root.text("state");
    State state =
        Arrays.stream(State.values())
            .filter(one -> one.name().equals(word))
            .findFirst()
            .orElseThrow(
                () -> new BadInputException(root.where() + "/state", "is not a known state"));
    return new KeyState(
        time,
        root.text("era"),
        root.text("eraRecord"),
        root.text("subject"),
        state,
        RecordTime.read(root, "at"),
        root.optionalText("to"));
  }

  @Override
  public byte[] canonicalJson() {
    ObjectNode node =
        Check.begin(TYPE, time)
            .put("era", era)
            .put("eraRecord", eraRecord)
            .put("subject", subject)
            .put("state", state.name())
            .put("at", RecordTime.format(at));
    to.ifPresent(name -> node.put("to", name));
    return Check.end(node);
  }
}
