package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.disk.Disk;
import ai.tidemark.keys.log.Cosigner;
import ai.tidemark.keys.log.NoteKeyFile;
import ai.tidemark.keys.log.Vkey;
import ai.tidemark.keys.witness.Witness;
import ai.tidemark.keys.witness.WitnessServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark log witness}: a small witness. */
@Command(
    name = "witness",
    mixinStandardHelpOptions = true,
    description = {
      "Run a witness (C2SP tlog-witness): it cosigns a log's checkpoint if that extends the last"
          + " one it cosigned, and keeps pairs of checkpoints that show a log to have forked.",
      "Plain HTTP, open to whoever reaches it: put a proxy with TLS before it. A witness is worth"
          + " something if someone else than the log's operator runs it."
    },
    footer = {
      "",
      "Example:",
      "  tidemark log witness --listen 127.0.0.1:8181 --state witness/ --key witness.key"
          + " --log VKEY"
    })
final class LogWitnessCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--listen",
      required = true,
      paramLabel = "HOST:PORT",
      description = "Address; port 0 takes a free one.")
  private String listen;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "Key of the witness, by tidemark log key; repeat for another kind.")
  private List<Path> keys = new ArrayList<>();

  @Option(
      names = "--log",
      required = true,
      paramLabel = "VKEY",
      description = "Public key of a log it watches; repeat for more.")
  private List<String> logs = new ArrayList<>();

  @Option(
      names = "--state",
      required = true,
      paramLabel = "DIR",
      description = "Folder of what it has seen; losing it is losing the witness's memory.")
  private Path state;

  @Override
  public Integer call() throws InterruptedException {
    List<Cosigner> cosigners =
        keys.stream().map(f -> NoteKeyFile.read(f).cosigner(InstantSource.system())).toList();
    List<Vkey> known = logs.stream().map(text -> Vkey.parse("--log", text)).toList();
    InetSocketAddress address = address();
    try (Witness witness = Witness.open(Disk.real(), state, known, cosigners)) {
      WitnessServer server = WitnessServer.start(address, witness);
      CountDownLatch stopped = new CountDownLatch(1);
      return Interruptible.run(
          () -> {
            server.close();
            stopped.countDown();
          },
          () -> {
            PrintWriter out = spec.commandLine().getOut();
            out.println("witnessing at " + server.prefix() + " (Ctrl-C stops)");
            out.flush();
            stopped.await();
            return Main.FINISHED;
          });
    } catch (IOException e) {
      throw new BadInputException(listen, "witness cannot run: " + e.getMessage(), e);
    }
  }

  private InetSocketAddress address() {
    int colon = listen.lastIndexOf(':');
    try {
      int port = Integer.parseInt(listen.substring(colon + 1));
      if (colon > 0) {
        return new InetSocketAddress(listen.substring(0, colon), port);
      }
    } catch (IllegalArgumentException _) {
      // said below
    }
    throw new ParameterException(
        spec.commandLine(), "--listen must be HOST:PORT, but is " + listen);
  }
}
