package ai.tidemark.keys.time;

import ai.tidemark.keys.time.TimeException.Code;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Several authorities by policy: some number of independent ones must have stamped the same bytes.
 * Two tokens count as one authority where they lead to the same root key, so that a list of roots
 * is a list of independent organisations.
 */
public final class TimeQuorum {
  private final List<X509Certificate> roots;
  private final int needed;
  private final Set<String> policies;

  /**
   * @param roots the authorities' roots
   * @param needed how many of them must agree, 1 or more and no more than there are roots
   * @param policies object identifiers of the policies that are accepted; empty for any
   */
  public TimeQuorum(Collection<X509Certificate> roots, int needed, Set<String> policies) {
    if (needed < 1 || needed > roots.size()) {
      throw new IllegalArgumentException(
          "needed must be in 1.." + roots.size() + " (the roots), but is " + needed);
    }
    this.roots = List.copyOf(roots);
    this.needed = needed;
    this.policies = Set.copyOf(policies);
  }

  /** A token, and the evidence record that renews it where there is one. */
  public static final class Stamp {
    private final byte[] token;
    private final byte[] record; // empty: none

    private Stamp(byte[] token, byte[] record) {
      this.token = token.clone();
      this.record = record.clone();
    }

    /** A token as it came. */
    public static Stamp of(byte[] token) {
      return new Stamp(token, new byte[0]);
    }

    /** A token with its evidence record. */
    public static Stamp renewed(byte[] token, byte[] record) {
      if (record.length == 0) {
        throw new IllegalArgumentException("record must not be empty");
      }
      return new Stamp(token, record);
    }
  }

  /**
   * What a quorum says.
   *
   * @param latest the bytes existed by then, on the word of as many authorities as were needed
   * @param times each authority's earliest word, earliest first
   * @param refused what was wrong with the stamps that do not count
   */
  public record Agreed(Instant latest, List<VerifiedTime> times, List<TimeException> refused) {
    /** Copies the lists. */
    public Agreed {
      times = List.copyOf(times);
      refused = List.copyOf(refused);
    }
  }

  /**
   * Verifies stamps over one imprint.
   *
   * @param imprint SHA-256, 32 bytes
   * @param at instant at which certificates must still be valid
   * @throws TimeException with {@code QUORUM} where too few authorities are left, with what was
   *     wrong with each other stamp
   */
  public Agreed verify(Collection<Stamp> stamps, byte[] imprint, Instant at) {
    Map<String, VerifiedTime> byAuthority = new HashMap<>();
    List<TimeException> refused = new ArrayList<>();
    for (Stamp stamp : stamps) {
      try {
        VerifiedTime time =
            stamp.record.length == 0
                ? TimeStamps.verify(stamp.token, imprint, roots, at, policies)
                : EvidenceRecords.verify(stamp.record, stamp.token, imprint, roots, at, policies);
        byAuthority.merge(time.root(), time, (a, b) -> a.latest().isAfter(b.latest()) ? b : a);
      } catch (TimeException e) {
        refused.add(e);
      }
    }
    List<VerifiedTime> times =
        byAuthority.values().stream().sorted(Comparator.comparing(VerifiedTime::latest)).toList();
    if (times.size() < needed) {
      throw tooFew(times.size(), refused);
    }
    return new Agreed(times.get(needed - 1).latest(), times, refused);
  }

  /**
   * Asks several authorities. One that does not answer does not stop the others.
   *
   * @return the tokens, in the order of the authorities that gave one
   * @throws TimeException with {@code QUORUM} where fewer tokens than needed came
   */
  public List<byte[]> stamp(byte[] imprint, Collection<? extends TimeStamper> authorities) {
    List<byte[]> tokens = new ArrayList<>();
    List<TimeException> refused = new ArrayList<>();
    for (TimeStamper authority : authorities) {
      try {
        tokens.add(authority.stamp(imprint));
      } catch (TimeException e) {
        refused.add(e);
      }
    }
    if (tokens.size() < needed) {
      throw tooFew(tokens.size(), refused);
    }
    return tokens;
  }

  private TimeException tooFew(int found, List<TimeException> refused) {
    String others =
        refused.stream()
            .map(e -> e.code() + ": " + e.getMessage())
            .collect(Collectors.joining("; "));
    TimeException few =
        new TimeException(
            Code.QUORUM,
            found + " of " + needed + " authorities" + (others.isEmpty() ? "" : "; " + others));
    refused.forEach(few::addSuppressed);
    return few;
  }
}
