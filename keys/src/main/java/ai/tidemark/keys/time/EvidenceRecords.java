package ai.tidemark.keys.time;

import ai.tidemark.keys.time.TimeException.Code;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.tsp.ArchiveTimeStamp;
import org.bouncycastle.asn1.tsp.ArchiveTimeStampChain;
import org.bouncycastle.asn1.tsp.ArchiveTimeStampSequence;
import org.bouncycastle.asn1.tsp.EvidenceRecord;
import org.bouncycastle.asn1.tsp.PartialHashtree;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * Keeps a token's word beyond its certificate's life: an evidence record (RFC 4998) whose first
 * archive time-stamp was made over the token while it was still valid, and each further one over
 * the one before it while that was. The data object of the record is the token's DER. Reduced hash
 * trees and chains under another hash, as other programs write them, are read too.
 */
public final class EvidenceRecords {
  private static final String SHA_256 = "2.16.840.1.101.3.4.2.1";

  private EvidenceRecords() {}

  /**
   * Begins a record over a token; do so before its certificate expires.
   *
   * @param token DER of a TimeStampToken
   * @param stamper an authority whose certificate outlives the token's
   * @return DER of an EvidenceRecord
   * @throws TimeException if the token cannot be read or there is no stamp
   */
  public static byte[] begin(byte[] token, TimeStamper stamper) {
    TimeStamps.parse(token);
    ArchiveTimeStamp first = archive(stamper.stamp(Digests.sha256(token)));
    return der(new EvidenceRecord(null, null, first));
  }

  /**
   * Renews a record (RFC 4998 section 5.2, time-stamp renewal); do so before the certificate of its
   * last stamp expires.
   *
   * @param record DER of an EvidenceRecord
   * @return DER of the longer record
   * @throws TimeException if the record cannot be read or there is no stamp
   */
  public static byte[] renew(byte[] record, TimeStamper stamper) {
    EvidenceRecord parsed = parse(record);
    ArchiveTimeStampChain[] chains =
        parsed.getArchiveTimeStampSequence().getArchiveTimeStampChains();
    ArchiveTimeStamp[] stamps = chains[chains.length - 1].getArchiveTimestamps();
    ArchiveTimeStamp last = stamps[stamps.length - 1];
    if (!digest(last).equals(SHA_256)) {
      throw new TimeException(
          Code.RENEWAL,
          "the record's last chain rests on digest " + digest(last) + ", not SHA-256");
    }
    byte[] token = stamper.stamp(Digests.sha256(der(last.getTimeStamp())));
    return der(parsed.addArchiveTimeStamp(archive(token), false));
  }

  /**
   * Verifies a token whose certificates may have expired, by its record: the last stamp must be
   * valid at {@code at}, each earlier one at the time of the next, the token at the time of the
   * first (RFC 4998 section 5.3).
   *
   * @param record DER of an EvidenceRecord over the token
   * @param token DER of a TimeStampToken
   * @param imprint SHA-256 of the bytes the token is about
   * @param roots trusted roots, of the token's and of the record's authorities
   * @param at instant at which the last stamp's certificates must still be valid
   * @return what the token says
   * @throws TimeException with the first thing that is wrong
   */
  public static VerifiedTime verify(
      byte[] record,
      byte[] token,
      byte[] imprint,
      Collection<X509Certificate> roots,
      Instant at,
      Set<String> policies) {
    List<TimeStampToken> stamps = covering(parse(record), token);
    Instant then = at;
    for (TimeStampToken stamp : stamps.reversed()) {
      then = TimeStamps.verify(stamp, roots, then, TimeStamps.Asked.NOTHING).genTime();
    }
    return TimeStamps.verify(token, imprint, roots, then, policies);
  }

  /** The record's time-stamps, oldest first, after checking what each was made over. */
  private static List<TimeStampToken> covering(EvidenceRecord record, byte[] data) {
    ArchiveTimeStampChain[] chains =
        record.getArchiveTimeStampSequence().getArchiveTimeStampChains();
    List<TimeStampToken> tokens = new ArrayList<>();
    for (int c = 0; c < chains.length; c++) {
      ArchiveTimeStamp[] stamps = chains[c].getArchiveTimestamps();
      String digest = digest(stamps[0]);
      MessageDigest hash = Digests.of(digest);
      byte[] covered = hash.digest(data);
      if (c > 0) { // section 5.2, hash-tree renewal: H(H(data) || H(all chains before))
        ArchiveTimeStampChain[] before = Arrays.copyOf(chains, c);
        hash.update(covered);
        covered = hash.digest(Digests.of(digest).digest(der(new ArchiveTimeStampSequence(before))));
      }
      for (ArchiveTimeStamp stamp : stamps) {
        if (!digest(stamp).equals(digest)) {
          throw new TimeException(Code.RENEWAL, "two digests in one chain of the record");
        }
        TimeStampToken token = token(stamp);
        TimeStamps.requireImprint(token, digest, root(stamp, covered, hash));
        tokens.add(token);
        covered = hash.digest(der(stamp.getTimeStamp()));
      }
    }
    return tokens;
  }

  /** Root of a reduced hash tree (section 4.3); without one, the covered hash itself. */
  private static byte[] root(ArchiveTimeStamp stamp, byte[] covered, MessageDigest hash) {
    PartialHashtree[] tree = stamp.getReducedHashTree();
    if (tree == null) {
      return covered;
    }
    if (tree.length == 0 || !tree[0].containsHash(covered)) {
      throw new TimeException(Code.RENEWAL, "the record was made over another token");
    }
    byte[] node = combined(List.of(tree[0].getValues()), hash);
    for (int i = 1; i < tree.length; i++) {
      List<byte[]> values = new ArrayList<>(List.of(tree[i].getValues()));
      values.add(node);
      node = combined(values, hash);
    }
    return node;
  }

  /** Hash of the values in ascending order; a value alone stands for itself (section 4.2). */
  private static byte[] combined(List<byte[]> values, MessageDigest hash) {
    if (values.size() == 1) {
      return values.getFirst();
    }
    values.stream().sorted(Arrays::compareUnsigned).forEach(hash::update);
    return hash.digest();
  }

  private static String digest(ArchiveTimeStamp stamp) {
    String oid = stamp.getDigestAlgorithmIdentifier().getAlgorithm().getId();
    if (!Digests.known(oid)) {
      throw new TimeException(Code.RENEWAL, "the record rests on digest " + oid);
    }
    return oid;
  }

  private static EvidenceRecord parse(byte[] record) {
    return Asn1.read(
        "the evidence record",
        record,
        der -> {
          EvidenceRecord parsed = EvidenceRecord.getInstance(ASN1Primitive.fromByteArray(der));
          if (!Arrays.equals(der, parsed.getEncoded(ASN1Encoding.DER))) {
            throw new IOException("not DER, or with encryption information");
          }
          for (ArchiveTimeStampChain chain :
              parsed.getArchiveTimeStampSequence().getArchiveTimeStampChains()) {
            for (ArchiveTimeStamp stamp : chain.getArchiveTimestamps()) {
              digest(stamp);
            }
          }
          return parsed;
        });
  }

  private static TimeStampToken token(ArchiveTimeStamp stamp) {
    return Asn1.read(
        "a time-stamp of the evidence record", der(stamp.getTimeStamp()), TimeStamps::token);
  }

  private static ArchiveTimeStamp archive(byte[] token) {
    return new ArchiveTimeStamp(ContentInfo.getInstance(token));
  }

  private static byte[] der(ASN1Encodable value) {
    try {
      return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalStateException("an ASN.1 value in memory always has an encoding", e);
    }
  }
}
