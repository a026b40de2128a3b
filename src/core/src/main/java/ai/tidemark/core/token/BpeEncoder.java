package ai.tidemark.core.token;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One text at a time on its way through splitter, cache and merges. A batch of pieces is cut first
 * and looked up then: the loads of the second loop do not depend on one another. Not thread-safe.
 */
final class BpeEncoder {
  private static final int BATCH = 256;
  private static final int KEPT = 1 << 20;

  /** Longer pieces are merged by themselves, so that room for their ids is not made in advance. */
  private static final int HUGE = 1 << 12;

  private final BpeModel model;
  private final Splitter splitter;
  private final @Nullable TextRules rules;
  private final PieceCache cache;
  private final BytePairMerges merges;
  private final int[] ends = new int[BATCH];
  private byte[] text = new byte[1 << 13];

  BpeEncoder(BpeModel model, Splitter splitter, Optional<TextRules> rules, PieceCache cache) {
    this.model = model;
    this.splitter = splitter;
    this.rules = rules.orElse(null);
    this.cache = cache;
    merges = new BytePairMerges(model.pairs());
  }

  /** Appends the ids of utf8[from, to); what is not well-formed counts as U+FFFD. */
  void encode(byte[] utf8, int from, int to, TokenBuffer out) {
    int length = to - from;
    copy(utf8, from, length);
    int kind = Utf8.check(text, length);
    if (kind == Utf8.BROKEN) {
      byte[] repaired =
          new String(utf8, from, length, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
      length = repaired.length;
      copy(repaired, 0, length);
      kind = Utf8.check(text, length);
    }
    boolean plain = kind == Utf8.PLAIN;
    if (rules == null || rules.leave(text, length)) {
      pieces(length, plain, out);
    } else {
      parts(rules, length, plain, out);
    }
    if (text.length > KEPT) {
      text = new byte[1 << 13];
    }
  }

  private void parts(TextRules rules, int length, boolean plain, TokenBuffer out) {
    rules.apply(
        Arrays.copyOf(text, length + Splitter.PADDING),
        length,
        new AddedTokens.Sink() {
          @Override
          public void raw(byte[] part, int from, int to) {
            copy(part, from, to - from);
            pieces(to - from, plain, out);
          }

          @Override
          public void token(int id) {
            out.add(id);
          }
        });
  }

  private void pieces(int length, boolean plain, TokenBuffer out) {
    int from = 0;
    while (from < length) {
      int n = splitter.split(text, from, length, ends);
      int to = ends[n - 1];
      if (plain && to - from <= HUGE) {
        int[] ids = out.room(to - from + 3);
        out.size(cache.encode(text, from, ends, n, ids, out.size()));
      } else {
        oneByOne(from, n, plain, out);
      }
      from = to;
    }
  }

  private void oneByOne(int from, int n, boolean plain, TokenBuffer out) {
    int start = from;
    for (int i = 0; i < n; i++) {
      int end = ends[i];
      if (end - start > HUGE) {
        huge(start, end, out);
      } else {
        int[] ids = out.room(end - start + 3);
        if (plain) {
          ends[0] = end;
          out.size(cache.encode(text, start, ends, 1, ids, out.size()));
        } else {
          out.size(model.encode(merges, text, start, end, ids, out.size()));
        }
      }
      start = end;
    }
  }

  private void huge(int start, int end, TokenBuffer out) {
    int id = model.whole().find(text, start, end);
    if (id >= 0) {
      out.add(id);
    } else {
      merges.runHuge(text, start, end, out);
    }
  }

  private void copy(byte[] utf8, int from, int length) {
    int needed = Math.addExact(length, Splitter.PADDING);
    if (text.length < needed) {
      text = new byte[Math.max(needed, Math.min(2 * text.length, KEPT))];
    }
    System.arraycopy(utf8, from, text, 0, length);
    Arrays.fill(text, length, needed, (byte) 0);
  }
}
