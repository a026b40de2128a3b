package ai.tidemark.scan;

import ai.tidemark.core.json.StrictJson;
import ai.tidemark.core.text.Normalised;
import ai.tidemark.scan.source.Position;
import ai.tidemark.scan.source.SkipReason;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a ledger counts, and where the corpus goes on.
 *
 * @param end after the last batch entered
 * @param changed documents that the normaliser changed
 * @param counts what it did to them
 * @param leftOut members of archives that the selection left out
 * @param notable documents whose p is at or below the level for {@code marked}
 */
record LedgerState(
    Position end,
    long bytes,
    long documents,
    long tokens,
    long positions,
    long changed,
    Normalised.Counts counts,
    long notable,
    long unreadable,
    long unreadableBytes,
    long leftOut,
    Map<SkipReason, Long> skips) {
  private static final long MOST = (1L << 53) - 1;

  static final LedgerState EMPTY =
      new LedgerState(Position.START, 0, 0, 0, 0, 0, Normalised.Counts.NONE, 0, 0, 0, 0, Map.of());

  LedgerState {
    skips = Map.copyOf(skips);
  }

  void writeTo(ObjectNode node) {
    node.put("file", end.file());
    node.put("chunk", end.chunk());
    node.put("bytes", bytes);
    node.put("documents", documents);
    node.put("tokens", tokens);
    node.put("positions", positions);
    node.put("changed", changed);
    node.put("notable", notable);
    node.put("unreadable", unreadable);
    node.put("unreadableBytes", unreadableBytes);
    node.put("leftOut", leftOut);
    node.putObject("removed")
        .put("ignorables", counts.ignorables())
        .put("bidiControls", counts.bidiControls())
        .put("variationSelectors", counts.variationSelectors())
        .put("spaces", counts.spaces())
        .put("styled", counts.styled())
        .put("confusables", counts.confusables())
        .put("composed", counts.composed());
    ObjectNode reasons = node.putObject("skips");
    skips.forEach((reason, count) -> reasons.put(reason.name(), count));
  }

  static LedgerState read(StrictJson node) {
    StrictJson removed = node.object("removed");
    Normalised.Counts counts =
        new Normalised.Counts(
            count(removed, "ignorables"),
            count(removed, "bidiControls"),
            count(removed, "variationSelectors"),
            count(removed, "spaces"),
            count(removed, "styled"),
            count(removed, "confusables"),
            count(removed, "composed"));
    removed.end();
    StrictJson reasons = node.object("skips");
    Map<SkipReason, Long> skips = new EnumMap<>(SkipReason.class);
    for (String name : reasons.names()) {
      skips.put(SkipReason.valueOf(name), count(reasons, name));
    }
    LedgerState state =
        new LedgerState(
            new Position(count(node, "file"), count(node, "chunk")),
            count(node, "bytes"),
            count(node, "documents"),
            count(node, "tokens"),
            count(node, "positions"),
            count(node, "changed"),
            counts,
            count(node, "notable"),
            count(node, "unreadable"),
            count(node, "unreadableBytes"),
            count(node, "leftOut"),
            skips);
    node.end();
    return state;
  }

  private static long count(StrictJson node, String name) {
    return node.integer(name, 0, MOST);
  }
}
