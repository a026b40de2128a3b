package ai.tidemark.evidence.verify;

import ai.tidemark.evidence.bundle.BundleException;
import ai.tidemark.evidence.bundle.Code;

/** The answer to one claim. Nothing checked is never passed. */
public sealed interface Outcome {
  /**
   * Every rule of the claim was checked and holds.
   *
   * @param sentence what that shows, and what it does not
   */
  record Passed(String sentence) implements Outcome {}

  /**
   * A rule is broken.
   *
   * @param code which
   * @param sentence where and how
   */
  record Failed(Code code, String sentence) implements Outcome {}

  /**
   * Not everything that the claim needs was there to be checked; what was there held.
   *
   * @param why what is missing, and how to give it
   */
  record NotChecked(String why) implements Outcome {}

  /** Returns the answer that a broken rule gives. */
  static Outcome of(BundleException e) {
    return new Failed(e.code(), e.sentence());
  }

  /** Returns one line for people, without the name of the claim. */
  default String line() {
    return switch (this) {
      case Passed(String sentence) -> "passed       " + sentence;
      case Failed(Code code, String sentence) -> "FAILED       " + code + ": " + sentence;
      case NotChecked(String why) -> "not checked  " + why;
    };
  }
}
