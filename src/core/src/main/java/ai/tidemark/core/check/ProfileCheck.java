package ai.tidemark.core.check;

import java.util.Map;

/** The kinds of case that known-answer files of one profile may hold. */
public interface ProfileCheck {

  /** Returns the values of the field {@code profile} that this check answers for. */
  String profile();

  /** Returns the check of each kind; a case without the field {@code kind} has the kind "". */
  Map<String, CaseCheck> kinds();
}
