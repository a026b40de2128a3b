package ai.tidemark.keys.time;

/** Carries a request to an authority and brings its answer, neither of them looked into. */
@FunctionalInterface
public interface TimeStampTransport {
  /**
   * Returns the answer to a request.
   *
   * @param request DER of a TimeStampReq
   * @return what should be the DER of a TimeStampResp, of at most {@link TimeStamps#MOST_BYTES}
   * @throws TimeException with {@code NO_ANSWER}
   */
  byte[] exchange(byte[] request);
}
