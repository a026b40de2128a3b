package ai.tidemark.core.token;

import java.util.Arrays;

/**
 * Encodes texts, one at a time: cuts a part of a text where no merge can pass, and looks each piece
 * up, or merges it. No allocation but for very long pieces. Not thread-safe; about 17 MB.
 */
final class PieceEncoder implements AddedTokens.Sink {
  private static final int PADDING = 16; // zeros behind the text: this many bytes are read at once
  private static final int KEPT = 1 << 20;
  private static final TokenBuffer NOWHERE = new TokenBuffer(16);

  private final SentencePieceRules rules;
  private final MergeTable table;
  private final CharPairs pairs;
  private final SymbolMerges merges;
  private final SegmentCache cache = new SegmentCache();
  private byte[] text = new byte[1 << 13]; // from 1 on; a byte in front is for a space
  private TokenBuffer out = NOWHERE;
  private boolean malformed;

  PieceEncoder(SentencePieceRules rules) {
    this.rules = rules;
    table = rules.merges();
    pairs = table.pairs();
    merges = new SymbolMerges(table);
  }

  /**
   * Appends the ids of a text.
   *
   * @return false if the bytes are not UTF-8; what was appended then means nothing
   */
  boolean encode(byte[] utf8, int from, int to, TokenBuffer out) {
    int end = copy(utf8, from, to - from);
    this.out = out;
    malformed = false;
    rules.parts().split(text, 1, end, this);
    this.out = NOWHERE;
    if (text.length > KEPT) {
      text = new byte[1 << 13];
    }
    return !malformed;
  }

  private int copy(byte[] utf8, int from, int length) {
    int needed = Math.addExact(length, 1 + PADDING);
    if (text.length < needed) {
      text = new byte[Math.max(needed, Math.min(2 * text.length, KEPT))];
    }
    System.arraycopy(utf8, from, text, 1, length);
    Arrays.fill(text, 1 + length, needed, (byte) 0);
    return 1 + length;
  }

  @Override
  public void token(int id) {
    out.add(id);
  }

  @Override
  public void raw(byte[] text, int from, int to) {
    int p = from;
    if (isPrefixed(text, from, to)) {
      p--; // what lies there, the start or a token, has been dealt with
      text[p] = ' ';
    }
    while (p < to) {
      p = piece(text, p, to);
    }
  }

  private boolean isPrefixed(byte[] text, int from, int to) {
    return switch (rules.prefix()) {
      case NONE -> false;
      case EVERY -> true;
      case EVERY_WITHOUT -> Chars.decode(text, from, to) != ' ';
      case FIRST_WITHOUT -> from == 1 && Chars.decode(text, from, to) != ' ';
    };
  }

  /** Encodes the piece that starts at an index and returns where it ends. */
  private int piece(byte[] text, int p, int to) {
    long low = Words.load(text, p);
    long high = 0;
    long stops = Words.nonLetters(low);
    if (text[p] == ' ') {
      stops &= ~0x80L; // a space and letters stay together
    }
    int run = Words.before(stops); // 8 if there is none
    if (run == 8) {
      high = Words.load(text, p + 8);
      run += Words.before(Words.nonLetters(high));
    }
    int end = p + run;
    if (end >= to) {
      end = to;
    } else if (run == 0 || text[end] < 0 || pairs.joinedAscii(text[end - 1], text[end])) {
      end = extend(text, p, end, to);
      high = Words.load(text, p + 8);
    }
    int length = end - p;
    if (length > SegmentCache.SHORT_BYTES) {
      longPiece(text, p, length);
      return end;
    }
    if (length <= 8) {
      low = Words.first(low, length);
      high = 0;
      if (text[end - 1] != 0) {
        if (!cache.recall(low, out)) {
          missed(text, p, length, low, high);
        }
        return end;
      }
    } else {
      high = Words.first(high, length - 8);
    }
    if (!cache.recall(low, high, length, out)) {
      missed(text, p, length, low, high);
    }
    return end;
  }

  /**
   * Returns where the piece ends that starts at {@code p}.
   *
   * @param known the characters before it stay together; {@code p}, or behind ASCII
   */
  private int extend(byte[] text, int p, int known, int to) {
    int i = known;
    int left;
    if (i == p) {
      left = Chars.decode(text, i, to);
      if (left == Chars.MALFORMED) {
        return malformed(to);
      }
      i += Chars.length(left, text[i]);
    } else {
      left = text[i - 1];
    }
    while (i < to) {
      int right = Chars.decode(text, i, to);
      if (right == Chars.MALFORMED) {
        return malformed(to);
      }
      if (!pairs.joined(left, right)) {
        return i;
      }
      i += Chars.length(right, text[i]);
      left = right;
    }
    return i;
  }

  private int malformed(int to) {
    malformed = true;
    return to;
  }

  private void longPiece(byte[] text, int p, int length) {
    if (malformed) {
      return;
    }
    if (length > SegmentCache.MAX_BYTES) {
      merge(text, p, p + length);
    } else if (!cache.recall(text, p, length, out)) {
      int first = out.size();
      merge(text, p, p + length);
      cache.keep(text, p, length, 0, 0, out, first);
    }
  }

  private void missed(byte[] text, int p, int length, long low, long high) {
    if (malformed) {
      return;
    }
    int first = out.size();
    merge(text, p, p + length);
    cache.keep(text, p, length, low, high, out, first);
  }

  private void merge(byte[] text, int from, int to) {
    merges.begin();
    int i = from;
    while (i < to) {
      int c = Chars.decode(text, i, to);
      merges.add(c);
      i += Chars.length(c, text[i]);
    }
    int n = merges.merge();
    for (int s = 0; s < n; s++) {
      int symbol = merges.symbol(s);
      if (table.isToken(symbol)) {
        out.add(symbol);
      } else {
        spell(Chars.spelled(table.character(symbol)));
      }
    }
    merges.end();
  }

  private void spell(int c) {
    int bytes = Chars.length(c);
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      out.add(rules.byteIds()[(c >>> shift) & 0xff]);
    }
  }
}
