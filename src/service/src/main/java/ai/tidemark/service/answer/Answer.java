package ai.tidemark.service.answer;

/**
 * How an answer ended and what it carries.
 *
 * @param finish why it ended
 * @param promptTokens tokens of the prompt, counted once
 * @param completionTokens tokens the client sees
 * @param marks what evidence it carries
 * @param effort what it cost
 */
public record Answer(
    Finish finish, int promptTokens, int completionTokens, Marks marks, Effort effort) {

  /** Why an answer ended. */
  public enum Finish {
    /** End of sequence, or a stop string. */
    STOP,
    /** The client's own limit. */
    LENGTH
  }

  /**
   * Evidence carried, per tier. Expected scores are sums over keyed positions in nats; unmarked
   * text would have 1 per position.
   *
   * @param fleetPositions positions drawn under the fleet key
   * @param tenantPositions positions drawn under the tenant key
   * @param fleetExpectedScore sum of expected scores under the fleet key
   * @param tenantExpectedScore sum of expected scores under the tenant key
   * @param omittedMass mean over positions of the probability outside the candidates the engine
   *     listed, in [0, 1]
   */
  public record Marks(
      int fleetPositions,
      int tenantPositions,
      double fleetExpectedScore,
      double tenantExpectedScore,
      double omittedMass) {
    /** No mark. */
    public static final Marks NONE = new Marks(0, 0, 0, 0, 0);
  }

  /**
   * What the upstream did.
   *
   * @param calls generation requests sent
   * @param draftedTokens tokens the engine generated for them, as far as read
   * @param mismatches drafts cut short because the keyed draw differed
   */
  public record Effort(int calls, int draftedTokens, int mismatches) {}
}
