package ai.tidemark.demo.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The glosses in two parts that share no sentence: what the model learns from, and what it never
 * sees. The split hangs on part of speech and offset alone.
 *
 * @param training for the model, in mixed order
 * @param heldOut for the human documents, in mixed order; sentences that the training part also
 *     has, and repeats, are left out
 */
public record GlossSplit(List<Gloss> training, List<Gloss> heldOut) {
  /** Share of the glosses held out, in units of 1/256. */
  static final int HELD_OUT_OF_256 = 136;

  /** Copies. */
  public GlossSplit {
    training = List.copyOf(training);
    heldOut = List.copyOf(heldOut);
  }

  /** Splits glosses. */
  public static GlossSplit of(List<Gloss> glosses) {
    List<Gloss> training = new ArrayList<>();
    List<Gloss> candidates = new ArrayList<>();
    for (Gloss gloss : glosses) {
      (isHeldOut(gloss) ? candidates : training).add(gloss);
    }
    Comparator<Gloss> mixed = Comparator.comparingLong(Gloss::mix); // mix() is a bijection: no ties
    training.sort(mixed);
    candidates.sort(mixed);
    return new GlossSplit(training, withoutKnown(candidates, training));
  }

  private static boolean isHeldOut(Gloss gloss) {
    return (gloss.mix() & 0xFF) < HELD_OUT_OF_256; // the order below hangs on the high bits
  }

  private static List<Gloss> withoutKnown(List<Gloss> candidates, List<Gloss> training) {
    Set<String> known = new HashSet<>();
    for (Gloss gloss : training) {
      for (String sentence : gloss.sentences()) {
        known.add(identity(sentence));
      }
    }
    List<Gloss> kept = new ArrayList<>(candidates.size());
    for (Gloss gloss : candidates) {
      List<String> fresh = new ArrayList<>(gloss.sentences().size());
      for (String sentence : gloss.sentences()) {
        if (known.add(identity(sentence))) {
          fresh.add(sentence);
        }
      }
      if (!fresh.isEmpty()) {
        kept.add(gloss.with(fresh));
      }
    }
    return kept;
  }

  /** Returns what two sentences must share to count as the same: their words, whatever the case. */
  static String identity(String sentence) {
    StringBuilder identity = new StringBuilder(sentence.length());
    for (int i = 0; i < sentence.length(); i++) {
      char c = sentence.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        identity.append(Character.toLowerCase(c));
      } else if (!identity.isEmpty() && identity.charAt(identity.length() - 1) != ' ') {
        identity.append(' ');
      }
    }
    return identity.toString().strip();
  }
}
