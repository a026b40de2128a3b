package ai.tidemark.evidence.plan;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.record.PlanRecord;
import ai.tidemark.keys.record.ProfilePin;
import ai.tidemark.keys.record.RecordTime;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * What will be tested, fixed before looking: whatever a result depends on but the bytes of the
 * corpus, and with a manifest those too. docs/formats/plan.md.
 *
 * @param question in words, 1..2,000 characters in one line
 * @param profile the watermark
 * @param keys by era, in the order that the report will have; all {@link PlanEra.Committed}, or all
 *     {@link PlanEra.Uncommitted}; era names all different
 * @param method the options
 * @param corpus which corpus
 * @param created when the plan was written, as its writer says
 */
public record Plan(
    String question,
    ProfilePin profile,
    List<PlanEra> keys,
    PlanMethod method,
    PlanCorpus corpus,
    Instant created) {
  /** Value of the field {@code format}. */
  public static final String FORMAT = "tidemark-plan-v1";

  private static final int MOST_BYTES = 64 << 20;
  private static final int LONGEST_QUESTION = 2000;

  /** Validates. */
  public Plan {
    RecordTime.format(created);
    keys = List.copyOf(keys);
    if (question.isBlank()
        || question.length() > LONGEST_QUESTION
        || question.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      throw new IllegalArgumentException(
          "question must be a text of 1.." + LONGEST_QUESTION + " characters in one line");
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("keys must name at least one era");
    }
    Set<String> eras = new HashSet<>();
    for (PlanEra era : keys) {
      if (!eras.add(era.era())) {
        throw new IllegalArgumentException("era " + era.era() + " is named twice");
      }
      if (era instanceof PlanEra.Committed != keys.getFirst() instanceof PlanEra.Committed) {
        throw new IllegalArgumentException("keys must all be committed to, or none");
      }
    }
  }

  /** Returns whether the keys were committed to in a log: without that, nothing is evidence. */
  public boolean committed() {
    return keys.getFirst() instanceof PlanEra.Committed;
  }

  /** Returns the canonical JSON form, UTF-8. */
  public byte[] canonicalJson() {
    ObjectNode root =
        JsonNodeFactory.instance
            .objectNode()
            .put("format", FORMAT)
            .put("question", question)
            .put("commitments", committed() ? "log" : "none");
    profile.write(root);
    ArrayNode eras = root.putArray("keys");
    keys.forEach(era -> era.writeTo(eras.addObject()));
    method.writeTo(root);
    corpus.writeTo(root);
    root.put("created", RecordTime.format(created));
    return CanonicalJson.bytes(root);
  }

  /** Returns SHA-256 of the canonical JSON, 64 hex digits. */
  public String sha256() {
    return HexFormat.of().formatHex(Merkle.sha256(canonicalJson()));
  }

  /**
   * Returns the log's record of this plan.
   *
   * @param time when it is logged, as the writer says
   * @throws IllegalStateException if the keys were not committed to
   */
  public PlanRecord record(Instant time) {
    List<String> eras =
        keys.stream()
            .map(
                era ->
                    switch (era) {
                      case PlanEra.Committed committed -> committed.eraRecord();
                      case PlanEra.Uncommitted _ ->
                          throw new IllegalStateException(
                              "a plan without commitments is not logged");
                    })
            .distinct()
            .sorted()
            .toList();
    return new PlanRecord(RecordTime.wholeSeconds(time), sha256(), eras, corpus.inRecord());
  }

  /**
   * Reads a plan.
   *
   * @param where names the source in messages
   * @throws BadInputException if it is not a plan, or not in its canonical form
   */
  public static Plan parse(String where, byte[] json) {
    StrictJson root = StrictJson.parse(where, json);
    root.requireText("format", FORMAT);
    Plan plan;
    try {
      plan =
          new Plan(
              root.text("question"),
              ProfilePin.read(root),
              eras(root),
              PlanMethod.read(root),
              PlanCorpus.read(root),
              RecordTime.read(root, "created"));
    } catch (IllegalArgumentException e) {
      throw new BadInputException(where, String.valueOf(e.getMessage()), e);
    }
    root.end();
    if (!Arrays.equals(json, plan.canonicalJson())) {
      throw new BadInputException(where, "is not in its canonical form (RFC 8785)");
    }
    return plan;
  }

  private static List<PlanEra> eras(StrictJson root) {
    List<StrictJson> keys = root.objects("keys");
    return switch (root.text("commitments")) {
      case "log" -> keys.stream().<PlanEra>map(PlanEra::readCommitted).toList();
      case "none" -> keys.stream().<PlanEra>map(PlanEra::readUncommitted).toList();
      default -> throw new BadInputException(root.where() + "/commitments", "must be log or none");
    };
  }

  /**
   * Reads a plan file.
   *
   * @throws BadInputException if it is missing, too large, or as {@link #parse} says
   */
  public static Plan read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] json = in.readNBytes(MOST_BYTES);
      if (json.length == MOST_BYTES) {
        throw new BadInputException(file.toString(), "is too large to be a plan");
      }
      return parse(file.toString(), json);
    } catch (NoSuchFileException e) {
      throw new BadInputException(
          file.toString(), "plan does not exist; make one with: tidemark plan --out " + file, e);
    } catch (IOException e) {
      throw new BadInputException(file.toString(), "plan cannot be read", e);
    }
  }

  /**
   * Writes a new plan file.
   *
   * @throws BadInputException if the file exists or cannot be written
   */
  public void write(Path file) {
    try {
      Files.write(file, canonicalJson(), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new BadInputException(
          file.toString(), "already exists; a plan is never overwritten", e);
    } catch (IOException e) {
      throw new BadInputException(file.toString(), "cannot be written", e);
    }
  }
}
