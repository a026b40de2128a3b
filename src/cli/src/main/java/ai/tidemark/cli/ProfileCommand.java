package ai.tidemark.cli;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.foreign.Facts;
import ai.tidemark.core.foreign.ForeignProfile;
import ai.tidemark.core.foreign.ForeignProfiles;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.scheme.Contexts;
import ai.tidemark.core.token.Tokenizers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark profile}: make a profile, or show one. */
@Command(
    name = "profile",
    description = "List, show, check or make profiles: everything public about a watermark.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ProfileListCommand.class,
      ProfileCommand.Show.class,
      ProfileCheckCommand.class,
      ProfileCommand.New.class
    })
final class ProfileCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "name a command: profile list, profile show, profile check, profile new");
  }

  private static void print(Profile profile, PrintWriter out) {
    Contexts.Coined contexts = profile.contexts();
    double one = Contexts.Coined.ONE;
    out.println("id         " + profile.id());
    out.println("sha256     " + profile.sha256());
    out.println("tokenizer  " + profile.tokenizer().name());
    out.println("           " + profile.tokenizer().fingerprint());
    out.println("contexts   wide " + contexts.wide() + ", narrow " + contexts.narrow());
    out.println("           narrow share " + contexts.narrowShare() / one);
    out.println("           fleet share  " + contexts.fleetShare() / one);
  }

  /** {@code tidemark profile new}. */
  @Command(
      name = "new",
      mixinStandardHelpOptions = true,
      description = "Make a profile of tidemark-gumbel-aes-v1, pinned to a tokenizer.",
      footer = {
        "",
        "Examples:",
        "  tidemark profile new --tokenizer cl100k_base --out profile.json",
        "  tidemark profile new --tokenizer gguf:gemma.gguf --fleet-share 1 --out profile.json"
      })
  static final class New implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
        names = "--tokenizer",
        defaultValue = "cl100k_base",
        paramLabel = "SPEC",
        description = "cl100k_base, or gguf:FILE (default: ${DEFAULT-VALUE}).")
    private String tokenizer;

    @Option(names = "--out", paramLabel = "FILE", description = "New file (default: print it).")
    private @Nullable Path out;

    @Option(
        names = "--wide",
        defaultValue = "4",
        paramLabel = "W",
        description = "Tokens of a wide context, 3..6 (default: ${DEFAULT-VALUE}).")
    private int wide;

    @Option(
        names = "--narrow",
        defaultValue = "2",
        paramLabel = "N",
        description = "Tokens of a narrow context, 2..W-1 (default: ${DEFAULT-VALUE}).")
    private int narrow;

    @Option(
        names = "--narrow-share",
        defaultValue = "0.25",
        paramLabel = "SHARE",
        description = "Share of narrow positions, 0..1 (default: ${DEFAULT-VALUE}).")
    private double narrowShare;

    @Option(
        names = "--fleet-share",
        defaultValue = "0.5",
        paramLabel = "SHARE",
        description =
            "Share of positions under the fleet key, 0..1; 1 where there are no tenants"
                + " (default: ${DEFAULT-VALUE}).")
    private double fleetShare;

    @Override
    public Integer call() {
      Profile profile = Profile.of(contexts(), Tokenizers.open(tokenizer));
      PrintWriter print = spec.commandLine().getOut();
      if (out == null) {
        print.println(new String(profile.canonicalJson(), StandardCharsets.UTF_8));
        return Main.FINISHED;
      }
      try {
        Files.write(out, profile.canonicalJson(), StandardOpenOption.CREATE_NEW);
      } catch (FileAlreadyExistsException e) {
        throw new BadInputException(out.toString(), "already exists; name another file", e);
      } catch (IOException e) {
        throw new BadInputException(out.toString(), "cannot be written", e);
      }
      print.println("wrote " + out);
      ProfileCommand.print(profile, print);
      return Main.FINISHED;
    }

    private Contexts.Coined contexts() {
      try {
        return new Contexts.Coined(
            wide, narrow, units("--narrow-share", narrowShare), units("--fleet-share", fleetShare));
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), e.getMessage(), e);
      }
    }

    private static long units(String name, double share) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException(name + " must be in 0..1, but is " + share);
      }
      return Math.round(share * Contexts.Coined.ONE);
    }
  }

  /** {@code tidemark profile show}. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description =
          "Show a profile: what is known of another program's watermark by its id, or a profile"
              + " file of our own, checked and with its hash.",
      footer = {
        "",
        "Examples:",
        "  tidemark profile show vllm-gumbel-philox-v1",
        "  tidemark profile show profile.json"
      })
  static final class Show implements Callable<Integer> {
    private static final int LINE = 96;

    @Spec private CommandSpec spec;

    @Parameters(
        paramLabel = "ID|FILE",
        description = "Id of a profile (tidemark profile list), or a profile file.")
    private String profile;

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      for (ForeignProfile foreign : ForeignProfiles.all()) {
        if (foreign.facts().id().equals(profile)) {
          print(foreign.facts(), out);
          return Main.FINISHED;
        }
      }
      if (profile.equals(Profile.TIDEMARK_GUMBEL_AES)) {
        ProfileCommand.print(Profile.of(Tokenizers.open("cl100k_base")), out);
        out.println("rules      docs/formats/tidemark-gumbel-aes-v1.md");
        return Main.FINISHED;
      }
      if (!profile.contains(".") && !Files.exists(Path.of(profile))) {
        throw new BadInputException(
            profile, "is neither a file nor the id of a profile; try: tidemark profile list");
      }
      ProfileCommand.print(Profile.read(Path.of(profile)), out);
      return Main.FINISHED;
    }

    private static void print(Facts facts, PrintWriter out) {
      field(out, "id", facts.id());
      field(out, "source", facts.source());
      field(
          out,
          "status",
          facts.verified()
              ? "verified: known answers made by the original code are met"
              : "unverified: there are no known answers of the original code");
      field(out, "parameters", facts.parameters());
      field(out, "key", facts.key());
      field(out, "context", facts.context());
      field(out, "first", facts.firstScored());
      field(out, "dedup", facts.dedup());
      field(out, "null law", facts.law());
      field(out, "pooled", facts.pooling().words());
      field(out, "security", facts.security());
      field(out, "differs", facts.differences());
      field(out, "example", "docs/formats/foreign-keys/" + facts.id() + ".json");
    }

    private static void field(PrintWriter out, String name, String text) {
      StringBuilder line = new StringBuilder(String.format("%-11s", name));
      for (String word : text.strip().split("\\s+", -1)) {
        if (line.length() > 11 && line.length() + word.length() >= LINE) {
          out.println(line.toString().stripTrailing());
          line = new StringBuilder(" ".repeat(11));
        }
        line.append(word).append(' ');
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
