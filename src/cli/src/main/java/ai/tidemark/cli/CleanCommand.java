package ai.tidemark.cli;

import ai.tidemark.scan.Cancellation;
import ai.tidemark.scan.clean.Clean;
import ai.tidemark.scan.clean.CleanOutcome;
import ai.tidemark.scan.source.Skip;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark clean}: a corpus without its flagged documents. */
@Command(
    name = "clean",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the corpus again without the documents that a scan flagged. Flagged lines of JSONL"
          + " and flagged parts of large text files are dropped, flagged text files are not copied;"
          + " everything else is copied byte for byte.",
      "Refuses if it can tell that the files are not those that were scanned, and if flagged"
          + " documents lie in a compressed file, an archive or a table. A flag means evidence at"
          + " the scan's false discovery rate: some documents that are dropped may be unmarked."
    },
    footer = {
      "",
      "The new folder has mode 0700, and is there only once it is whole. Exit 3 also",
      "where files could not be read, which are then missing from it, or where the scan",
      "was incomplete; an invalid report flags nothing, so nothing is written.",
      "",
      "Examples:",
      "  tidemark scan corpus/ --keys keys.json --out out",
      "  tidemark clean --report out --out clean corpus/",
      "  tidemark clean --report out --out clean data.jsonl more/"
    })
final class CleanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "The files and folders that were scanned, named as they were then.")
  private final List<Path> paths = new ArrayList<>();

  @Option(
      names = "--report",
      defaultValue = "tidemark-report",
      paramLabel = "DIR",
      description = "Output folder of the scan (default: ${DEFAULT-VALUE}).")
  private Path report;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "CLEAN",
      description = "Folder to write; must be new or empty, and outside the corpus.")
  private Path out;

  @Override
  public Integer call() {
    Cancellation cancellation = new Cancellation();
    CleanOutcome outcome =
        Interruptible.run(cancellation::cancel, () -> Clean.run(report, paths, out, cancellation));
    PrintWriter err = spec.commandLine().getErr();
    return switch (outcome) {
      case CleanOutcome.Finished finished -> finished(finished);
      case CleanOutcome.Invalid _ -> {
        err.println(
            "tidemark: the report is invalid, so it flags nothing and says nothing about any"
                + " document; nothing was written");
        yield Main.UNREADABLE;
      }
      case CleanOutcome.Interrupted _ -> {
        err.println("tidemark: interrupted; nothing was written");
        yield Main.INTERRUPTED;
      }
    };
  }

  private int finished(CleanOutcome.Finished finished) {
    PrintWriter print = spec.commandLine().getOut();
    CleanOutcome.Counts counts = finished.counts();
    print.printf("%,d documents dropped%n", counts.dropped());
    print.printf("%,d files copied as they are%n", counts.copied());
    print.printf("%,d files written without some of their documents%n", counts.changed());
    print.printf("%,d files left out%n", counts.left());
    print.printf("%,d of %,d bytes kept%n", counts.bytesOut(), counts.bytesIn());
    print.println("clean       " + out);
    print.flush();
    PrintWriter err = spec.commandLine().getErr();
    for (Skip skip : finished.unreadable()) {
      err.println("tidemark: not in it: " + skip.place() + ": " + skip.reason().word());
    }
    if (finished.incomplete()) {
      err.println("tidemark: the scan was incomplete: what it could not read was not judged");
    }
    return finished.unreadable().isEmpty() && !finished.incomplete()
        ? Main.FINISHED
        : Main.UNREADABLE;
  }
}
