package ai.tidemark.scan.source;

import java.io.IOException;

/** A stream that ends before its end, for a reason that a report can print. */
final class BreakException extends IOException {
  private static final long serialVersionUID = 1;

  private final SkipReason reason;

  BreakException(SkipReason reason) {
    super(reason.word());
    this.reason = reason;
  }

  SkipReason reason() {
    return reason;
  }
}
