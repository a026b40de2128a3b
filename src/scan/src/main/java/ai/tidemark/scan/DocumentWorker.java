package ai.tidemark.scan;

import ai.tidemark.core.gumbel.Evidence;
import ai.tidemark.core.text.Normalised;
import ai.tidemark.core.text.Normaliser;
import ai.tidemark.core.token.TokenBuffer;
import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.scan.inference.Hypothesis;
import ai.tidemark.scan.inference.Normalisation;
import ai.tidemark.scan.inference.TextForm;
import ai.tidemark.scan.source.Bytes;
import ai.tidemark.scan.source.Chunk;
import ai.tidemark.scan.source.Documents;
import ai.tidemark.scan.source.Place;
import ai.tidemark.scan.source.Skip;
import ai.tidemark.scan.state.CorpusTuples;
import ai.tidemark.scan.state.DocumentRow;
import ai.tidemark.scan.state.DocumentScorer;
import ai.tidemark.scan.state.TupleWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Turns chunks into batches: parse, tokenise, score, collect tuples. One per thread. */
final class DocumentWorker {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final Normalised UNCHANGED = new Normalised("", Normalised.Counts.NONE);

  private final Documents documents;
  private final Tokenizer tokenizer;
  private final int overlap;
  private final boolean withText;
  private final double notableLnP;
  private final Normalisation normalisation;
  private final DocumentScorer scorer;
  private final Optional<TupleWriter> tuples;
  private final TokenBuffer ids = new TokenBuffer();
  private final TokenBuffer tail = new TokenBuffer();
  private final Nanos clock = new Nanos(); // of the chunk in hand, by the clock
  final Nanos nanos = new Nanos();

  /**
   * Where the time went, in nanoseconds of processor time of the worker's thread. That is asked for
   * once a chunk and split as the time by the clock was: asking four times a document cost a tenth
   * of a scan.
   */
  static final class Nanos {
    long parse;
    long tokenise;
    long score;
    long collect;

    private void clear() {
      tokenise = 0;
      score = 0;
      collect = 0;
    }

    private void add(Nanos clock, long total, long processor) {
      double share = (double) processor / (double) Math.max(1, total);
      tokenise += Math.round((double) clock.tokenise * share);
      score += Math.round((double) clock.score * share);
      collect += Math.round((double) clock.collect * share);
      long rest = total - clock.tokenise - clock.score - clock.collect;
      parse += Math.round((double) rest * share);
    }
  }

  /**
   * @param hypotheses what each document is asked
   * @param corpus takes the documents' tuples, if they are to be collected
   */
  DocumentWorker(
      ScanOptions options,
      Documents documents,
      List<Hypothesis> hypotheses,
      Optional<CorpusTuples> corpus) {
    this.documents = documents;
    this.tokenizer = options.tokenizer();
    this.overlap = options.profile().contexts().wide();
    this.withText = options.withText();
    this.notableLnP = StrictMath.log(options.levels().alpha());
    this.normalisation = options.normalisation();
    this.scorer = new DocumentScorer(options.profile().contexts(), options.keys(), hypotheses);
    this.tuples = corpus.map(CorpusTuples::writer);
  }

  /** Returns what a chunk came to. */
  Batch work(Chunk chunk, BooleanSupplier stop) {
    Batch batch = new Batch(chunk.bytes(), chunk.end());
    clock.clear();
    long processor = cpuNanos();
    long start = System.nanoTime();
    documents.of(
        chunk,
        new Documents.Sink() {
          @Override
          public void document(Place place, Bytes before, Bytes text) {
            DocumentWorker.this.document(place, before, text, batch);
          }

          @Override
          public void skip(Skip skip) {
            batch.skips.add(skip);
          }
        },
        stop);
    nanos.add(clock, System.nanoTime() - start, cpuNanos() - processor);
    return batch;
  }

  private void document(Place place, Bytes before, Bytes text, Batch batch) {
    boolean alone = isLeftAlone(before) && isLeftAlone(text);
    String string = withText || !alone ? text.utf8() : "";
    Normalised normalised = alone ? UNCHANGED : normalisation.apply(string);
    Normalised lead = alone ? UNCHANGED : normalisation.apply(before.utf8());
    boolean same = !normalised.changed() && !lead.changed();
    List<List<Evidence>> forms = new ArrayList<>();
    List<Evidence> raw = score(before, text, same ? TextForm.BOTH : TextForm.RAW.bit());
    int tokens = ids.size();
    int positions = scorer.positions();
    for (TextForm form : normalisation.forms()) {
      forms.add(
          form == TextForm.RAW || same
              ? raw
              : score(utf8(lead.text()), utf8(normalised.text()), form.bit()));
    }
    DocumentRow row = DocumentRow.of(place, tokens, forms, withText ? string : "");
    batch.add(row, positions);
    batch.notable += row.lnP() <= notableLnP ? 1 : 0;
    batch.changed(normalised.counts());
  }

  /** Returns whether the second form is certainly the first. */
  private boolean isLeftAlone(Bytes text) {
    return normalisation == Normalisation.NONE
        || Normaliser.N1.leavesAlone(text.array(), text.from(), text.to());
  }

  private static Bytes utf8(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the evidence of a text and collects its tuples. */
  private List<Evidence> score(Bytes before, Bytes text, int forms) {
    long start = System.nanoTime();
    ids.clear();
    if (!before.isEmpty()) {
      tail.clear();
      tokenizer.encode(before.array(), before.from(), before.to(), tail);
      for (int i = Math.max(0, tail.size() - overlap); i < tail.size(); i++) {
        ids.add(tail.get(i));
      }
    }
    tokenizer.encode(text.array(), text.from(), text.to(), ids);
    long tokenised = System.nanoTime();
    scorer.begin();
    scorer.add(ids.array(), ids.size());
    List<Evidence> evidence = scorer.evidence();
    long scored = System.nanoTime();
    tuples.ifPresent(writer -> writer.add(scorer.tuples(), forms));
    clock.tokenise += tokenised - start;
    clock.score += scored - tokenised;
    clock.collect += System.nanoTime() - scored;
    return evidence;
  }

  /** Returns 0 where the JVM cannot tell. */
  private static long cpuNanos() {
    return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : 0;
  }

  /** Hands over the tuples that are still here. */
  void flush() {
    tuples.ifPresent(TupleWriter::flush);
  }
}
