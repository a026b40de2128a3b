package ai.tidemark.scan.state;

import ai.tidemark.core.gumbel.TupleSet;
import ai.tidemark.scan.inference.TextForm;
import java.util.List;

/**
 * The negative control: what a corpus would be without global dedup, the distinct tuples of every
 * document, one document after the other. Only tests in this package make one, to show that decoys
 * find it out.
 */
final class Undeduplicated implements TupleSource {
  private final List<TupleSet> documents;

  /**
   * @param documents distinct tuples of each
   */
  Undeduplicated(List<TupleSet> documents) {
    this.documents = List.copyOf(documents);
  }

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
  public String digest() {
    return "0".repeat(32);
  }

  @Override
  public int partitions() {
    return documents.size();
  }

  @Override
  public List<Part> parts(int sliceLevel) {
    return List.of(new Part(TextForm.BOTH, 0, NO_LEVEL));
  }

  @Override
  public void forEach(int partition, TupleRuns runs) {
    TupleSet tuples = documents.get(partition);
    for (int i = 0; i < tuples.size(); i++) {
      runs.add(tuples.hi()[i], tuples.lo()[i], TextForm.BOTH);
    }
  }
}
