package ai.tidemark.scan.source;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/**
 * A file or record that is not scored. Never holds any of its text.
 *
 * @param place where
 * @param reason why
 * @param bytes how much of the corpus it is, as far as known
 */
public record Skip(Place place, SkipReason reason, long bytes) {

  /** Returns what a failure to open or read means. */
  static SkipReason reason(IOException failure) {
    return switch (failure) {
      case BreakException e -> e.reason();
      case AccessDeniedException _ -> SkipReason.NO_PERMISSION;
      case NoSuchFileException _ -> SkipReason.VANISHED;
      default -> SkipReason.READ_ERROR;
    };
  }

  /** Returns one line of {@code skipped.jsonl}, without its newline. */
  public String toJson() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("bytes", bytes);
    place.writeTo(node);
    node.put("reason", reason.word());
    return node.toString();
  }
}
