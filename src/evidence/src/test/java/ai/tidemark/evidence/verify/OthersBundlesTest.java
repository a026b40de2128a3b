package ai.tidemark.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.json.StrictJson;
import ai.tidemark.evidence.bundle.BundleClaim;
import ai.tidemark.keys.record.RecordTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Bundles that another program made, with the answers it expects: {@code
 * -Dtidemark.bundleTests=DIR} holds files {@code index*.json} as docs/formats/bundle.md, section 6,
 * describes.
 */
@Tag("integration")
final class OthersBundlesTest {
  @Test
  void bothVerifiersAgree() throws IOException {
    String given = System.getProperty("tidemark.bundleTests", "");
    Assumptions.assumeFalse(given.isEmpty(), "no -Dtidemark.bundleTests=DIR");
    List<String> differences = new ArrayList<>();
    int count = 0;
    try (Stream<Path> files = Files.list(Path.of(given))) {
      for (Path index :
          files.filter(f -> f.getFileName().toString().matches("index.*\\.json")).toList()) {
        StrictJson root = StrictJson.parse(index.toString(), Files.readAllBytes(index));
        for (StrictJson test : root.objects("tests")) {
          count++;
          compare(Path.of(given), root.text("now"), test, differences);
        }
      }
    }
    System.out.println(count + " bundles, " + differences.size() + " differences");
    differences.forEach(System.out::println);
    assertThat(count).isPositive();
    assertThat(differences).isEmpty();
  }

  private static void compare(Path folder, String now, StrictJson test, List<String> differences)
      throws IOException {
    String name = test.text("file");
    Path trust = folder.resolve(test.text("trust"));
    TrustPolicy policy = TrustPolicy.parse(trust.toString(), Files.readAllBytes(trust));
    Material material = Material.none(RecordTime.parse(now));
    if (test.has("blocks")) {
      material = material.withBlocks(folder.resolve(test.text("blocks")));
    }
    StrictJson claims = test.object("claims");
    try {
      Verification found = BundleVerifier.verify(folder.resolve(name), policy, material);
      for (BundleClaim claim : BundleClaim.values()) {
        String word = claim.word();
        String expected = claims.text(word);
        if (expected.equals("failed") && test.has("codes")) {
          expected += " " + test.object("codes").optionalText(word).orElse("");
        }
        String own = answer(found.outcome(claim));
        if (!own.equals(expected)) {
          differences.add(
              name
                  + " ("
                  + test.optionalText("comment").orElse("")
                  + ") "
                  + word
                  + ": expected "
                  + expected
                  + ", found "
                  + own
                  + " "
                  + found.outcome(claim));
        }
      }
    } catch (RuntimeException e) {
      differences.add(name + ": " + e);
    }
  }

  private static String answer(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Passed _ -> "passed";
      case Outcome.NotChecked _ -> "not checked";
      case Outcome.Failed(var code, _) -> String.format(Locale.ROOT, "failed %s", code);
    };
  }
}
