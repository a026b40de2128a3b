package ai.tidemark.evidence.verify;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.evidence.bundle.Bundle;
import ai.tidemark.evidence.bundle.BundleException;
import ai.tidemark.evidence.bundle.BundleJson;
import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.bundle.Custody;
import ai.tidemark.evidence.bundle.FileName;
import ai.tidemark.evidence.bundle.Hints;
import ai.tidemark.evidence.bundle.LogRecords;
import ai.tidemark.evidence.bundle.Software;
import ai.tidemark.evidence.corpus.Manifest;
import ai.tidemark.evidence.plan.Plan;
import ai.tidemark.keys.record.ControlRecord;
import ai.tidemark.keys.record.ResultRecord;
import ai.tidemark.keys.store.Openings;
import ai.tidemark.scan.report.RecordedReport;
import ai.tidemark.scan.report.ReportReader;
import java.util.function.BiFunction;

/**
 * The documents of a bundle, each in its format; whether they fit together is another question.
 *
 * @param custody who had the material
 * @param software what made the bundle
 * @param hints public keys it says it was made with
 * @param openings the opened keys
 * @param records of the control log
 * @param profile of the watermark
 * @param plan what was to be tested
 * @param report what was found
 * @param manifest of the corpus
 * @param result the log's record of the result
 */
public record Documents(
    Custody custody,
    Software software,
    Hints hints,
    Openings openings,
    LogRecords records,
    Profile profile,
    Plan plan,
    RecordedReport report,
    Manifest manifest,
    ResultRecord result) {

  /**
   * Reads the documents.
   *
   * @throws BundleException with the first that is malformed
   */
  public static Documents read(Bundle bundle) {
    Documents documents =
        new Documents(
            Custody.parse(bundle.bytes(FileName.CUSTODY)),
            Software.parse(bundle.bytes(FileName.SOFTWARE)),
            Hints.parse(bundle.bytes(FileName.HINTS)),
            openings(bundle.bytes(FileName.OPENINGS)),
            LogRecords.parse(bundle.bytes(FileName.RECORDS)),
            read(bundle, FileName.PROFILE, Profile::parse),
            read(bundle, FileName.PLAN, Plan::parse),
            read(bundle, FileName.REPORT, ReportReader::read),
            read(bundle, FileName.MANIFEST, Manifest::parse),
            result(bundle));
    requireCommitmentFiles(bundle, documents.openings().eras().size());
    return documents;
  }

  private static <T> T read(Bundle bundle, String name, BiFunction<String, byte[], T> parser) {
    byte[] json = bundle.bytes(name);
    try {
      StrictJson.parseCanonical(name, json);
    } catch (BadInputException | IllegalArgumentException e) {
      throw new BundleException(Code.JSON_NOT_CANONICAL, String.valueOf(e.getMessage()), e);
    }
    try {
      return parser.apply(name, json);
    } catch (BadInputException | IllegalArgumentException e) {
      throw new BundleException(Code.FORMAT, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Reads {@code keys/openings.json}.
   *
   * @throws BundleException if it is malformed
   */
  public static Openings openings(byte[] json) {
    return BundleJson.read(FileName.OPENINGS, json, Openings::read);
  }

  private static ResultRecord result(Bundle bundle) {
    byte[] entry = bundle.bytes(FileName.RESULT);
    try {
      if (ControlRecord.parse(FileName.RESULT, entry) instanceof ResultRecord result) {
        return result;
      }
    } catch (BadInputException e) {
      throw new BundleException(Code.RECORD_FORMAT, String.valueOf(e.getMessage()), e);
    }
    throw new BundleException(Code.RECORD_FORMAT, FileName.RESULT + " is no result record");
  }

  private static void requireCommitmentFiles(Bundle bundle, int eras) {
    for (int e = 0; e < eras; e++) {
      if (!bundle.has(FileName.commitments(e))) {
        throw new BundleException(
            Code.FILE_MISSING, "the bundle has no " + FileName.commitments(e));
      }
    }
    long files = bundle.names().stream().filter(name -> name.endsWith(".commitments")).count();
    if (files != eras) {
      throw new BundleException(
          Code.FILE_UNKNOWN, "the bundle has commitment files of eras that it does not open");
    }
  }
}
