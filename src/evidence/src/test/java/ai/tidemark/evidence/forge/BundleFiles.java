package ai.tidemark.evidence.forge;

import ai.tidemark.evidence.bundle.Custody;
import ai.tidemark.evidence.bundle.FileName;
import ai.tidemark.evidence.bundle.Hints;
import ai.tidemark.evidence.bundle.KnownAnswers;
import ai.tidemark.evidence.bundle.Software;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every file of a forge's bundle but the statement. */
final class BundleFiles {
  private BundleFiles() {}

  static SortedMap<String, byte[]> of(Forge forge) {
    TreeMap<String, byte[]> files = new TreeMap<>();
    files.put(FileName.REPORT, forge.report);
    files.put(FileName.PLAN, forge.plan.canonicalJson());
    files.put(FileName.RESULT, forge.log.get(forge.resulted).canonicalJson());
    files.put(FileName.PROFILE, Cast.PROFILE.canonicalJson());
    files.put(FileName.VECTORS, KnownAnswers.bytes());
    files.put(
        FileName.SOFTWARE,
        new Software("0.1.0", Optional.of("f".repeat(40)), "a JVM", "amd64", "AES").encode());
    files.put(FileName.CUSTODY, custody().encode());
    files.put(FileName.MANIFEST, forge.manifest.canonicalJson());
    files.put(FileName.OPENINGS, forge.openings.encode());
    files.put(FileName.HINTS, hints().encode());
    forge.blocks.ifPresent(bytes -> files.put(FileName.BLOCKS, bytes));
    for (int e = 0; e < forge.commitments.size(); e++) {
      files.put(FileName.commitments(e), forge.commitments.get(e));
    }
    new LogFiles(forge).put(files);
    return files;
  }

  private static Custody custody() {
    return new Custody(
        List.of(
            new Custody.Step("an investigator", "downloaded the corpus", "2026-11-20T09:00:00Z"),
            new Custody.Step("an investigator", "packed the bundle", "2026-11-24T11:00:00Z")));
  }

  private static Hints hints() {
    return new Hints(
        List.of(Cast.identity("provider")),
        Cast.logPolicy(),
        List.of(Cast.root("one"), Cast.root("two")));
  }
}
