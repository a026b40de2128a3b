package ai.tidemark.service.answer;

/**
 * The client's sampling parameters, applied in this order: temperature, top-k, top-p.
 *
 * @param temperature in (0, 2]; temperature 0 cannot be marked and never gets here
 * @param topK most probable tokens kept; 0 keeps all
 * @param topP smallest set of most probable tokens whose mass reaches this is kept, in (0, 1]
 */
public record Sampling(double temperature, int topK, double topP) {
  /** OpenAI's defaults. */
  public static final Sampling DEFAULT = new Sampling(1, 0, 1);

  /** Validates. */
  public Sampling {
    if (!(temperature > 0 && temperature <= 2)) {
      throw new IllegalArgumentException("temperature must be in (0, 2], but is " + temperature);
    }
    if (topK < 0) {
      throw new IllegalArgumentException("topK must not be negative, but is " + topK);
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException("topP must be in (0, 1], but is " + topP);
    }
  }
}
