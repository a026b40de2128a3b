package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.token.Tokenizers;
import ai.tidemark.evidence.verify.BundleVerifier;
import ai.tidemark.evidence.verify.Material;
import ai.tidemark.evidence.verify.TrustPolicy;
import ai.tidemark.evidence.verify.Verification;
import ai.tidemark.evidence.verify.VerificationText;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark evidence verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Check a bundle, claim by claim, without a network: authentic, time, keys, recomputed,"
          + " calibrated. Each is passed, FAILED with a code, or not checked with the reason.",
      "Exits 0 only if every claim that the trust policy requires passed; nothing checked is never"
          + " passed. What counts is the policy, your own file; the keys inside a bundle are"
          + " hints."
    },
    footer = {
      "",
      "Examples:",
      "  tidemark evidence verify case.tmev --trust trust.json",
      "  tidemark evidence verify case.tmev --trust trust.json --texts corpus/",
      "  tidemark evidence verify case.tmev --trust trust.json --blocks blocks --log log/"
    })
final class EvidenceVerifyCommand implements Callable<Integer> {
  private static final int MOST_TRUST_BYTES = 1 << 24;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "BUNDLE", description = "The .tmev file.")
  private Path bundle;

  @Option(
      names = "--trust",
      required = true,
      paramLabel = "FILE",
      description = "Your trust policy: tidemark evidence trust new writes one to start from.")
  private Path trust;

  @Option(
      names = "--texts",
      paramLabel = "DIR",
      description = "The material: scans it again, and compares the report to the byte.")
  private @Nullable Path texts;

  @Option(
      names = "--tokenizer",
      defaultValue = "cl100k_base",
      paramLabel = "SPEC",
      description = "For --texts: cl100k_base, or gguf:FILE (default: ${DEFAULT-VALUE}).")
  private String tokenizer;

  @Option(
      names = "--blocks",
      paramLabel = "FILE",
      description = "Scored blocks, for example decrypted ones.")
  private @Nullable Path blocks;

  @Option(
      names = "--log",
      paramLabel = "DIR",
      description = "The log's files: shows that no era commitment and no plan is left out.")
  private @Nullable Path log;

  @Option(names = "--json", description = "Print JSON: docs/formats/verification.schema.json.")
  private boolean json;

  @Override
  public Integer call() {
    Verification found;
    TrustPolicy policy;
    try {
      policy = TrustPolicy.parse(trust.toString(), read(trust));
    } catch (BadInputException e) {
      spec.commandLine()
          .getErr()
          .println(
              "tidemark: "
                  + e.getMessage()
                  + " (tidemark evidence trust new writes a trust policy)");
      return Main.USAGE;
    }
    try {
      found = BundleVerifier.verify(bundle, policy, material());
    } catch (BadInputException e) {
      spec.commandLine().getErr().println("tidemark: " + e.getMessage());
      return Main.UNREADABLE;
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          new String(VerificationText.json(found, policy.required()), StandardCharsets.UTF_8));
    } else {
      out.print(VerificationText.text(found, policy.required()));
    }
    out.flush();
    return found.passed(policy.required()) ? Main.FINISHED : Main.CHECK_FAILED;
  }

  private Material material() {
    Material material = Material.none(Instant.now());
    if (texts != null) {
      material = material.withTexts(texts, Tokenizers.open(tokenizer));
    }
    if (blocks != null) {
      material = material.withBlocks(blocks);
    }
    return log == null ? material : material.withLog(log);
  }

  /** Reads a file that must be small. */
  static byte[] read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_TRUST_BYTES + 1);
      if (bytes.length > MOST_TRUST_BYTES) {
        throw new BadInputException(file.toString(), "is larger than 16 MiB");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new BadInputException(file.toString(), "does not exist", e);
    } catch (IOException e) {
      throw new BadInputException(file.toString(), "cannot be read", e);
    }
  }
}
