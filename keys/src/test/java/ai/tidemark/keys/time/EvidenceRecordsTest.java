package ai.tidemark.keys.time;

import static ai.tidemark.keys.time.Tokens.IMPRINT;
import static ai.tidemark.keys.time.Tokens.at;
import static ai.tidemark.keys.time.Tokens.authority;
import static ai.tidemark.keys.time.Tokens.client;
import static ai.tidemark.keys.time.Tokens.raw;
import static ai.tidemark.keys.time.Tokens.refused;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.keys.time.TimeException.Code;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.ers.ERSArchiveTimeStamp;
import org.bouncycastle.tsp.ers.ERSArchiveTimeStampGenerator;
import org.bouncycastle.tsp.ers.ERSByteData;
import org.bouncycastle.tsp.ers.ERSEvidenceRecord;
import org.bouncycastle.tsp.ers.ERSEvidenceRecordGenerator;
import org.junit.jupiter.api.Test;

/**
 * One authority's certificate after the other runs out: 2008, 2013, 2018. In the past, because
 * Bouncy Castle's own renewal looks at the machine's clock.
 */
final class EvidenceRecordsTest {
  private static final TestTimeAuthority FIRST =
      authority("first", "2006-11-24T11:30:00Z", 2006, 2008);
  private static final TestTimeAuthority SECOND =
      authority("second", "2007-06-01T00:00:00Z", 2007, 2013);
  private static final TestTimeAuthority THIRD =
      authority("third", "2012-06-01T00:00:00Z", 2011, 2018);
  private static final List<X509Certificate> ROOTS =
      List.of(FIRST.root(), SECOND.root(), THIRD.root());
  private static final Instant IN_2010 = Instant.parse("2010-01-01T00:00:00Z");
  private static final Instant IN_2016 = Instant.parse("2016-01-01T00:00:00Z");
  private static final byte[] TOKEN = raw(FIRST);

  private static TimeStamper by(TestTimeAuthority authority, String clock) {
    return client(authority, at(clock));
  }

  private static byte[] begun() {
    return EvidenceRecords.begin(TOKEN, by(SECOND, "2007-06-01T00:00:00Z"));
  }

  private static VerifiedTime verify(byte[] record, byte[] token, Instant at) {
    return EvidenceRecords.verify(record, token, IMPRINT, ROOTS, at, Set.of());
  }

  @Test
  void anExpiredTokenKeepsItsWordByItsRecord() {
    refused(Code.EXPIRED, () -> TimeStamps.verify(TOKEN, IMPRINT, ROOTS, IN_2010));
    VerifiedTime time = verify(begun(), TOKEN, IN_2010);
    assertThat(time.genTime()).isEqualTo(Instant.parse("2006-11-24T11:30:00Z"));
    assertThat(time.authority()).isEqualTo("CN=first test authority");
  }

  @Test
  void aRecordIsRenewedInItsTurn() {
    byte[] begun = begun();
    refused(Code.EXPIRED, () -> verify(begun, TOKEN, IN_2016));
    byte[] renewed = EvidenceRecords.renew(begun, by(THIRD, "2012-06-01T00:00:00Z"));
    assertThat(verify(renewed, TOKEN, IN_2016).genTime())
        .isEqualTo(Instant.parse("2006-11-24T11:30:00Z"));
    refused(Code.EXPIRED, () -> verify(renewed, TOKEN, Instant.parse("2019-01-01T00:00:00Z")));
  }

  @Test
  void renewingTooLateDoesNotHelp() {
    byte[] late = EvidenceRecords.begin(TOKEN, by(THIRD, "2012-06-01T00:00:00Z"));
    refused(Code.EXPIRED, () -> verify(late, TOKEN, IN_2016));
    TestTimeAuthority tooLate = authority("too late", "2014-01-01T00:00:00Z", 2011, 2024);
    byte[] renewed = EvidenceRecords.renew(begun(), by(tooLate, "2014-01-01T00:00:00Z"));
    List<X509Certificate> roots = new ArrayList<>(ROOTS);
    roots.add(tooLate.root());
    refused(
        Code.EXPIRED,
        () -> EvidenceRecords.verify(renewed, TOKEN, IMPRINT, roots, IN_2016, Set.of()));
  }

  @Test
  void aRenewalOlderThanWhatItRenewsIsRefused() {
    TestTimeAuthority past = authority("past", "2006-01-02T00:00:00Z", 2006, 2024);
    byte[] record = EvidenceRecords.begin(TOKEN, by(past, "2006-01-02T00:00:00Z"));
    refused(
        Code.FROM_THE_FUTURE,
        () ->
            EvidenceRecords.verify(
                record, TOKEN, IMPRINT, List.of(past.root(), FIRST.root()), IN_2010, Set.of()));
  }

  @Test
  void aRecordOfAnotherTokenIsRefused() {
    byte[] other = raw(FIRST);
    assertThat(other).isNotEqualTo(TOKEN);
    refused(Code.WRONG_IMPRINT, () -> verify(begun(), other, IN_2010));
  }

  @Test
  void theRecordsAuthoritiesMustBeTrustedToo() {
    refused(
        Code.CHAIN_NOT_TRUSTED,
        () ->
            EvidenceRecords.verify(
                begun(), TOKEN, IMPRINT, List.of(FIRST.root()), IN_2010, Set.of()));
  }

  @Test
  void bouncyCastleReadsOurRecords() throws Exception {
    byte[] renewed = EvidenceRecords.renew(begun(), by(THIRD, "2012-06-01T00:00:00Z"));
    ERSEvidenceRecord read = new ERSEvidenceRecord(renewed, digests());
    read.validatePresent(new ERSByteData(TOKEN), Date.from(IN_2016));
    assertThat(read.isContaining(new ERSByteData(raw(FIRST)), Date.from(IN_2016))).isFalse();
  }

  /** Seven tokens under one stamp: reduced hash trees of several levels. */
  @Test
  void weReadBouncyCastlesHashTrees() throws Exception {
    List<byte[]> tokens = new ArrayList<>();
    ERSArchiveTimeStampGenerator generator = new ERSArchiveTimeStampGenerator(sha(256));
    for (int i = 0; i < 7; i++) {
      tokens.add(raw(FIRST));
      generator.addData(new ERSByteData(tokens.get(i)));
    }
    TimeStampResponse stamp =
        answer(generator.generateTimeStampRequest(requests(), BigInteger.TEN), SECOND);
    List<ERSArchiveTimeStamp> stamps = generator.generateArchiveTimeStamps(stamp);
    List<ERSEvidenceRecord> records = new ERSEvidenceRecordGenerator(digests()).generate(stamps);
    assertThat(records).hasSize(7);
    for (ERSEvidenceRecord record : records) {
      int verified = 0;
      for (byte[] token : tokens) {
        try {
          verify(record.getEncoded(), token, IN_2010);
          verified++;
        } catch (TimeException e) {
          assertThat(e.code()).isEqualTo(Code.RENEWAL);
        }
      }
      assertThat(verified).isEqualTo(1);
    }
  }

  /** A chain under SHA-512 after one under SHA-256 (RFC 4998 section 5.2). */
  @Test
  void weReadBouncyCastlesHashRenewal() throws Exception {
    ERSEvidenceRecord begun = new ERSEvidenceRecord(begun(), digests());
    ERSByteData data = new ERSByteData(TOKEN);
    TimeStampRequest request =
        begun.generateHashRenewalRequest(sha(512), data, requests(), BigInteger.TEN);
    byte[] renewed = begun.renewHash(sha(512), data, answer(request, THIRD)).getEncoded();
    assertThat(verify(renewed, TOKEN, IN_2016).authority()).isEqualTo("CN=first test authority");
    refused(Code.WRONG_IMPRINT, () -> verify(renewed, raw(FIRST), IN_2016));
  }

  @Test
  void noCutAndNoBitMakesARecordSayMore() {
    byte[] record = begun();
    for (int length = 0; length < record.length; length += 7) {
      byte[] cut = Arrays.copyOf(record, length);
      refused(Code.MALFORMED, () -> verify(cut, TOKEN, IN_2010));
    }
    VerifiedTime honest = verify(record, TOKEN, IN_2010);
    int accepted = 0;
    int tried = 0;
    for (int bit = 0; bit < 8 * record.length; bit += 17) {
      byte[] flipped = record.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      tried++;
      try {
        assertThat(verify(flipped, TOKEN, IN_2010)).isEqualTo(honest);
        accepted++;
      } catch (TimeException _) {
        // any other exception fails the test
      }
    }
    assertThat(accepted).isLessThan(tried / 20);
  }

  private static DigestCalculatorProvider digests() throws OperatorCreationException {
    return new JcaDigestCalculatorProviderBuilder().build();
  }

  private static DigestCalculator sha(int bits) throws OperatorCreationException {
    return digests()
        .get(new AlgorithmIdentifier(bits == 256 ? TSPAlgorithms.SHA256 : TSPAlgorithms.SHA512));
  }

  private static TimeStampRequestGenerator requests() {
    TimeStampRequestGenerator requests = new TimeStampRequestGenerator();
    requests.setCertReq(true);
    return requests;
  }

  private static TimeStampResponse answer(TimeStampRequest request, TestTimeAuthority authority)
      throws Exception {
    return new TimeStampResponse(authority.exchange(request.getEncoded()));
  }
}
