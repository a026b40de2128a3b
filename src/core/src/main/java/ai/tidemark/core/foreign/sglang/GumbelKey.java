package ai.tidemark.core.foreign.sglang;

import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.foreign.WordColumns;
import ai.tidemark.core.lanes.Lanes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SGLang's watermark under one key. */
final class GumbelKey implements KeyedScheme {
  private final GumbelScheme scheme;
  private final MurmurDraw draw;
  private @Nullable BulkDraw bulk; // made when first asked for

  GumbelKey(GumbelScheme scheme, long key) {
    this(scheme, new MurmurDraw(key));
  }

  private GumbelKey(GumbelScheme scheme, MurmurDraw draw) {
    this.scheme = scheme;
    this.draw = draw;
  }

  @Override
  public ForeignScheme scheme() {
    return scheme;
  }

  @Override
  public long score(int[] words, int at) {
    return (long) (MurmurDraw.nats(draw.word(words[at], words[at + 1])) * 0x1p32);
  }

  @Override
  public void scores(WordColumns tuples, int from, int to, long[] scores) {
    if (!Lanes.AVAILABLE) {
      KeyedScheme.super.scores(tuples, from, to, scores);
      return;
    }
    if (bulk == null) {
      bulk = new BulkDraw(draw, null);
    }
    bulk.scores(tuples, from, to, scores);
  }

  @Override
  public KeyedScheme copy() {
    return new GumbelKey(scheme, draw);
  }

  @Override
  public List<String> originals() {
    return List.of(Sglang0523.VERSION);
  }

  @Override
  public OriginalFinding asOriginal(String version, int[] ids, int n) {
    return Sglang0523.finding(version, scheme.contextWindow(), draw, null, ids, n);
  }
}
