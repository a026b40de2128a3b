package ai.tidemark.core.token;

/**
 * Encodes texts, one at a time: cuts a part of a text where no merge can pass, and looks each piece
 * up, or merges it. No allocation but for very long pieces. Not thread-safe; about 17 MB.
 */
final class PieceEncoder implements UserDefinedTokens.Sink {
  private static final int LOADED = 16; // bytes read at once; a text's last ones are read singly
  private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final TokenBuffer NOWHERE = new TokenBuffer(16);

  private final SentencePieceRules rules;
  private final MergeTable table;
  private final CharPairs pairs;
  private final SymbolMerges merges;
  private final SegmentCache cache = new SegmentCache();
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
  boolean encode(byte[] text, int from, int to, TokenBuffer out) {
    this.out = out;
    malformed = false;
    rules.parts().split(text, from, to, this);
    this.out = NOWHERE;
    return !malformed;
  }

  @Override
  public void token(int id) {
    out.add(id);
  }

  @Override
  public void raw(byte[] text, int from, int to) {
    int p =
        switch (rules.prefix()) {
          case NONE -> from;
          case EVERY_PART -> prefixed(text, from, to);
        };
    int last = text.length - LOADED;
    while (p < to) {
      p = p <= last ? piece(text, p, to) : lastPiece(text, p, to);
    }
  }

  /** Encodes the piece that starts at an index; at least 16 bytes can be read there. */
  private int piece(byte[] text, int p, int to) {
    long low = Words.load(text, p);
    long high = 0;
    long stops = stops(low);
    if (text[p] == ' ') {
      stops &= ~0x80L; // a space and letters stay together
    }
    int run = Long.numberOfTrailingZeros(stops) >>> 3; // 8 if there is none
    if (run == 8) {
      high = Words.load(text, p + 8);
      run += Long.numberOfTrailingZeros(stops(high)) >>> 3;
    }
    int end = p + run;
    if (end >= to) {
      end = to;
    } else if (run == 0 || text[end] < 0 || pairs.joinedAscii(text[end - 1], text[end])) {
      end = extend(text, p, end, to);
      high = Words.load(text, p + 8);
    }
    int length = end - p;
    if (length > LOADED) {
      longPiece(text, p, length);
      return end;
    }
    if (length <= 8) {
      low = SegmentCache.head(low, length);
      high = 0;
    } else {
      high = SegmentCache.head(high, length - 8);
    }
    if (!cache.recall(low, high, length, out)) {
      missed(text, p, length, low, high);
    }
    return end;
  }

  /** The same, where fewer bytes can be read at once. */
  private int lastPiece(byte[] text, int p, int to) {
    int end = extend(text, p, p, to);
    shortPiece(text, p, end - p);
    return end;
  }

  private void shortPiece(byte[] text, int p, int length) {
    if (length > LOADED) {
      longPiece(text, p, length);
      return;
    }
    long low = 0;
    long high = 0;
    for (int i = 0; i < length; i++) {
      if (i < 8) {
        low |= (text[p + i] & 0xffL) << (8 * i);
      } else {
        high |= (text[p + i] & 0xffL) << (8 * i); // 8 * (i - 8): shifts count modulo 64
      }
    }
    if (!cache.recall(low, high, length, out)) {
      missed(text, p, length, low, high);
    }
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

  /** Encodes a space and what stays together with it; returns where that ends. */
  private int prefixed(byte[] text, int from, int to) {
    int first = Chars.decode(text, from, to);
    if (first == Chars.MALFORMED) {
      return malformed(to);
    }
    int end = pairs.joined(' ', first) ? extend(text, from, from, to) : from;
    byte[] piece = new byte[1 + end - from];
    piece[0] = ' ';
    System.arraycopy(text, from, piece, 1, end - from);
    shortPiece(piece, 0, piece.length);
    return end;
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
    if (malformed || cache.recall(text, p, length, out)) {
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

  /** Returns a word whose lowest set bit is in the first byte that is no ASCII letter. */
  private static long stops(long word) {
    long lower = (word | 0x2020202020202020L) & LOW_BITS;
    long atLeastA = lower + 0x1f1f1f1f1f1f1f1fL; // high bit: >= 'a'
    long aboveZ = lower + 0x0505050505050505L; // high bit: > 'z'
    return (~atLeastA | aboveZ | word) & HIGH_BITS;
  }
}
