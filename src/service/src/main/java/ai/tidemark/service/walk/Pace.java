package ai.tidemark.service.walk;

/** The length of an answer's next draft, from how its last ones went. Not thread-safe. */
final class Pace {
  private static final double WEIGHT = 0.1; // of the newest position: about the last ten count

  private final DraftLength length;
  private double acceptance =
      0.5; // so that a long draft comes only where text has shown to be sure

  Pace(DraftLength length) {
    this.length = length;
  }

  /** Returns the most tokens to draft next. */
  int next() {
    return switch (length) {
      case DraftLength.Fixed(int tokens) -> tokens;
      case DraftLength.Adaptive(int longest, double threshold) ->
          acceptance < threshold ? 1 : longest;
    };
  }

  /** Takes note of one drafted position. */
  void saw(boolean accepted) {
    acceptance += WEIGHT * ((accepted ? 1 : 0) - acceptance);
  }
}
