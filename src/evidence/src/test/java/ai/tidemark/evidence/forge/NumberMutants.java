package ai.tidemark.evidence.forge;

import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.bundle.FileName;
import ai.tidemark.evidence.corpus.Manifest;
import ai.tidemark.evidence.plan.Plan;
import ai.tidemark.evidence.plan.PlanCorpus;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;

/** Reports, logged and signed, that do not say what the blocks or the texts give. */
public final class NumberMutants extends Forgeries {
  private static final int RECORD = 17;

  private NumberMutants(Consumer<Mutant> sink) {
    super(sink);
  }

  /** Pushes every mutant. */
  public static void push(Consumer<Mutant> sink) {
    NumberMutants mutants = new NumberMutants(sink);
    mutants.blocks();
    mutants.results();
    mutants.calibration();
    mutants.texts();
  }

  private void put(Code code, String pointer, String field, String value) {
    reported(
        code,
        "another " + pointer + "/" + field,
        r -> ((ObjectNode) r.at(pointer)).put(field, value));
  }

  private void put(Code code, String pointer, String field, long value) {
    reported(
        code,
        "another " + pointer + "/" + field,
        r -> ((ObjectNode) r.at(pointer)).put(field, value));
  }

  private void blocks(Code code, String name, byte[] blocks) {
    forged(code, name, f -> f.blocks = Optional.of(blocks));
  }

  private void blocks() {
    byte[] honest = Story.honest().blocks;
    blocks(Code.BLOCKS_FORMAT, "half a record", Arrays.copyOf(honest, honest.length - 1));
    byte[] swapped = honest.clone();
    System.arraycopy(honest, 0, swapped, RECORD, RECORD);
    System.arraycopy(honest, RECORD, swapped, 0, RECORD);
    blocks(Code.BLOCKS_FORMAT, "records swapped", swapped);
    byte[] twice = honest.clone();
    System.arraycopy(honest, 0, twice, RECORD, RECORD);
    blocks(Code.BLOCKS_FORMAT, "a record twice", twice);
    byte[] forms = honest.clone();
    forms[RECORD - 1] = 4;
    blocks(Code.BLOCKS_FORMAT, "an unknown form", forms);
    byte[] coin = honest.clone();
    coin[honest.length - RECORD] |= (byte) 0x80;
    blocks(Code.BLOCKS_FORMAT, "a block of the coin's domain", coin);
    blocks(Code.BLOCKS_DIFFER, "a record less", Arrays.copyOf(honest, honest.length - RECORD));
    byte[] raw = honest.clone();
    raw[RECORD - 1] = 1;
    blocks(Code.BLOCKS_DIFFER, "another form", raw);
    put(Code.BLOCKS_DIFFER, "/corpus", "tupleDigest", "0".repeat(32));
    put(Code.BLOCKS_DIFFER, "/corpus", "distinctTuples", 5);
  }

  private void results() {
    put(Code.P_DIFFERS, "/results/0", "log10P", "-999.0000");
    put(Code.P_DIFFERS, "/results/2", "log10P", "-9.0000");
    put(Code.P_DIFFERS, "/results/1", "n", 600);
    put(Code.P_DIFFERS, "/results/1", "S", "1");
    put(Code.P_DIFFERS, "/results/0", "adjustedLog10P", "-999.0000");
    put(Code.TESTS_DIFFER, "/results/0", "log10E", "999.0000");
    reported(
        Code.EVIDENCE_DIFFERS,
        "another sum, with its own p",
        r -> {
          ObjectNode result = (ObjectNode) r.at("/results/2");
          result.put("n", 0).put("S", "0").put("log10P", "0.0000");
        });
    put(Code.TESTS_DIFFER, "/results/0", "power", "0.5000");
    put(Code.TESTS_DIFFER, "/results/2", "verdict", "alert");
    put(Code.TESTS_DIFFER, "/results/0/share", "estimate", "0.999999");
    put(Code.TESTS_DIFFER, "/tests/0", "log10P", "-999.0000");
    put(Code.TESTS_DIFFER, "/tests/2", "adjustedLog10P", "-9.0000");
    reported(Code.TESTS_DIFFER, "another verdict", r -> r.put("verdict", "alert"));
    reported(Code.TESTS_DIFFER, "no runner-up", r -> r.remove("runnerUp"));
  }

  private void calibration() {
    reported(Code.REPORT_INVALID, "an invalid report", r -> r.put("verdict", "invalid"));
    reported(Code.REPORT_INVALID, "an incomplete report", r -> r.put("verdict", "incomplete"));
    put(Code.DECOYS_DIFFER, "/decoys/panels/0", "mean", "0.0000");
    put(Code.DECOYS_DIFFER, "/decoys/panels/1", "varianceHigh", "9.0000");
    put(Code.DECOYS_DIFFER, "/decoys/panels/0", "n", 31);
    put(Code.DECOYS_DIFFER, "/decoys/panels/0/ranks/0", "z", "99.0000");
    reported(
        Code.DECOYS_DIFFER,
        "another z of a decoy",
        r -> ((ArrayNode) r.at("/decoys/panels/1/decoyZ")).set(7, "9.0000"));
    reported(
        Code.FORMAT,
        "a decoy without its z",
        r -> ((ArrayNode) r.at("/decoys/panels/1/decoyZ")).remove(7));
    put(Code.FORMAT, "/documents/files/others", "scored", 1_000_000);
    put(Code.DECOYS_DIFFER, "/decoys", "sampledOneIn", 2);
    put(Code.DECOYS_BROKEN, "/decoys/panels/0", "varianceLow", "1.5000");
    Forge forge = new Forge(Story.honest());
    SortedMap<String, byte[]> files = forge.files();
    files.put(
        FileName.VECTORS,
        Arrays.copyOf(
            Forge.get(files, FileName.VECTORS), Forge.get(files, FileName.VECTORS).length - 1));
    sink.accept(Mutant.of(Code.VECTORS_OTHER, "other known answers", forge.sealed(files)));
  }

  private void texts() {
    Forge forge = new Forge(Story.honest());
    forge.relogReport(r -> ((ObjectNode) r.path("documents")).put("minimumTuples", 7));
    sink.accept(
        new Mutant(
            "other numbers of documents",
            forge.build(),
            Forge.trust(),
            Set.of(Code.REPORT_DIFFERS),
            true));
    Forge other = new Forge(Story.honest());
    var files = other.manifest.files();
    other.manifest = new Manifest(files.subList(1, files.size()), other.manifest.origin());
    other.plan =
        new Plan(
            other.plan.question(),
            other.plan.profile(),
            other.plan.keys(),
            other.plan.method(),
            new PlanCorpus.Pinned(other.manifest.root()),
            other.plan.created());
    other.relogPlan();
    sink.accept(
        new Mutant(
            "a text that the manifest does not name",
            other.build(),
            Forge.trust(),
            Set.of(Code.TEXTS_DIFFER),
            true));
  }
}
