package ai.tidemark.core.foreign.sglang;

import ai.tidemark.core.foreign.ForeignScheme;
import ai.tidemark.core.foreign.KeyedScheme;
import ai.tidemark.core.foreign.OriginalFinding;
import ai.tidemark.core.foreign.WordColumns;
import ai.tidemark.core.lanes.Lanes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SGLang's watermark under a pair of keys: a context belongs to the key that its coin picks. */
final class DualGumbelKey implements KeyedScheme {
  private final DualGumbelScheme scheme;
  private final MurmurDraw drawA;
  private final MurmurDraw drawB;
  private final Coin coin;
  private @Nullable BulkDraw bulk; // made when first asked for

  DualGumbelKey(DualGumbelScheme scheme, long keyA, long keyB) {
    this(
        scheme,
        new MurmurDraw(keyA),
        new MurmurDraw(keyB),
        new Coin(keyA, keyB, scheme.mixingProbability()));
  }

  private DualGumbelKey(DualGumbelScheme scheme, MurmurDraw drawA, MurmurDraw drawB, Coin coin) {
    this.scheme = scheme;
    this.drawA = drawA;
    this.drawB = drawB;
    this.coin = coin;
  }

  @Override
  public ForeignScheme scheme() {
    return scheme;
  }

  @Override
  public long score(int[] words, int at) {
    MurmurDraw draw = coin.isKeyA(words[at]) ? drawA : drawB;
    return (long) (MurmurDraw.nats(draw.word(words[at], words[at + 1])) * 0x1p32);
  }

  @Override
  public void scores(WordColumns tuples, int from, int to, long[] scores) {
    if (!Lanes.AVAILABLE) {
      KeyedScheme.super.scores(tuples, from, to, scores);
      return;
    }
    if (bulk == null) {
      bulk = new BulkDraw(drawA, new BulkDraw.Pair(drawB, coin));
    }
    bulk.scores(tuples, from, to, scores);
  }

  @Override
  public KeyedScheme copy() {
    return new DualGumbelKey(scheme, drawA, drawB, coin);
  }

  @Override
  public List<String> originals() {
    return List.of(Sglang0523.VERSION);
  }

  @Override
  public OriginalFinding asOriginal(String version, int[] ids, int n) {
    Sglang0523.Second second = new Sglang0523.Second(drawB, coin);
    return Sglang0523.finding(version, scheme.contextWindow(), drawA, second, ids, n);
  }
}
