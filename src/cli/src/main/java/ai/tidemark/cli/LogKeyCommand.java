package ai.tidemark.cli;

import ai.tidemark.keys.log.NoteKeyFile;
import ai.tidemark.keys.log.Vkey;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark log key}: a key for a log or a witness. */
@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    description = {
      "Make the key of a log or a witness and print its public half (vkey).",
      "The file has mode 0600 and is never overwritten or printed."
    },
    footer = {
      "",
      "Examples:",
      "  tidemark log key --name example.com/log --out log.key",
      "  tidemark log key --kind ml-dsa-44 --name example.org/witness --out witness.key"
    })
final class LogKeyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      defaultValue = "log",
      description =
          "log: Ed25519, signs checkpoints. ed25519 or ml-dsa-44: a witness's, cosigns them"
              + " (default: ${DEFAULT-VALUE}).")
  private String kind;

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "The log's origin or the witness's name: like a URL, without the scheme.")
  private String name;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "New key file.")
  private Path out;

  @Override
  public Integer call() {
    Vkey.Kind of =
        switch (kind) {
          case "log" -> Vkey.Kind.ED25519_LOG;
          case "ed25519" -> Vkey.Kind.ED25519_COSIGNER;
          case "ml-dsa-44" -> Vkey.Kind.ML_DSA_44_COSIGNER;
          default ->
              throw new ParameterException(
                  spec.commandLine(), "--kind must be log, ed25519 or ml-dsa-44, but is " + kind);
        };
    try {
      NoteKeyFile key = NoteKeyFile.create(out, of, name);
      spec.commandLine().getOut().println(key.vkey().encode());
      return Main.FINISHED;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
