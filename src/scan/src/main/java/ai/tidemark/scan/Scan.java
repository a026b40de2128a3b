package ai.tidemark.scan;

import ai.tidemark.core.BadInputException;
import ai.tidemark.scan.inference.Hypothesis;
import ai.tidemark.scan.report.ScanReport;
import ai.tidemark.scan.report.page.ReportPage;
import ai.tidemark.scan.source.Corpus;
import ai.tidemark.scan.source.Documents;
import ai.tidemark.scan.source.Opener;
import ai.tidemark.scan.state.BlockFile;
import ai.tidemark.scan.state.CorpusTuples;
import ai.tidemark.scan.state.DocumentSpool;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Scans a corpus: read, tokenise, collect distinct tuples; score them under the keys; score decoys;
 * judge documents; write the report. Holds neither texts nor documents, only distinct tuples within
 * a budget.
 */
public final class Scan {
  /** The report for machines, canonical JSON. */
  public static final String REPORT_FILE = "report.json";

  /** The report for people, one page that needs nothing else. */
  public static final String PAGE_FILE = "report.html";

  /** A line of JSON per flagged document. */
  public static final String FLAGGED_FILE = "flagged.jsonl";

  /** A line of JSON per file or record that was not scored. */
  public static final String SKIPPED_FILE = "skipped.jsonl";

  /**
   * The scored tuples, if asked for: {@link BlockFile}, mode 0600, since most of a text can be put
   * together from them.
   */
  public static final String BLOCKS_FILE = "blocks";

  /** How long what took. */
  public static final String TIMING_FILE = "timing.json";

  private final ScanOptions options;
  private final ScanListener listener;
  private final Cancellation cancellation;
  private final Opener opener;
  private final Timing timing = new Timing();
  private final Corpus corpus;
  private final long bytesTotal;
  private ScanProgress.Phase phase = ScanProgress.Phase.READING;
  private boolean interrupted;

  private Scan(
      ScanOptions options, ScanListener listener, Cancellation cancellation, Opener opener) {
    this.options = options;
    this.listener = listener;
    this.cancellation = cancellation;
    this.opener = opener;
    this.corpus = corpus();
    this.bytesTotal = Corpus.size(options.paths(), List.of(options.out()), options.rules());
  }

  private Corpus corpus() {
    List<Path> excluded = List.of(options.out());
    return new Corpus(options.paths(), excluded, options.rules(), opener);
  }

  /**
   * Runs a scan; blocks until it ends. An interrupt of the calling thread cancels it and is kept.
   *
   * @throws BadInputException if a path is missing, the tokenizer is not the one the profile is
   *     pinned to, or the output directory cannot be written
   */
  public static ScanOutcome run(
      ScanOptions options, ScanListener listener, Cancellation cancellation) {
    return run(options, listener, cancellation, Files::newInputStream);
  }

  /**
   * Runs a scan that opens its files in another way.
   *
   * @param opener called once for each file and each reading; what it throws as an {@link
   *     IOException} makes the file a skipped one, anything else ends the scan
   */
  public static ScanOutcome run(
      ScanOptions options, ScanListener listener, Cancellation cancellation, Opener opener) {
    options.profile().require(options.tokenizer());
    try (ReportDirectory directory = new ReportDirectory(options.out())) {
      // the directory exists before the tree is walked, so that the walk can leave it out
      return new Scan(options, listener, cancellation, opener).run(directory);
    } catch (IOException | UncheckedIOException e) {
      throw new BadInputException(options.out().toString(), "the report cannot be written", e);
    }
  }

  private ScanOutcome run(ReportDirectory directory) throws IOException {
    if (options.checkpoints().use() == Checkpoints.Use.RESUME) {
      directory.removeRemains();
    }
    try (ScanState state = ScanState.open(options, directory, this::tell)) {
      corpus.resume(state.start);
      ScanOutcome outcome = steps(directory, state);
      if (outcome instanceof ScanOutcome.Finished) {
        directory.publish();
        state.over();
      }
      return outcome;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Takes every step; leaves the files closed but under their temporary names. */
  private ScanOutcome steps(ReportDirectory directory, ScanState state) throws IOException {
    CorpusTuples tuples = state.tuples;
    Ledger ledger = state.ledger;
    DocumentSpool spool = state.spool;
    List<Hypothesis> fleets = Inference.fleets(options);
    try (Writer flagged = directory.writer(FLAGGED_FILE)) {
      List<DocumentWorker> workers = workers(fleets, Optional.of(tuples));
      step(ScanProgress.Phase.READING, ledger, () -> read(workers, state));
      if (cancellation.cancelled()) {
        return new ScanOutcome.Interrupted(progress(ledger), state.resumable());
      }
      Inference inference = new Inference(options, tuples, cancellation);
      step(ScanProgress.Phase.SCORING, ledger, inference::scoreCorpus);
      step(ScanProgress.Phase.DECOYS, ledger, inference::scoreDecoys);
      step(
          ScanProgress.Phase.DOCUMENTS,
          ledger,
          () -> documents(inference, fleets, ledger, spool, directory, flagged));
      if (options.withBlocks()) {
        step(ScanProgress.Phase.BLOCKS, ledger, () -> blocks(tuples, directory));
      }
      if (cancellation.cancelled()) {
        return new ScanOutcome.Interrupted(progress(ledger), state.resumable());
      }
      state.publishSkipped(directory);
      ScanReport report = inference.report(ledger, corpus.files(), corpus.filesLeftOut());
      directory.write(TIMING_FILE, timing.toJson(ledger, workers, inference.cost()));
      directory.write(PAGE_FILE, ReportPage.bytes(report));
      directory.write(REPORT_FILE, report.toJson());
      return new ScanOutcome.Finished(report);
    }
  }

  /**
   * Judges the documents. Where the corpus is marked by a tenant, they are read a second time and
   * scored with its evidence added: so no evidence is kept per document and tenant.
   */
  private void documents(
      Inference inference,
      List<Hypothesis> fleets,
      Ledger ledger,
      DocumentSpool spool,
      ReportDirectory directory,
      Writer flagged)
      throws IOException {
    inference.testDocuments(spool);
    List<Hypothesis> asked = inference.documentHypotheses();
    if (asked.isEmpty()) {
      return;
    }
    if (asked.equals(fleets)) {
      inference.judgeDocuments(asked, spool, flagged);
      return;
    }
    try (DocumentSpool again = new DocumentSpool(directory.scratch())) {
      Ledger second = new Ledger(again, Writer.nullWriter(), _ -> tell(ledger), LedgerState.EMPTY);
      new Reading(corpus(), workers(asked, Optional.empty()), second, cancellation, () -> {}).run();
      if (cancellation.cancelled()) {
        return;
      }
      if (!second.agrees(ledger)) {
        throw new BadInputException(
            options.paths().getFirst().toString(),
            "changed while it was being scanned; scan a copy that nothing writes to");
      }
      inference.judgeDocuments(asked, again, flagged);
    }
  }

  private void blocks(CorpusTuples tuples, ReportDirectory directory) throws IOException {
    Path file = directory.privateFile(BLOCKS_FILE);
    try (OutputStream out = new FileOutputStream(file.toFile())) {
      BlockFile.write(tuples, directory.privateScratch(), out, cancellation::cancelled);
    }
  }

  private void read(List<DocumentWorker> workers, ScanState state) throws IOException {
    new Reading(corpus, workers, state.ledger, cancellation, state::checkpointIfDue).run();
    state.checkpoint();
    if (!cancellation.cancelled()) {
      state.tuples.finish(options.limits().workers());
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  /** Runs a step unless the scan was cancelled; an interrupt cancels it. */
  private void step(ScanProgress.Phase name, Ledger ledger, Step step) throws IOException {
    if (cancellation.cancelled()) {
      return;
    }
    phase = name;
    tell(ledger);
    step.run();
    timing.ended(name);
    tell(ledger);
    if (Thread.interrupted()) {
      interrupted = true;
      cancellation.cancel();
    }
  }

  private List<DocumentWorker> workers(List<Hypothesis> asked, Optional<CorpusTuples> tuples) {
    List<DocumentWorker> workers = new ArrayList<>();
    for (int i = 0; i < options.limits().workers(); i++) {
      Documents documents = new Documents(options.field(), options.limits().textBytes());
      workers.add(new DocumentWorker(options, documents, asked, tuples));
    }
    return workers;
  }

  private void tell(Ledger ledger) {
    listener.progress(progress(ledger));
  }

  private ScanProgress progress(Ledger ledger) {
    return new ScanProgress(
        phase,
        ledger.bytes(),
        bytesTotal,
        corpus.files(),
        ledger.documents(),
        ledger.tokens(),
        ledger.skipCount(),
        ledger.notable());
  }
}
