package ai.tidemark.service.policy;

import java.util.EnumMap;
import java.util.Map;

/**
 * A rule for every reason. Not marking is an escape for whoever distils, so what is not stated is
 * refused.
 *
 * @param rules the stated rules
 */
public record Policy(Map<Reason, Rule> rules) {
  /** Refuses whatever cannot be marked. */
  public static final Policy REFUSE_ALL = new Policy(Map.of());

  /** Copies. */
  public Policy {
    rules = Map.copyOf(rules);
  }

  /** Returns the rule for a reason. */
  public Rule rule(Reason reason) {
    return rules.getOrDefault(reason, Rule.REFUSE);
  }

  /** Returns this policy with some rules replaced. */
  public Policy with(Map<Reason, Rule> overrides) {
    Map<Reason, Rule> merged = new EnumMap<>(Reason.class);
    merged.putAll(rules);
    merged.putAll(overrides);
    return new Policy(merged);
  }
}
