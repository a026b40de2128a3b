package ai.tidemark.demo;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.token.Cl100k;
import ai.tidemark.demo.model.DemonstrationModel;
import ai.tidemark.demo.model.NGramModel;
import ai.tidemark.demo.story.Cast;
import ai.tidemark.demo.story.Claims;
import ai.tidemark.demo.story.DemoFiles;
import ai.tidemark.demo.story.Deployment;
import ai.tidemark.demo.story.Found;
import ai.tidemark.demo.story.Haystack;
import ai.tidemark.demo.story.Marking;
import ai.tidemark.demo.story.Numbers;
import ai.tidemark.demo.story.Proving;
import ai.tidemark.demo.story.Scanning;
import ai.tidemark.demo.story.Stage;
import ai.tidemark.demo.story.Verdicts;
import ai.tidemark.demo.text.Documents;
import ai.tidemark.demo.text.GlossSplit;
import ai.tidemark.demo.text.WordNet;
import ai.tidemark.keys.record.RecordTime;
import ai.tidemark.scan.Cancellation;
import ai.tidemark.scan.Scan;
import ai.tidemark.scan.report.Decimals;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The whole road once, for a newcomer: a proxy marks a model's answers, the answers disappear into
 * a corpus, the scan finds them, and an innocent corpus stays innocent. Everything is real: real
 * HTTP, real text, the product's own proxy and scan.
 */
public final class Demo {
  /** Exit status: what it claims holds. */
  public static final int HELD = 0;

  /** Exit status: a claim does not hold; the output says which. */
  public static final int FAILED = 1;

  /** Exit status: somebody asked it to stop; it left no files. */
  public static final int INTERRUPTED = 130;

  private final DemoOptions options;
  private final PrintWriter out;
  private final Cancellation cancellation;
  private final DemoFiles files;
  private final Claims claims = new Claims();
  private final long start = System.nanoTime();

  private Demo(DemoOptions options, PrintWriter out, Cancellation cancellation) {
    this.options = options;
    this.out = out;
    this.cancellation = cancellation;
    this.files = new DemoFiles(options.out());
  }

  /**
   * Tells the story; blocks until its end.
   *
   * @param out for people
   * @param cancellation asks it to stop
   * @return the exit status
   * @throws BadInputException if its folder cannot be used, or a server cannot start
   */
  public static int run(DemoOptions options, PrintWriter out, Cancellation cancellation) {
    return new Demo(options, out, cancellation).run();
  }

  private int run() {
    files.prepare(); // before a word is said: a folder that is refused is all there is to say
    say(
        "seed        "
            + options.seed()
            + "   (--seed "
            + options.seed()
            + " makes the same keys again)");
    boolean ended = false;
    try (Deployment deployment = Deployment.open(options.seed(), files)) {
      ended = tell(deployment);
    } catch (IOException e) {
      claims.claim(false, "every step ran: " + e);
      ended = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!ended) {
        discard();
      }
    }
    return ended ? conclude() : INTERRUPTED;
  }

  private void discard() {
    try {
      files.discard();
    } catch (IOException e) {
      say("some files could not be removed from " + files.folder() + ": " + e);
    }
  }

  /** Returns whether the story came to its end. */
  private boolean tell(Deployment deployment) throws IOException, InterruptedException {
    GlossSplit split = GlossSplit.of(WordNet.glosses());
    NGramModel model = DemonstrationModel.load(Cl100k.get(), split, options.cache());
    if (cancellation.cancelled()) {
      return false;
    }
    deployment.activate();
    try (Cast cast = new Cast(deployment, options.seed())) {
      return tell(deployment, cast, split, model);
    }
  }

  private boolean tell(Deployment deployment, Cast cast, GlossSplit split, NGramModel model)
      throws IOException, InterruptedException {
    cast.write(files);
    Stage stage = Stage.open(model, files);
    String size = Numbers.millions((double) model.trainingTokens());
    say(
        "1/5 serving   "
            + DemonstrationModel.NAME
            + ", "
            + size
            + " tokens; proxy at "
            + stage.api());
    deployment.awaitPast();
    Instant known = RecordTime.wholeSeconds(Instant.now());
    Marking marking =
        Marking.of(stage, files, options.answers(), options.maxTokens(), cancellation);
    if (cancellation.cancelled()) {
      return false;
    }
    say("2/5 marking   " + marking.words());
    marking.claim(claims);

    List<String> human = Documents.human(split, options.documents());
    Haystack haystack = Haystack.of(human, marking.texts(), options.seed());
    haystack.write(files.corpus());
    haystack.writeTruth(files.truth());
    Haystack.of(human, List.of(), options.seed()).write(files.innocent());
    say("3/5 hiding    " + haystack.words());

    Optional<Scanning> scanned =
        Scanning.of(deployment, cast, marking.excess(), options.seed(), files, cancellation);
    if (scanned.isEmpty()) {
      return false;
    }
    say("4/5 scanning  " + scanned.get().words());
    if (cancellation.cancelled()) {
      return false;
    }
    Proving proving = Proving.of(deployment, scanned.get(), known, files, options.home());
    say("5/5 proving   " + proving.words());
    say("");
    Found found = Found.read(files.report().resolve(Scan.FLAGGED_FILE), haystack);
    Verdicts verdicts = new Verdicts(scanned.get(), found, haystack);
    verdicts.lines().forEach(this::say);
    verdicts.claim(claims);
    proving.lines().forEach(this::say);
    proving.claim(claims);
    return true;
  }

  private int conclude() {
    say("files       " + files.folder() + " holds case.tmev, trust.json, report/report.json,");
    say("            report/flagged.jsonl, corpus.jsonl, truth.jsonl, innocent.jsonl, plan.json,");
    say("            records.jsonl, profile.json, keys.json and the log");
    say("");
    String seconds = Decimals.fixed((System.nanoTime() - start) / 1e9, 1) + " s";
    List<String> failed = claims.failed();
    if (failed.isEmpty()) {
      say("all " + claims.made() + " claims hold, in " + seconds);
      return HELD;
    }
    failed.forEach(claim -> say("this claim failed: " + claim));
    say(failed.size() + " of " + claims.made() + " claims failed, in " + seconds);
    return FAILED;
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
