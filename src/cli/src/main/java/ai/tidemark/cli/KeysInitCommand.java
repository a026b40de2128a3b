package ai.tidemark.cli;

import ai.tidemark.evidence.bundle.Signers;
import ai.tidemark.keys.derive.Names;
import ai.tidemark.keys.secret.SecretBytes;
import ai.tidemark.keys.store.Purpose;
import ai.tidemark.keys.store.StoreFolder;
import ai.tidemark.keys.store.StoreSettings;
import ai.tidemark.keys.store.Unlock;
import java.io.PrintWriter;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidemark keys init}. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = {
      "Make a key store: a root that era keys are derived from, signing keys for the log and for"
          + " evidence, and an empty control log. Prints the public keys that verifiers trust."
    },
    footer = {
      "",
      "Back the folder up before the first era is committed: without its root no key can",
      "be opened again, and nothing can be shown about text that was marked with it.",
      "",
      "Examples:",
      "  tidemark keys init --store store --deployment example-eu",
      "  head -c 32 /dev/urandom > secret; chmod 600 secret",
      "  tidemark keys init --store store --deployment example-eu --secret-file secret"
    })
final class KeysInitCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions options;

  @Option(
      names = "--deployment",
      required = true,
      paramLabel = "NAME",
      description = "Name of the deployment; it goes into every key and into the log.")
  private String deployment = "";

  @Option(
      names = "--origin",
      paramLabel = "NAME",
      description = "Name of the log in its checkpoints (default: DEPLOYMENT/control).")
  private @Nullable String origin;

  @Option(
      names = "--scrypt-cost",
      paramLabel = "N",
      description =
          "Scrypt's N inside the store's file, a power of two (default: 32768). A passphrase is"
              + " stretched by Argon2id before that, and a secret file needs no stretching.")
  private int cost = StoreFolder.usualCost();

  @Override
  public Integer call() {
    Unlock unlock = options.bySecretFile() ? new Unlock.SecretFile() : Unlock.Passphrase.fresh();
    try (SecretBytes secret = options.given(true)) {
      StoreFolder.create(options.store(), settings(unlock), secret, cost);
      try (StoreFolder store = StoreFolder.open(options.store(), _ -> secret)) {
        print(store, spec.commandLine().getOut());
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    return Main.FINISHED;
  }

  private StoreSettings settings(Unlock unlock) {
    Names.require("deployment", deployment, Names.DEPLOYMENT);
    return new StoreSettings(deployment, origin == null ? deployment + "/control" : origin, unlock);
  }

  private void print(StoreFolder store, PrintWriter out) {
    out.println("made " + options.store() + ", mode 0700, deployment " + deployment);
    out.println("log      " + store.logSigner().vkey().encode());
    Signers.Identity signer =
        new Signers.Identity(
            deployment,
            store.signer(Purpose.EVIDENCE_ED25519).publicKey(),
            store.signer(Purpose.EVIDENCE_ML_DSA_65).publicKey());
    out.println("signer   Ed25519 key id " + signer.ed25519Id());
    out.println("signer   ML-DSA-65 key id " + signer.mlDsa65Id());
    for (Purpose purpose : new Purpose[] {Purpose.EVIDENCE_ED25519, Purpose.EVIDENCE_ML_DSA_65}) {
      String key = Base64.getEncoder().encodeToString(store.signer(purpose).publicKey());
      out.println("evidence " + purpose.algorithm().standardName() + " " + key);
    }
    out.println(
        "Back it up. Publish the log's key and the key ids: verifiers compare them with what a"
            + " bundle says.");
  }
}
