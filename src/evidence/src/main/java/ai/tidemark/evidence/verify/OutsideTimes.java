package ai.tidemark.evidence.verify;

import ai.tidemark.core.BadInputException;
import ai.tidemark.evidence.bundle.Bundle;
import ai.tidemark.evidence.bundle.BundleException;
import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.bundle.FileName;
import ai.tidemark.keys.log.Checkpoint;
import ai.tidemark.keys.log.LogException;
import ai.tidemark.keys.log.LogPolicy;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.log.Note;
import ai.tidemark.keys.log.VerifiedCheckpoint;
import ai.tidemark.keys.time.EvidenceRecords;
import ai.tidemark.keys.time.TimeException;
import ai.tidemark.keys.time.TimeStamps;
import ai.tidemark.keys.time.VerifiedTime;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When, by the word of others, the log held a record: time stamps over checkpoints, and
 * cosignatures on them. A checkpoint whose tree is a beginning of the proofs' tree and is larger
 * than a record's index holds that record.
 */
final class OutsideTimes {
  private static final Pattern FILE =
      Pattern.compile("time/(\\d+)(?:\\.(checkpoint|consistency)|-([a-z0-9_-]+)\\.(tsr|ers))");
  private static final int LINE = 45; // 44 characters of base64, and the newline

  /**
   * A checkpoint with times.
   *
   * @param size of its tree
   * @param agreed when as many as the policy asks for had seen it
   * @param each every single word on it, ascending
   */
  private record Dated(long size, Optional<Instant> agreed, List<Instant> each) {}

  private final Bundle bundle;
  private final TrustPolicy trust;
  private final LogPolicy policy;
  private final VerifiedCheckpoint head;
  private final List<X509Certificate> roots;
  private final Instant now;
  private final List<Dated> dated = new ArrayList<>();

  private OutsideTimes(
      Bundle bundle, TrustPolicy trust, LogPolicy policy, VerifiedCheckpoint head, Instant now) {
    this.bundle = bundle;
    this.trust = trust;
    this.policy = policy;
    this.head = head;
    this.roots = trust.timeRoots();
    this.now = now;
  }

  /**
   * Verifies every anchor of a bundle.
   *
   * @param head the checkpoint of the proofs, verified
   * @param now the instant at which the verifier looks
   * @throws BundleException with the first rule that is broken
   */
  static OutsideTimes check(
      Bundle bundle, TrustPolicy trust, LogPolicy policy, VerifiedCheckpoint head, Instant now) {
    OutsideTimes times = new OutsideTimes(bundle, trust, policy, head, now);
    times.add(head.size(), head.witnessedAt(), Map.of());
    times.anchors();
    return times;
  }

  private void anchors() {
    Map<Integer, List<String>> authorities = new TreeMap<>();
    for (String name : bundle.names()) {
      Matcher file = FILE.matcher(name);
      if (!file.matches()) {
        continue;
      }
      int anchor = number(name, file.group(1));
      if (!bundle.has(FileName.anchor(anchor)) || !bundle.has(FileName.consistency(anchor))) {
        throw new BundleException(
            Code.PROOF_SURPLUS, name + " needs both the anchor's checkpoint and its consistency");
      }
      List<String> own = authorities.computeIfAbsent(anchor, _ -> new ArrayList<>());
      if ("tsr".equals(file.group(4))) {
        own.add(file.group(3));
      } else if ("ers".equals(file.group(4))
          && !bundle.has(FileName.token(anchor, file.group(3)))) {
        throw new BundleException(Code.PROOF_SURPLUS, name + " renews no time stamp");
      }
    }
    authorities.forEach(this::anchor);
  }

  private static int number(String name, String digits) {
    if (digits.length() > 6) {
      throw new BundleException(Code.PROOF_FORMAT, name + ": anchors are numbered from 0");
    }
    return Integer.parseInt(digits);
  }

  private void anchor(int number, List<String> authorities) {
    String name = FileName.anchor(number);
    byte[] note = bundle.bytes(name);
    Checkpoint checkpoint = checkpoint(name, note);
    LoggedRecords.requireOrigin(name, checkpoint.origin(), head.origin());
    Optional<Instant> witnessed = witnessed(name, note);
    consistent(number, checkpoint);
    Map<String, Instant> times = new HashMap<>();
    for (String authority : authorities) {
      token(number, authority, Merkle.sha256(note))
          .ifPresent(
              time -> times.merge(time.root(), time.latest(), (a, b) -> a.isBefore(b) ? a : b));
    }
    add(checkpoint.size(), witnessed, times);
  }

  private static Checkpoint checkpoint(String name, byte[] note) {
    try {
      return Checkpoint.parse(name, Note.parse(name, note).text());
    } catch (BadInputException e) {
      throw new BundleException(Code.PROOF_FORMAT, String.valueOf(e.getMessage()), e);
    }
  }

  /** The log must have signed an anchor; witnesses need not, a time stamp may stand for them. */
  private Optional<Instant> witnessed(String name, byte[] note) {
    try {
      return policy.verify(name, note).witnessedAt();
    } catch (LogException e) {
      if (e.code() == LogException.Code.NO_QUORUM) {
        return Optional.empty();
      }
      Code code =
          switch (e.code()) {
            case UNKNOWN_LOG, UNSIGNED -> Code.LOG_UNKNOWN;
            default -> Code.LOG_SIGNATURE;
          };
      throw new BundleException(code, name + ": " + e.getMessage(), e);
    }
  }

  private void consistent(int number, Checkpoint anchor) {
    String name = FileName.consistency(number);
    List<byte[]> proof = hashes(name, bundle.bytes(name));
    if (anchor.size() == head.size() && !Arrays.equals(anchor.root(), head.root())) {
      throw new BundleException(
          Code.LOG_SPLIT,
          FileName.anchor(number)
              + " and the proofs show two trees of "
              + head.size()
              + " entries: the log shows different people different things");
    }
    if (anchor.size() < 1
        || !Merkle.consistent(anchor.size(), anchor.root(), head.size(), head.root(), proof)) {
      throw new BundleException(
          Code.LOG_CONSISTENCY,
          name + " does not show that the anchor's tree is a beginning of the proofs' tree");
    }
  }

  /** Hashes in base64, one a line. */
  private static List<byte[]> hashes(String name, byte[] bytes) {
    List<byte[]> hashes = new ArrayList<>();
    for (int from = 0; from < bytes.length; from += LINE) {
      if (from + LINE > bytes.length || bytes[from + LINE - 1] != '\n') {
        throw new BundleException(Code.PROOF_FORMAT, name + " must be lines of 44 characters");
      }
      String line = new String(bytes, from, LINE - 1, StandardCharsets.ISO_8859_1);
      try {
        byte[] hash = Base64.getDecoder().decode(line);
        if (hash.length == Merkle.BYTES && Base64.getEncoder().encodeToString(hash).equals(line)) {
          hashes.add(hash);
          continue;
        }
      } catch (IllegalArgumentException _) {
        // refused below
      }
      throw new BundleException(
          Code.PROOF_FORMAT, name + " must hold hashes of 32 bytes in base64");
    }
    return hashes;
  }

  /** Verifies a time stamp; one of an authority that is not trusted says nothing. */
  private Optional<VerifiedTime> token(int anchor, String authority, byte[] imprint) {
    String name = FileName.token(anchor, authority);
    byte[] token = bundle.bytes(name);
    try {
      return TimeStamps.leadsTo(token, roots)
          ? Optional.of(valid(anchor, authority, token, imprint))
          : Optional.empty();
    } catch (TimeException e) {
      throw new BundleException(code(e), name + ": " + e.getMessage(), e);
    }
  }

  private VerifiedTime valid(int anchor, String authority, byte[] token, byte[] imprint) {
    try {
      return TimeStamps.verify(token, imprint, roots, now);
    } catch (TimeException e) {
      String renewal = FileName.renewal(anchor, authority);
      if (e.code() != TimeException.Code.EXPIRED || !bundle.has(renewal)) {
        throw e;
      }
      return renewed(renewal, token, imprint);
    }
  }

  private VerifiedTime renewed(String name, byte[] token, byte[] imprint) {
    try {
      return EvidenceRecords.verify(bundle.bytes(name), token, imprint, roots, now, Set.of());
    } catch (TimeException e) {
      throw new BundleException(Code.TOKEN_CERTIFICATE, name + ": " + e.getMessage(), e);
    }
  }

  private static Code code(TimeException e) {
    return switch (e.code()) {
      case WRONG_IMPRINT -> Code.TOKEN_IMPRINT;
      case SIGNATURE -> Code.TOKEN_SIGNATURE;
      case CERTIFICATE_NOT_VALID, EXPIRED, NOT_FOR_TIME_STAMPING, RENEWAL -> Code.TOKEN_CERTIFICATE;
      case FROM_THE_FUTURE -> Code.TOKEN_FUTURE;
      case MALFORMED, WRONG_NONCE, POLICY, REFUSED, NO_ANSWER, QUORUM, CHAIN_NOT_TRUSTED ->
          Code.TOKEN_FORMAT;
    };
  }

  /**
   * Adds a checkpoint.
   *
   * @param stamps earliest time of each authority
   */
  private void add(long size, Optional<Instant> witnessed, Map<String, Instant> stamps) {
    List<Instant> ascending = new ArrayList<>(stamps.values());
    ascending.sort(null);
    Optional<Instant> agreed = witnessed;
    if (ascending.size() >= trust.timeQuorum()) {
      Instant stamped = ascending.get(trust.timeQuorum() - 1);
      agreed = Optional.of(witnessed.filter(stamped::isAfter).orElse(stamped));
    }
    witnessed.ifPresent(ascending::add);
    dated.add(new Dated(size, agreed, List.copyOf(ascending)));
  }

  /** Returns the earliest time by which, as the policy asks, others had seen a record. */
  Optional<Instant> of(long index) {
    return dated.stream()
        .filter(d -> d.size() > index)
        .flatMap(d -> d.agreed().stream())
        .min(Instant::compareTo);
  }

  /** Returns the earliest time of a record that must have one. */
  Instant require(String what, long index) {
    return of(index)
        .orElseThrow(
            () ->
                new BundleException(
                    Code.TIME_MISSING,
                    what
                        + " (log entry "
                        + index
                        + ") has no time from outside: no checkpoint with"
                        + " it bears the time stamps or cosignatures that the trust policy asks"
                        + " for"));
  }

  /** Returns every single word of others on a record, in no order. */
  List<Instant> each(long index) {
    return dated.stream().filter(d -> d.size() > index).flatMap(d -> d.each().stream()).toList();
  }
}
