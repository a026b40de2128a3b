package ai.tidemark.core.token;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;

/**
 * SentencePiece's BPE as it is defined, in strings, one merge after the other with a look at every
 * pair: quadratic, no cuts, no cache. Specification for {@link SentencePieceBpe} in tests.
 */
final class NaiveSentencePiece {
  private final List<String> tokens;
  private final Map<String, Integer> ids = new HashMap<>();
  private final ToDoubleBiFunction<String, String> order;

  /**
   * @param tokens texts by id
   * @param order of two neighbours, the lowest merges first; infinite if they do not merge
   */
  NaiveSentencePiece(List<String> tokens, ToDoubleBiFunction<String, String> order) {
    this.tokens = tokens;
    this.order = order;
    tokens.forEach(token -> ids.put(token, ids.size()));
  }

  /** Appends the ids of a part of a text in which nothing is cut out beforehand. */
  void part(String text, List<Integer> out) {
    List<String> parts = new ArrayList<>();
    text.replace(' ', '\u2581').codePoints().forEach(c -> parts.add(Character.toString(c)));
    while (true) {
      int best = -1;
      double lowest = Double.POSITIVE_INFINITY;
      for (int i = 0; i + 1 < parts.size(); i++) {
        double here = order.applyAsDouble(parts.get(i), parts.get(i + 1));
        if (here < lowest) {
          best = i;
          lowest = here;
        }
      }
      if (best < 0) {
        break;
      }
      parts.set(best, parts.get(best) + parts.remove(best + 1));
    }
    for (String part : parts) {
      Integer id = ids.get(part);
      if (id != null) {
        out.add(id);
      } else {
        for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
          out.add(ids.get("<0x%02X>".formatted(b & 0xff)));
        }
      }
    }
  }

  /** Cuts out the longest of some tokens at each place, from the left (Hugging Face). */
  List<Integer> leftmost(String text, List<String> user, String prefix) {
    List<Integer> out = new ArrayList<>();
    StringBuilder raw = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      int at = i;
      String found =
          user.stream()
              .filter(name -> text.startsWith(name, at))
              .max(Comparator.comparingInt(String::length))
              .orElse("");
      if (found.isEmpty()) {
        raw.append(text.charAt(i++));
      } else {
        flush(raw, prefix, out);
        out.add(tokens.indexOf(found));
        i += found.length();
      }
    }
    flush(raw, prefix, out);
    return out;
  }

  private void flush(StringBuilder raw, String prefix, List<Integer> out) {
    if (!raw.isEmpty()) {
      part(prefix + raw, out);
      raw.setLength(0);
    }
  }

  /** Cuts out one token after the other, the longest first, wherever it still fits (llama.cpp). */
  List<Integer> longestFirst(String text, List<String> user, String prefix) {
    List<Object> pieces = new ArrayList<>(List.of(text)); // text, or an id
    List<String> order =
        user.stream()
            .sorted(
                Comparator.comparingInt(
                        (String name) -> -name.getBytes(StandardCharsets.UTF_8).length)
                    .thenComparingInt(tokens::indexOf))
            .toList();
    for (String name : order) {
      List<Object> next = new ArrayList<>();
      for (Object piece : pieces) {
        if (piece instanceof String raw) {
          int from = 0;
          for (int at = raw.indexOf(name); at >= 0; at = raw.indexOf(name, from)) {
            next.add(raw.substring(from, at));
            next.add(tokens.indexOf(name));
            from = at + name.length();
          }
          next.add(raw.substring(from));
        } else {
          next.add(piece);
        }
      }
      pieces = next;
    }
    List<Integer> out = new ArrayList<>();
    for (Object piece : pieces) {
      switch (piece) {
        case Integer id -> out.add(id);
        case String raw -> flush(new StringBuilder(raw), prefix, out);
        default -> throw new AssertionError(piece);
      }
    }
    return out;
  }
}
