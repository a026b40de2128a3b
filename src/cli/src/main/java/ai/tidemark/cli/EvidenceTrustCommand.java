package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.evidence.bundle.Bundle;
import ai.tidemark.evidence.bundle.BundleException;
import ai.tidemark.evidence.bundle.FileName;
import ai.tidemark.evidence.bundle.Hints;
import ai.tidemark.evidence.bundle.Signers;
import ai.tidemark.evidence.verify.TrustPolicy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark evidence trust}. */
@Command(
    name = "trust",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Trust policies: whose signatures, logs and clocks a verifier believes.",
    subcommands = EvidenceTrustCommand.New.class)
final class EvidenceTrustCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "name a command, for example: tidemark evidence trust new case.tmev");
  }

  /** {@code tidemark evidence trust new}. */
  @Command(
      name = "new",
      mixinStandardHelpOptions = true,
      description = {
        "Write a trust policy from the hints of a bundle, to start from.",
        "Hints prove nothing: whoever forges a bundle writes them. Compare every key id with what"
            + " its owner says some other way, before you verify anything with the policy."
      },
      footer = {"", "Example:", "  tidemark evidence trust new case.tmev --out trust.json"})
  static final class New implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "BUNDLE", description = "The .tmev file.")
    private Path file;

    @Option(
        names = "--out",
        required = true,
        paramLabel = "FILE",
        description = "New policy file; an old one is never overwritten.")
    private Path out;

    @Override
    public Integer call() {
      TrustPolicy policy;
      try {
        policy = TrustPolicy.of(Hints.parse(Bundle.read(file).bytes(FileName.HINTS)));
      } catch (BundleException e) {
        spec.commandLine().getErr().println("tidemark: " + e.code() + ": " + e.sentence());
        return Main.UNREADABLE;
      }
      try {
        Files.write(out, policy.encode(), StandardOpenOption.CREATE_NEW);
      } catch (FileAlreadyExistsException e) {
        throw new BadInputException(out.toString(), "already exists", e);
      } catch (IOException e) {
        throw new BadInputException(out.toString(), "cannot be written", e);
      }
      PrintWriter print = spec.commandLine().getOut();
      print.println("wrote " + out + ", from hints that NOBODY has checked. Compare out of band:");
      for (Signers.Identity signer : policy.signers()) {
        print.println("  signer " + signer.name() + ", Ed25519 key id " + signer.ed25519Id());
        print.println("    ML-DSA-65 key id " + signer.mlDsa65Id());
      }
      policy.logPolicyText().lines().forEach(line -> print.println("  " + line));
      policy
          .timeRoots()
          .forEach(root -> print.println("  time authority " + root.getSubjectX500Principal()));
      print.flush();
      return Main.FINISHED;
    }
  }
}
