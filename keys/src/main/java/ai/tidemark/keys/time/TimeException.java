package ai.tidemark.keys.time;

/** A time-stamp token, an evidence record or an authority's answer that shows no time, and why. */
public final class TimeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong. Names are stable: verifiers print them. */
  public enum Code {
    /** Not the ASN.1 it should be, or too large. */
    MALFORMED,
    /** Made over other bytes, or with another hash than SHA-256. */
    WRONG_IMPRINT,
    /** The answer to another question. */
    WRONG_NONCE,
    /** Issued under a policy that was not asked for or is not accepted. */
    POLICY,
    /** The signature does not verify, or rests on a broken hash. */
    SIGNATURE,
    /** The signer's certificate does not lead to a trusted root. */
    CHAIN_NOT_TRUSTED,
    /** A certificate was not valid at the token's own time. */
    CERTIFICATE_NOT_VALID,
    /** A certificate has expired since, and nothing shows the token was there before. */
    EXPIRED,
    /** The signer's certificate is not for time stamps (critical, and for nothing else). */
    NOT_FOR_TIME_STAMPING,
    /** The token's time lies after the instant at which it is looked at. */
    FROM_THE_FUTURE,
    /**
     * An evidence record that does not cover the token, or whose parts do not follow each other.
     */
    RENEWAL,
    /** The authority answered that it will not. */
    REFUSED,
    /** No usable answer: connection, time limit, status, media type or size. */
    NO_ANSWER,
    /** Fewer independent authorities than asked for. */
    QUORUM
  }

  private final Code code;

  TimeException(Code code, String message) {
    super(message);
    this.code = code;
  }

  TimeException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** Returns what is wrong. */
  public Code code() {
    return code;
  }
}
