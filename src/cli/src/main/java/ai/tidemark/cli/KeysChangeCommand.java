package ai.tidemark.cli;

import ai.tidemark.keys.derive.Names;
import ai.tidemark.keys.derive.Subject;
import ai.tidemark.keys.record.KeyState;
import ai.tidemark.keys.record.RecordTime;
import ai.tidemark.keys.record.State;
import ai.tidemark.keys.store.KeyRing;
import ai.tidemark.keys.store.StoreFolder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What retire, disclose, compromise and destroy share: a change of state, recorded in the log. */
abstract sealed class KeysChangeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions options;

  @Option(names = "--era", required = true, paramLabel = "NAME", description = "The era.")
  private String era = "";

  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      description = "Only this tenant's key (default: all keys of the era).")
  private @Nullable String tenant;

  @Option(names = "--fleet", description = "Only the fleet key.")
  private boolean fleet;

  /** Makes the record. */
  abstract KeyState change(KeyRing ring, String era, Optional<Subject> subject);

  /** Returns what to know about it. */
  abstract String note();

  @Override
  public Integer call() {
    Optional<Subject> subject;
    try {
      subject = subject();
      checkOptions();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    try (StoreFolder store = options.open()) {
      KeyState record = change(store.ring(InstantSource.system()), era, subject);
      spec.commandLine()
          .getOut()
          .println(
              (record.subject().equals(KeyState.ALL)
                      ? "all keys of era " + era + " are "
                      : "key of tag " + record.subject() + " is ")
                  + record.state()
                  + " from "
                  + RecordTime.format(record.at()));
      spec.commandLine().getOut().println(note());
    }
    return Main.FINISHED;
  }

  /** Refuses what cannot be parsed, before anything is opened. */
  void checkOptions() {}

  private Optional<Subject> subject() {
    if (fleet && tenant != null) {
      throw new IllegalArgumentException("--fleet cannot go with --tenant");
    }
    return fleet ? Optional.of(Subject.fleet()) : Optional.ofNullable(tenant).map(Subject::tenant);
  }

  /** {@code tidemark keys retire}. */
  @Command(
      name = "retire",
      mixinStandardHelpOptions = true,
      description = "Record that keys mark no more: VERIFY_ONLY. They still show what they marked.")
  static final class Retire extends KeysChangeCommand {
    @Override
    KeyState change(KeyRing ring, String era, Optional<Subject> subject) {
      return ring.change(era, subject, State.VERIFY_ONLY, Optional.empty());
    }

    @Override
    String note() {
      return "Take its key file from every gateway: tidemark keys lease gives it out no more.";
    }
  }

  /** {@code tidemark keys disclose}. */
  @Command(
      name = "disclose",
      mixinStandardHelpOptions = true,
      description = {
        "Record that somebody outside has keys: DISCLOSED. To open keys to an expert, use"
            + " tidemark keys open, which records it too."
      })
  static final class Disclose extends KeysChangeCommand {
    @Option(
        names = "--to",
        required = true,
        paramLabel = "NAME",
        description = "Pseudonym of who has them.")
    private String to = "";

    @Override
    void checkOptions() {
      Names.require("--to", to, Names.TENANT);
    }

    @Override
    KeyState change(KeyRing ring, String era, Optional<Subject> subject) {
      return ring.disclosed(era, subject, Optional.empty(), to);
    }

    @Override
    String note() {
      return "What appears from now on shows nothing by these keys.";
    }
  }

  /** {@code tidemark keys compromise}. */
  @Command(
      name = "compromise",
      mixinStandardHelpOptions = true,
      description = {
        "Record that keys may be in wrong hands since a time: COMPROMISED. What is dated later is"
            + " no evidence; what is dated earlier stays evidence if its date is from outside."
      })
  static final class Compromise extends KeysChangeCommand {
    @Option(
        names = "--since",
        required = true,
        paramLabel = "TIME",
        description = "Since when, for example 2026-11-20T00:00:00Z; rather early than late.")
    private String since = "";

    @Override
    void checkOptions() {
      RecordTime.parse(since);
    }

    @Override
    KeyState change(KeyRing ring, String era, Optional<Subject> subject) {
      Instant at = RecordTime.parse(since);
      return ring.change(era, subject, State.COMPROMISED, Optional.of(at));
    }

    @Override
    String note() {
      return "Commit to a new era now, and replace the gateways' keys.";
    }
  }

  /** {@code tidemark keys destroy}. */
  @Command(
      name = "destroy",
      mixinStandardHelpOptions = true,
      description = {
        "Record that keys are destroyed: DESTROYED. This store derives them no more; nothing can"
            + " be shown with them again."
      })
  static final class Destroy extends KeysChangeCommand {
    @Override
    KeyState change(KeyRing ring, String era, Optional<Subject> subject) {
      return ring.change(era, subject, State.DESTROYED, Optional.empty());
    }

    @Override
    String note() {
      return "Delete its key files too. The root could still derive these keys: they are gone for"
          + " good only when the root and its backups are.";
    }
  }
}
