package ai.tidemark.evidence.forge;

import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.evidence.bundle.BundleClaim;
import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.verify.BundleVerifier;
import ai.tidemark.evidence.verify.Material;
import ai.tidemark.evidence.verify.Outcome;
import ai.tidemark.evidence.verify.TrustPolicy;
import ai.tidemark.evidence.verify.Verification;
import ai.tidemark.keys.record.EraCommit;
import ai.tidemark.keys.record.RecordTime;
import ai.tidemark.keys.record.State;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bundles for other verifiers, in the shape that docs/formats/bundle.md, section 6, describes: some
 * valid ones, and up to three invalid ones for each code.
 */
public final class BundleVectors {
  private static final int MOST_OF_A_CODE = 3;

  /** What of the recomputed claim changes with the broken rule, where that is another claim's. */
  private static final Map<Code, String> NEEDS =
      Map.of(Code.PLAN_SETTINGS, "power", Code.PLAN_DECOYS, "tuples");

  private static final Pattern MEMBER = Pattern.compile("power|log10E|share|documents");

  private final Path folder;
  private final ArrayNode tests = JsonNodeFactory.instance.arrayNode();
  private final Map<Code, Integer> written = new EnumMap<>(Code.class);
  private final List<byte[]> policies = new ArrayList<>();

  private BundleVectors(Path folder) {
    this.folder = folder;
  }

  /** Writes bundles, trust policies and {@code index.json} into a folder. */
  public static void write(Path folder) {
    try {
      Files.createDirectories(folder);
      BundleVectors vectors = new BundleVectors(folder);
      Files.write(folder.resolve("blocks"), Story.honest().blocks);
      vectors.valid();
      RuleMutants.push(vectors::invalid);
      ObjectNode root = JsonNodeFactory.instance.objectNode();
      root.put("format", "tidemark-bundle-tests-v1");
      root.put("now", RecordTime.format(Forge.NOW));
      root.set("tests", vectors.tests);
      Files.write(folder.resolve("index.json"), CanonicalJson.bytes(root));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void valid() throws IOException {
    Forge honest = new Forge(Story.honest());
    add("honest", "everything is there", honest.build(), Forge.trust(), "");
    honest.entries = true;
    add("whole-log", "with every entry of the log", honest.build(), Forge.trust(), "");
    Forge chosen = new Forge(Story.chosen());
    add("chosen", "rates, limits and globs fixed by the plan", chosen.build(), Forge.trust(), "");
    Forge closed = new Forge(Story.honest());
    closed.blocks = Optional.empty();
    add("no-blocks", "nothing to recompute from", closed.build(), Forge.trust(), "");
    add("given-blocks", "blocks given beside it", closed.build(), Forge.trust(), "blocks");
    Forge coin = new Forge(Story.honest());
    coin.openCoinOnly(1);
    add("coin-only", "a tenant without the fleet", coin.build(), Forge.trust(), "");
    Forge eras = new Forge(Story.honest());
    ChargeMutants.eras(eras, 4);
    add("five-eras", "p pays for five era commitments", eras.build(), Forge.trust(), "");
    Forge plans = new Forge(Story.honest());
    ChargeMutants.plans(plans, 2);
    add("three-plans", "p pays for three plans", plans.build(), Forge.trust(), "");
    Forge later = new Forge(Story.honest());
    later.log.add(
        LogMutants.state(
            (EraCommit) later.log.get(later.commit),
            State.DISCLOSED,
            Instant.parse("2026-11-24T10:15:00Z"),
            "all"));
    add("disclosed-later", "disclosed after the material", later.build(), Forge.trust(), "");
  }

  private void invalid(Mutant mutant) {
    if (mutant.withTexts() || mutant.expected().size() != 1) {
      return;
    }
    Code code = mutant.expected().iterator().next();
    int count = written.merge(code, 1, Integer::sum);
    if (count <= MOST_OF_A_CODE && mutant.bundle().length < 1 << 20) {
      String name = code.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + count;
      try {
        add(name, mutant.name(), mutant.bundle(), mutant.trust(), "");
        if (NEEDS.containsKey(code)) {
          ((ObjectNode) tests.get(tests.size() - 1)).putArray("needs").add(NEEDS.get(code));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void add(String name, String comment, byte[] bundle, TrustPolicy trust, String blocks)
      throws IOException {
    Path file = folder.resolve(name + ".tmev");
    Files.write(file, bundle);
    Material material = Material.none(Forge.NOW);
    if (!blocks.isEmpty()) {
      material = material.withBlocks(folder.resolve(blocks));
    }
    Verification found = BundleVerifier.verify(file, trust, material);
    ObjectNode test =
        tests
            .addObject()
            .put("file", name + ".tmev")
            .put("comment", comment)
            .put("trust", policy(trust));
    if (!blocks.isEmpty()) {
      test.put("blocks", blocks);
    }
    Matcher member = MEMBER.matcher(comment);
    if (member.find()) {
      test.putArray("needs").add(member.group());
    }
    ObjectNode claims = test.putObject("claims");
    ObjectNode codes = test.putObject("codes");
    boolean failed = false;
    for (BundleClaim claim : BundleClaim.values()) {
      switch (found.outcome(claim)) {
        case Outcome.Passed _ -> claims.put(claim.word(), "passed");
        case Outcome.NotChecked _ -> claims.put(claim.word(), "not checked");
        case Outcome.Failed(var code, _) -> {
          claims.put(claim.word(), "failed");
          codes.put(claim.word(), code.name());
          failed = true;
        }
      }
    }
    test.put("result", failed ? "invalid" : "valid");
  }

  private String policy(TrustPolicy trust) throws IOException {
    byte[] json = trust.encode();
    for (int i = 0; i < policies.size(); i++) {
      if (Arrays.equals(policies.get(i), json)) {
        return "trust-" + i + ".json";
      }
    }
    String name = "trust-" + policies.size() + ".json";
    policies.add(json);
    Files.write(folder.resolve(name), json);
    return name;
  }
}
