package ai.tidemark.core.foreign.vllm;

import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.foreign.WordColumns;
import ai.tidemark.core.lanes.Lanes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** vLLM's algorithm {@code gumbel} under one key. */
final class GumbelKey implements KeyedScheme {
  private final GumbelScheme scheme;
  private final long key;
  private final PhiloxDraw draw;
  private @Nullable BulkDraw bulk; // made when first asked for

  GumbelKey(GumbelScheme scheme, long key) {
    this.scheme = scheme;
    this.key = key;
    this.draw = new PhiloxDraw(key);
  }

  @Override
  public ForeignScheme scheme() {
    return scheme;
  }

  @Override
  public long score(int[] words, int at) {
    return (long) (nats(words, at) * 0x1p32);
  }

  @Override
  public void scores(WordColumns tuples, int from, int to, long[] scores) {
    if (!Lanes.AVAILABLE) {
      KeyedScheme.super.scores(tuples, from, to, scores);
      return;
    }
    if (bulk == null) {
      bulk = new BulkDraw(scheme.contextWidth(), key);
    }
    bulk.scores(tuples, from, to, scores);
  }

  private double nats(int[] words, int at) {
    return PhiloxDraw.nats(draw.word(words, at, scheme.contextWidth()));
  }

  @Override
  public KeyedScheme copy() {
    return new GumbelKey(scheme, key);
  }

  @Override
  public List<String> originals() {
    return List.of(Vllm033.VERSION);
  }

  @Override
  public OriginalFinding asOriginal(String version, int[] ids, int n) {
    return original(true, ids, n).finding(version);
  }

  /** Returns what vLLM's detector computes. */
  Vllm033 original(boolean dedup, int[] ids, int n) {
    return Vllm033.detect(scheme.contextWidth(), 0, dedup, this::nats, ids, n);
  }
}
