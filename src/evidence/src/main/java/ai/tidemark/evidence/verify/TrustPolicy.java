package ai.tidemark.evidence.verify;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.CanonicalJson;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.evidence.bundle.BundleClaim;
import ai.tidemark.evidence.bundle.BundleJson;
import ai.tidemark.evidence.bundle.Hints;
import ai.tidemark.evidence.bundle.Signers;
import ai.tidemark.keys.log.LogPolicy;
import ai.tidemark.keys.record.RecordTime;
import ai.tidemark.keys.time.TimeRoots;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a verifier trusts and asks for: its own file, {@code tidemark-trust-v1}, never the bundle's.
 *
 * @param signers whose bundles count
 * @param logPolicyText which logs and witnesses count, a C2SP tlog-policy
 * @param timeAuthorities root certificates of time-stamping authorities, PEM
 * @param timeQuorum how many of them must have stamped a checkpoint before its time counts
 * @param beaconRequired whether keys must be mixed with a beacon value
 * @param material when the material was first known, where the verifier knows it; the earlier of
 *     this and the manifest's word counts
 * @param alpha a charged p at or below this still shows something; in (0, 1)
 * @param required claims that must pass, at least one
 */
public record TrustPolicy(
    List<Signers.Identity> signers,
    String logPolicyText,
    List<String> timeAuthorities,
    int timeQuorum,
    boolean beaconRequired,
    Optional<Instant> material,
    String alpha,
    Set<BundleClaim> required) {
  private static final String FORMAT = "tidemark-trust-v1";
  private static final String ALPHA = "0\\.[0-9]{1,30}";
  private static final int MOST_QUORUM = 16;

  /** Validates. */
  public TrustPolicy {
    signers = List.copyOf(signers);
    timeAuthorities = List.copyOf(timeAuthorities);
    if (timeQuorum < 1 || timeQuorum > MOST_QUORUM) {
      throw new IllegalArgumentException(
          "timeQuorum must be in 1.." + MOST_QUORUM + ", but is " + timeQuorum);
    }
    if (!alpha.matches(ALPHA) || Double.parseDouble(alpha) <= 0) {
      throw new IllegalArgumentException("alpha must be a decimal in (0, 1), but is " + alpha);
    }
    if (required.isEmpty()) {
      throw new IllegalArgumentException("required must name at least one claim");
    }
    required = Set.copyOf(required);
  }

  /**
   * A policy from the hints of a bundle: everything required, nothing of it checked. A person must
   * compare the keys with what other ways say before it is worth anything.
   */
  public static TrustPolicy of(Hints hints) {
    return new TrustPolicy(
        hints.signers(),
        hints.logPolicy(),
        hints.timeAuthorities(),
        Math.clamp(hints.timeAuthorities().size(), 1, 2),
        false,
        Optional.empty(),
        "0.000001",
        EnumSet.allOf(BundleClaim.class));
  }

  /** Returns the log policy. */
  public LogPolicy logPolicy() {
    return LogPolicy.parse("logPolicy", logPolicyText);
  }

  /** Returns the roots of the time-stamping authorities. */
  public List<X509Certificate> timeRoots() {
    List<X509Certificate> roots = new ArrayList<>();
    timeAuthorities.forEach(pem -> roots.addAll(TimeRoots.parse("timeAuthorities", pem)));
    return roots;
  }

  /** Returns ln alpha. */
  public double lnAlpha() {
    return StrictMath.log(Double.parseDouble(alpha));
  }

  /** Returns this policy with other required claims. */
  public TrustPolicy requiring(Set<BundleClaim> claims) {
    return new TrustPolicy(
        signers,
        logPolicyText,
        timeAuthorities,
        timeQuorum,
        beaconRequired,
        material,
        alpha,
        claims);
  }

  /** Returns the policy as JSON, canonical. */
  public byte[] encode() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", FORMAT).put("logPolicy", logPolicyText);
    Signers.write(signers, root);
    ArrayNode roots = root.putArray("timeAuthorities");
    timeAuthorities.forEach(roots::add);
    root.put("timeQuorum", timeQuorum)
        .put("beacon", beaconRequired ? "required" : "optional")
        .put("alpha", alpha);
    material.ifPresent(time -> root.put("material", RecordTime.format(time)));
    ArrayNode claims = root.putArray("required");
    EnumSet.copyOf(required).forEach(claim -> claims.add(claim.word()));
    return CanonicalJson.bytes(root);
  }

  /**
   * Reads a policy; it need not be canonical, since people write it.
   *
   * @param where names the source in messages
   * @throws BadInputException if it is malformed, or names keys that are none
   */
  public static TrustPolicy parse(String where, byte[] json) {
    StrictJson root = StrictJson.parse(where, json);
    root.requireText("format", FORMAT);
    Set<BundleClaim> required = EnumSet.noneOf(BundleClaim.class);
    String words = "authentic|time|keys|recomputed|calibrated";
    for (String word : root.texts("required", words)) {
      required.add(BundleClaim.valueOf(word.toUpperCase(Locale.ROOT)));
    }
    Optional<Instant> material =
        root.has("material")
            ? Optional.of(RecordTime.parse(root.text("material", BundleJson.TIME)))
            : Optional.empty();
    try {
      TrustPolicy policy =
          new TrustPolicy(
              Signers.read(root),
              root.text("logPolicy"),
              root.texts("timeAuthorities", "(?s).*"),
              (int) root.integer("timeQuorum", 1, MOST_QUORUM),
              root.text("beacon", "required|optional").equals("required"),
              material,
              root.text("alpha", ALPHA),
              required);
      root.end();
      policy.logPolicy();
      policy.timeRoots();
      return policy;
    } catch (IllegalArgumentException e) {
      throw new BadInputException(where, String.valueOf(e.getMessage()), e);
    }
  }
}
