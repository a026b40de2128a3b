package ai.tidemark.core.foreign.sbw;

import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.foreign.WordColumns;
import ai.tidemark.core.lanes.Lanes;
import ai.tidemark.core.prf.Philox4x32;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * sbw's watermark under one key. A token v is green by word v mod 4 of Philox with counter (v / 4,
 * 0, 0, 0) under the seed's two halves, its lowest 31 bits.
 */
final class GreenKey implements KeyedScheme {
  private final GreenScheme scheme;
  private final long key;
  private final Seeds seeds;
  private final int tokenAt;
  private final long green;
  private @Nullable BulkGreen bulk; // made when first asked for
  private final Philox4x32 philox = new Philox4x32();

  GreenKey(GreenScheme scheme, long key) {
    this.scheme = scheme;
    this.key = key;
    this.seeds = new Seeds(scheme.seeding(), key);
    this.tokenAt = scheme.seeding().words();
    this.green = scheme.green();
  }

  @Override
  public ForeignScheme scheme() {
    return scheme;
  }

  @Override
  public long score(int[] words, int at) {
    int word = word(seeds.of(words, at), words[at + tokenAt]);
    return (word & Integer.MAX_VALUE) < green ? 1 : 0;
  }

  @Override
  public void scores(WordColumns tuples, int from, int to, long[] scores) {
    if (!Lanes.AVAILABLE || !BulkGreen.covers(scheme.seeding())) {
      KeyedScheme.super.scores(tuples, from, to, scores);
      return;
    }
    if (bulk == null) {
      bulk = new BulkGreen(scheme.seeding(), key, green);
    }
    bulk.scores(tuples, from, to, scores);
  }

  /** Returns the seed of a tuple. */
  long seed(int[] words, int at) {
    return seeds.of(words, at);
  }

  /** Returns all 32 bits of the word of a token. */
  int word(long seed, int token) {
    philox.block(token >>> 2, 0, 0, 0, (int) seed, (int) (seed >>> 32));
    return philox.word(token);
  }

  @Override
  public boolean merges() {
    return seeds.merge();
  }

  @Override
  public long stateHigh(int[] words, int at) {
    return seeds.of(words, at);
  }

  @Override
  public long stateLow(int[] words, int at) {
    return words[at + tokenAt];
  }

  @Override
  public KeyedScheme copy() {
    return new GreenKey(scheme, key);
  }

  @Override
  public List<String> originals() {
    return List.of(Sbw100.VERSION);
  }

  @Override
  public OriginalFinding asOriginal(String version, int[] ids, int n) {
    return Sbw100.detect(this, scheme, true, ids, n).finding(version);
  }
}
