package ai.tidemark.core.foreign.sglang;

import ai.tidemark.core.check.CaseCheck;
import ai.tidemark.core.check.ProfileCheck;
import java.util.Map;

/** Known answers of {@code sglang-dual-gumbel-murmur-v1}. */
public final class SglangDualGumbelCheck implements ProfileCheck {

  /** The check. */
  public SglangDualGumbelCheck() {}

  @Override
  public String profile() {
    return SglangDualGumbel.ID;
  }

  @Override
  public Map<String, CaseCheck> kinds() {
    return Map.of("document", DocumentCheck::differs);
  }
}
