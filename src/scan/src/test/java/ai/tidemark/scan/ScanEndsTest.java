package ai.tidemark.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.token.Cl100k;
import ai.tidemark.core.token.TokenBuffer;
import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.scan.inference.EraKeys;
import ai.tidemark.scan.inference.ScanKeys;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.report.ScanReport;
import ai.tidemark.scan.source.Opener;
import ai.tidemark.testkit.language.NumberTokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a scan ends that cannot read everything, is stopped, or cannot start. */
final class ScanEndsTest {
  private static final NumberTokenizer TOKENIZER = Scans.TOKENIZER;
  private static final EraKeys KEYS = Scans.KEYS;

  @TempDir private Path dir;

  private ScanOptions options(List<Path> paths, EraKeys keys) {
    return Scans.options(dir, paths, keys);
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(dir.resolve("out").resolve(file));
  }

  @Test
  void aHundredMegabytesInOneLineAreSkippedAndTheRestIsScored() throws IOException {
    Path file = dir.resolve("huge.jsonl");
    byte[] block = " 12345".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
    try (var out = Files.newOutputStream(file)) {
      out.write("{\"text\":\"1 2 3 4 5 6\"}\n{\"text\":\"".getBytes(StandardCharsets.US_ASCII));
      for (long written = 0; written < 100_000_000; written += block.length) {
        out.write(block);
      }
      out.write("\"}\n{\"text\":\"6 5 4 3 2 1\"}\n".getBytes(StandardCharsets.US_ASCII));
    }
    ScanReport report = Scans.scan(options(List.of(file), KEYS));
    assertThat(report.totals().documents()).isEqualTo(2);
    assertThat(report.verdict()).isEqualTo(Verdict.INCOMPLETE);
    assertThat(lines(Scan.SKIPPED_FILE)).hasSize(1);
    assertThat(lines(Scan.SKIPPED_FILE).getFirst())
        .contains("\"file\":\"huge.jsonl\",\"line\":2,\"reason\":\"record too large\"");
  }

  @Test
  void aCancelledScanLeavesNothingBehind() throws IOException {
    Path file = Scans.tenPercentMarked().write(dir.resolve("c.jsonl"));
    for (ScanProgress.Phase phase : ScanProgress.Phase.values()) {
      Cancellation cancellation = new Cancellation();
      ScanListener listener =
          progress -> {
            if (progress.phase() == phase) {
              cancellation.cancel();
            }
          };
      ScanOutcome outcome =
          Scan.run(options(List.of(file), KEYS).withBlocks(true), listener, cancellation);
      assertThat(outcome).isInstanceOf(ScanOutcome.Interrupted.class);
      assertThat(dir.resolve("out")).doesNotExist();
    }
  }

  @Test
  void aScanCancelledBetweenTwoBatchesLeavesNothingBehind() throws IOException {
    List<Path> paths = new ArrayList<>();
    for (int f = 0; f < 200; f++) {
      paths.add(new TestCorpus(f).plain(1, 200).write(dir.resolve(f + ".jsonl")));
    }
    Cancellation cancellation = new Cancellation();
    ScanListener listener =
        progress -> {
          if (progress.documents() == 3) {
            cancellation.cancel();
          }
        };
    ScanOutcome outcome = Scan.run(options(paths, KEYS), listener, cancellation);
    assertThat(((ScanOutcome.Interrupted) outcome).progress().documents()).isBetween(3L, 199L);
    assertThat(dir.resolve("out")).doesNotExist();
  }

  @Test
  void aFailingTokenizerEndsTheScanAndLeavesNothingBehind() throws IOException {
    Path file = Scans.tenPercentMarked().write(dir.resolve("c.jsonl"));
    Tokenizer failing =
        new FailingTokenizer(
            () -> {
              throw new IllegalStateException("bug");
            });
    ScanOptions options =
        ScanOptions.of(
            List.of(file), Profile.of(failing), failing, ScanKeys.of(KEYS), dir.resolve("out"));
    assertThatThrownBy(() -> Scans.scan(options))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("bug");
    assertThat(dir.resolve("out")).doesNotExist();
  }

  /** Does something before each text. */
  private record FailingTokenizer(Runnable before) implements Tokenizer {
    @Override
    public String name() {
      return TOKENIZER.name();
    }

    @Override
    public String fingerprint() {
      return TOKENIZER.fingerprint();
    }

    @Override
    public int vocabularySize() {
      return TOKENIZER.vocabularySize();
    }

    @Override
    public void encode(String text, TokenBuffer out) {
      before.run();
      TOKENIZER.encode(text, out);
    }

    @Override
    public byte[] bytes(int id) {
      return TOKENIZER.bytes(id);
    }

    @Override
    public boolean isControl(int id) {
      return TOKENIZER.isControl(id);
    }
  }

  @Test
  void unreadableFilesAreSkippedAndMakeTheVerdictIncomplete() throws IOException {
    Path file = Scans.tenPercentMarked().write(dir.resolve("c.jsonl"));
    Path closed = Files.writeString(dir.resolve("d.txt"), "1 2 3");
    Opener opener =
        path -> {
          if (path.equals(closed)) {
            throw new AccessDeniedException(path.toString());
          }
          return Files.newInputStream(path);
        };
    ScanOutcome outcome =
        Scan.run(
            options(List.of(file, closed), KEYS), ScanListener.NONE, new Cancellation(), opener);
    ScanReport report = ((ScanOutcome.Finished) outcome).report();
    assertThat(report.verdict()).isEqualTo(Verdict.INCOMPLETE);
    assertThat(Scans.fleet(report).verdict())
        .isEqualTo(Verdict.MARKED); // what was read still shows it
    assertThat(report.totals().unreadableRecords()).isEqualTo(1);
    assertThat(report.summary()).contains("1 of 501 records could not be read");
    assertThat(lines(Scan.SKIPPED_FILE).getFirst()).contains("no permission");
  }

  @Test
  void anInterruptCancelsAndIsKept() throws IOException {
    Path file = Scans.tenPercentMarked().write(dir.resolve("c.jsonl"));
    Thread.currentThread().interrupt();
    ScanOutcome outcome =
        Scan.run(options(List.of(file), KEYS), ScanListener.NONE, new Cancellation());
    assertThat(Thread.interrupted()).isTrue();
    assertThat(outcome).isInstanceOf(ScanOutcome.Interrupted.class);
    assertThat(dir.resolve("out")).doesNotExist();
  }

  @Test
  void whatCannotStartIsRefusedAndLeavesNothing() throws IOException {
    Path missing = dir.resolve("missing");
    assertThatThrownBy(() -> Scans.scan(options(List.of(missing), KEYS)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("missing: does not exist");
    assertThat(dir.resolve("out")).doesNotExist();

    Path file = Files.writeString(dir.resolve("a.txt"), "a");
    ScanOptions other =
        ScanOptions.of(
            List.of(file),
            Profile.of(TOKENIZER),
            Cl100k.get(),
            ScanKeys.of(KEYS),
            dir.resolve("out"));
    assertThatThrownBy(() -> Scans.scan(other))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("pinned to tokenizer numbers");
  }
}
