package ai.tidemark.service.policy;

import java.util.Locale;
import java.util.Optional;

/** Why a request cannot be marked. Where several apply, the first in this order is named. */
public enum Reason {
  /** Tools or functions, or a conversation that used them. */
  TOOLS,
  /** A response format, JSON schema or grammar that binds the output. */
  STRUCTURED_OUTPUT,
  /** Temperature 0: nothing is drawn, so nothing can be keyed. */
  TEMPERATURE_ZERO,
  /** More than one answer to one request: under one key they would be nearly the same. */
  MANY_CHOICES,
  /** Log probabilities asked for. */
  LOGPROBS,
  /** A parameter or a kind of content that the marking strategies do not carry out. */
  UNSUPPORTED_PARAMETER;

  private final String wire = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** Returns the name in configurations, headers and records, for example {@code tools}. */
  public String wire() {
    return wire;
  }

  /** Returns the code of the error that refuses it, for example {@code unmarkable_tools}. */
  public String code() {
    return "unmarkable_" + name().toLowerCase(Locale.ROOT);
  }

  /** Returns the reason of this name, if there is one. */
  public static Optional<Reason> of(String wire) {
    for (Reason reason : values()) {
      if (reason.wire.equals(wire)) {
        return Optional.of(reason);
      }
    }
    return Optional.empty();
  }
}
