package ai.tidemark.evidence.forge;

import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.record.EraCommit;
import ai.tidemark.keys.record.PlanRecord;
import ai.tidemark.keys.record.ResultRecord;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Keys reported under other names, and tries that p does not pay for. */
public final class ChargeMutants extends Forgeries {
  private ChargeMutants(Consumer<Mutant> sink) {
    super(sink);
  }

  /** Pushes every mutant. */
  public static void push(Consumer<Mutant> sink) {
    ChargeMutants mutants = new ChargeMutants(sink);
    mutants.charges();
  }

  private void charges() {
    reported(
        Code.REPORT_KEYS,
        "another key id",
        r -> ((ObjectNode) r.at("/results/1")).put("keyId", "0".repeat(16)));
    reported(Code.REPORT_KEYS, "a result less", r -> ((ArrayNode) r.path("results")).remove(2));
    reported(
        Code.REPORT_KEYS,
        "tenants' names swapped",
        r -> {
          ((ObjectNode) r.at("/results/1")).put("key", Story.OTHER);
          ((ObjectNode) r.at("/results/2")).put("key", Story.TENANT);
        });
    sink.accept(weak("40 eras committed for one window", f -> eras(f, 40)));
    sink.accept(weak("40 plans", f -> plans(f, 40)));
    sink.accept(weak("40 finished scans of one plan", f -> results(f, 40)));
  }

  /** A p of 2.3 x 10^-8: marked alone, not after paying 40 times. */
  private static Mutant weak(String name, Consumer<Forge> change) {
    Forge forge = new Forge(Story.honest());
    weaken(forge);
    change.accept(forge);
    return Mutant.of(Code.CHARGED_P, name, forge.build());
  }

  /** Reports evidence that is marked alone, and hardly more. */
  public static void weaken(Forge forge) {
    forge.relogReport(
        r -> {
          for (String pointer : List.of("/results/0", "/results/1")) {
            ((ObjectNode) r.at(pointer)).put("n", 500).put("S", Long.toString(632L << 32));
          }
        });
  }

  /** Commits to more eras for the same window. */
  public static void eras(Forge forge, int more) {
    EraCommit last = (EraCommit) forge.log.get(forge.commit);
    for (int i = 1; i <= more; i++) {
      last = EraRecords.commit(Story.ERA + "-" + i, i, last.leafHash(), Story.honest());
      forge.log.add(last);
    }
  }

  /** Registers more plans that test the era, before the own one. */
  public static void plans(Forge forge, int more) {
    PlanRecord own = (PlanRecord) forge.log.get(forge.planned);
    List<ControlRecord> log = new ArrayList<>();
    for (int i = 0; i < more; i++) {
      log.add(new PlanRecord(own.time(), String.format("%064x", i), own.eras(), PlanRecord.PATHS));
    }
    forge.log.addAll(forge.planned, log);
    forge.planned += more;
    forge.resulted += more;
    forge.anchors.get(2).size += more;
  }

  /** Logs more finished results of the plan, before the own one. */
  public static void results(Forge forge, int more) {
    ResultRecord own = (ResultRecord) forge.log.get(forge.resulted);
    List<ControlRecord> log = new ArrayList<>();
    for (int i = 0; i < more; i++) {
      log.add(
          new ResultRecord(
              own.time(),
              own.plan(),
              own.outcome(),
              own.corpus(),
              String.format("%064x", i),
              own.started(),
              own.ended()));
    }
    forge.log.addAll(forge.resulted, log);
    forge.resulted += more;
  }
}
