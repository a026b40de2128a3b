package ai.tidemark.keys.ledger;

import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.log.LogWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;

/**
 * The process that {@link LedgerKillTest} kills. It appends rows for ever and says what it has done
 * after it has: {@code given NUMBER}, {@code row NUMBER INDEX}, {@code proof BASE64}.
 */
final class LedgerChild {
  private static final int WAITING = 48;

  private LedgerChild() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    LogWriter.Options options =
        new LogWriter.Options(LogWriter.Options.USUAL.disk(), Duration.ofMillis(1), 32);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (Ledger ledger =
        Ledger.open(folder, LedgerKillTest.SIGNER, 0, InstantSource.system(), options)) {
      Deque<Ledger.Appended> waiting = new ArrayDeque<>();
      for (int i = 0; ; i++) {
        Ledger.Appended appended = ledger.append(LedgerKillTest.generation("c-" + i));
        out.println("given " + appended.number());
        waiting.add(appended);
        if (waiting.size() == WAITING) {
          Ledger.Appended done = waiting.removeFirst();
          out.println("row " + done.number() + " " + done.index().get());
        }
        if (i % 101 == 100) {
          prove(ledger, folder, out);
        }
      }
    }
  }

  private static void prove(Ledger ledger, Path folder, PrintStream out) throws Exception {
    ledger.checkpoint();
    LogReader reader = LogReader.open(folder.resolve(Ledger.LOG));
    byte[] proof = reader.proof(reader.size() / 2).encode();
    out.println("proof " + Base64.getEncoder().encodeToString(proof));
  }
}
