package ai.tidemark.evidence.pack;

import ai.tidemark.core.profile.Profile;
import ai.tidemark.evidence.bundle.Custody;
import ai.tidemark.evidence.bundle.Hints;
import ai.tidemark.evidence.bundle.Software;
import ai.tidemark.evidence.corpus.Manifest;
import ai.tidemark.evidence.plan.Plan;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.store.Openings;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What goes into a bundle.
 *
 * @param reportDirectory of the scan: {@code report.json}, and {@code blocks} where wanted
 * @param profile of the watermark
 * @param plan that the scan kept to
 * @param manifest of the corpus
 * @param openings the keys to show
 * @param commitments commitment file of each opened era, in their order
 * @param log the control log
 * @param anchors folder of dated checkpoints, {@code NAME.checkpoint} with {@code
 *     NAME-AUTHORITY.tsr} and {@code .ers}
 * @param blocks how the scored blocks go into it
 * @param wholeLog whether every entry of the log does
 * @param custody who had the material
 * @param software what packs
 * @param hints public keys that a reader may look for
 */
public record Contents(
    Path reportDirectory,
    Profile profile,
    Plan plan,
    Manifest manifest,
    Openings openings,
    List<byte[]> commitments,
    LogReader log,
    Optional<Path> anchors,
    Blocks blocks,
    boolean wholeLog,
    Custody custody,
    Software software,
    Hints hints) {
  /** Copies the list. */
  public Contents {
    commitments = List.copyOf(commitments);
  }

  /** How scored blocks go into a bundle. They reveal most of the text. */
  public sealed interface Blocks {
    /** Not at all: whoever recomputes gets them or the texts some other way. */
    record LeftOut() implements Blocks {}

    /** For everyone who gets the bundle. */
    record Open() implements Blocks {}

    /**
     * For one expert.
     *
     * @param certificate whose private key opens them
     */
    record Sealed(X509Certificate certificate) implements Blocks {}
  }
}
