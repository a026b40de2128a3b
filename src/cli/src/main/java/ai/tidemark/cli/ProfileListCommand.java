package ai.tidemark.cli;

import ai.tidemark.core.foreign.Facts;
import ai.tidemark.core.foreign.ForeignProfile;
import ai.tidemark.core.foreign.ForeignProfiles;
import ai.tidemark.core.profile.Profile;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tidemark profile list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "List every watermark this version reads.",
      "verified: known answers made by the original code are met. unverified: there are none to"
          + " be had; the profile follows published source only."
    })
final class ProfileListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    row(out, Profile.TIDEMARK_GUMBEL_AES, true, "yes", "this program");
    for (ForeignProfile profile : ForeignProfiles.all()) {
      Facts facts = profile.facts();
      String pooled =
          switch (facts.pooling()) {
            case ALLOWED -> "yes";
            case FEW_STATES -> "few";
            case REFUSED -> "no";
          };
      row(out, facts.id(), facts.verified(), pooled, facts.source());
    }
    out.flush();
    return Main.FINISHED;
  }

  private static void row(
      PrintWriter out, String id, boolean verified, String pooled, String source) {
    out.printf(
        "%-32s %-10s pooled: %-4s %s%n", id, verified ? "verified" : "unverified", pooled, source);
  }
}
