package ai.tidemark.scan.state;

import ai.tidemark.core.gumbel.TupleSet;
import java.util.List;

/**
 * What a corpus would be without global dedup: the distinct tuples of every document, one document
 * after the other.
 *
 * @param documents distinct tuples of each
 */
public record Undeduplicated(List<TupleSet> documents) implements TupleSource {
  @Override
  public int level() {
    return 0;
  }

  @Override
  public long size() {
    return documents.stream().mapToLong(TupleSet::size).sum();
  }

  @Override
  public int levelOfAtMost(long most) {
    return 0;
  }

  @Override
  public int partitions() {
    return documents.size();
  }

  @Override
  public void forEach(int partition, int level, int run, Sink sink) {
    TupleSet tuples = documents.get(partition);
    sink.tuples(tuples.hi(), tuples.lo(), tuples.size());
  }
}
