package ai.tidemark.keys.time;

import static ai.tidemark.keys.time.Tokens.IMPRINT;
import static ai.tidemark.keys.time.Tokens.NOW;
import static ai.tidemark.keys.time.Tokens.at;
import static ai.tidemark.keys.time.Tokens.authority;
import static ai.tidemark.keys.time.Tokens.imprint;
import static ai.tidemark.keys.time.Tokens.raw;
import static ai.tidemark.keys.time.Tokens.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.tidemark.keys.time.TimeException.Code;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampToken;
import org.junit.jupiter.api.Test;

final class TimeStampsTest {
  private static final TestTimeAuthority AUTHORITY = TestTimeAuthority.create("one", at(NOW));
  private static final byte[] TOKEN = raw(AUTHORITY);

  @Test
  void saysWhenByWhomAndHowExactly() {
    VerifiedTime time = TimeStamps.verify(TOKEN, IMPRINT, List.of(AUTHORITY.root()), NOW);
    assertThat(time.genTime()).isEqualTo(NOW);
    assertThat(time.accuracy()).contains(Duration.ofSeconds(1));
    assertThat(time.latest()).isEqualTo(NOW.plusSeconds(1));
    assertThat(time.authority()).isEqualTo("CN=one test authority");
    assertThat(time.policy()).isEqualTo(TestTimeAuthority.POLICY);
    assertThat(time.serial()).matches("[0-9]{1,20}");
    assertThat(time.root()).matches("[0-9a-f]{64}");
  }

  @Test
  void refusesATokenOverOtherBytes() throws Exception {
    List<X509Certificate> roots = List.of(AUTHORITY.root());
    refused(Code.WRONG_IMPRINT, () -> TimeStamps.verify(TOKEN, imprint("another"), roots, NOW));
    byte[] sha512 = MessageDigest.getInstance("SHA-512").digest(new byte[1]);
    byte[] other = raw(AUTHORITY, TSPAlgorithms.SHA512, sha512);
    refused(
        Code.WRONG_IMPRINT, () -> TimeStamps.verify(other, Arrays.copyOf(sha512, 32), roots, NOW));
    byte[] sha3 = raw(AUTHORITY, TSPAlgorithms.SHA3_256, IMPRINT); // same bytes, other meaning
    refused(Code.WRONG_IMPRINT, () -> TimeStamps.verify(sha3, IMPRINT, roots, NOW));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TimeStamps.verify(TOKEN, new byte[20], roots, NOW))
        .withMessageContaining("32 bytes, but has 20");
  }

  @Test
  void refusesOtherPolicies() {
    List<X509Certificate> roots = List.of(AUTHORITY.root());
    TimeStamps.verify(TOKEN, IMPRINT, roots, NOW, Set.of("1.2.3", TestTimeAuthority.POLICY));
    refused(Code.POLICY, () -> TimeStamps.verify(TOKEN, IMPRINT, roots, NOW, Set.of("1.2.3")));
  }

  @Test
  void refusesAStrangersToken() {
    TestTimeAuthority namesake = TestTimeAuthority.create("one", at(NOW));
    refused(
        Code.CHAIN_NOT_TRUSTED,
        () -> TimeStamps.verify(TOKEN, IMPRINT, List.of(namesake.root()), NOW));
    refused(Code.CHAIN_NOT_TRUSTED, () -> TimeStamps.verify(TOKEN, IMPRINT, List.of(), NOW));
    TimeStamps.verify(TOKEN, IMPRINT, List.of(AUTHORITY.certificate()), NOW); // pinned itself
  }

  @Test
  void refusesCertificatesForAnythingElse() throws Exception {
    refusedPurpose(List.of(KeyPurposeId.id_kp_timeStamping), false);
    refusedPurpose(List.of(KeyPurposeId.id_kp_codeSigning), true);
    refusedPurpose(
        List.of(KeyPurposeId.id_kp_timeStamping, KeyPurposeId.id_kp_emailProtection), true);
    refusedPurpose(List.of(KeyPurposeId.anyExtendedKeyUsage), true);
  }

  private static void refusedPurpose(List<KeyPurposeId> purposes, boolean critical)
      throws Exception {
    TestTimeAuthority authority =
        TestTimeAuthority.create(
            "odd", at(NOW), NOW.minusSeconds(9), NOW.plusSeconds(9), purposes, critical);
    byte[] token = Tokens.signedByHand(TOKEN, authority.certificate());
    refused(
        Code.NOT_FOR_TIME_STAMPING,
        () -> TimeStamps.verify(token, IMPRINT, List.of(authority.root()), NOW));
  }

  @Test
  void refusesATokenMadeOutsideItsCertificatesLife() {
    for (String clock : List.of("2025-12-31T23:59:59Z", "2028-01-01T00:00:01Z")) {
      TestTimeAuthority authority = authority("late", clock, 2026, 2028);
      byte[] token = raw(authority);
      refused(
          Code.CERTIFICATE_NOT_VALID,
          () ->
              TimeStamps.verify(
                  token,
                  IMPRINT,
                  List.of(authority.root()),
                  Instant.parse("2030-01-01T00:00:00Z")));
    }
  }

  @Test
  void refusesAnExpiredCertificateAndAnExpiredRoot() {
    TestTimeAuthority brief = authority("brief", "2026-06-01T00:00:00Z", 2026, 2028);
    byte[] token = raw(brief);
    List<X509Certificate> roots = List.of(brief.root());
    TimeStamps.verify(token, IMPRINT, roots, Instant.parse("2028-01-01T00:00:00Z"));
    refused(
        Code.EXPIRED,
        () -> TimeStamps.verify(token, IMPRINT, roots, Instant.parse("2028-01-01T00:00:01Z")));

    TestTimeAuthority outlives = authority("outlives", "2026-06-01T00:00:00Z", 2026, 2090);
    byte[] long_ = raw(outlives);
    TimeStamps.verify(
        long_, IMPRINT, List.of(outlives.root()), Instant.parse("2075-01-01T00:00:00Z"));
    refused(
        Code.EXPIRED,
        () ->
            TimeStamps.verify(
                long_, IMPRINT, List.of(outlives.root()), Instant.parse("2080-01-01T00:00:00Z")));
  }

  @Test
  void refusesATokenFromTheFuture() {
    refused(
        Code.FROM_THE_FUTURE,
        () -> TimeStamps.verify(TOKEN, IMPRINT, List.of(AUTHORITY.root()), NOW.minusSeconds(1)));
  }

  @Test
  void refusesATokenSignedByAnotherKey() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    byte[] token =
        Tokens.forged(
            AUTHORITY.certificate(),
            generator.generateKeyPair().getPrivate(),
            "SHA256withECDSA",
            NOW);
    refused(
        Code.SIGNATURE, () -> TimeStamps.verify(token, IMPRINT, List.of(AUTHORITY.root()), NOW));
  }

  @Test
  void refusesSignaturesOverSha1() {
    byte[] token = AUTHORITY.token(IMPRINT, "SHA1withECDSA");
    refused(
        Code.SIGNATURE, () -> TimeStamps.verify(token, IMPRINT, List.of(AUTHORITY.root()), NOW));
  }

  @Test
  void everyCutIsMalformed() {
    for (int length = 0; length < TOKEN.length; length++) {
      byte[] cut = Arrays.copyOf(TOKEN, length);
      refused(
          Code.MALFORMED, () -> TimeStamps.verify(cut, IMPRINT, List.of(AUTHORITY.root()), NOW));
    }
    byte[] more = Arrays.copyOf(TOKEN, TOKEN.length + 1);
    refused(Code.MALFORMED, () -> TimeStamps.verify(more, IMPRINT, List.of(AUTHORITY.root()), NOW));
  }

  @Test
  void deepAndHugeAreMalformed() {
    byte[] deep = new byte[100_000]; // 0x30 0x83: each level opens the next
    for (int i = 0; i + 5 <= deep.length; i += 5) {
      int rest = deep.length - i - 5;
      deep[i] = 0x30;
      deep[i + 1] = (byte) 0x83;
      deep[i + 2] = (byte) (rest >> 16);
      deep[i + 3] = (byte) (rest >> 8);
      deep[i + 4] = (byte) rest;
    }
    byte[] indefinite = new byte[100_000];
    for (int i = 0; i < indefinite.length; i += 2) {
      indefinite[i] = 0x30;
      indefinite[i + 1] = (byte) 0x80;
    }
    byte[] huge = Arrays.copyOf(TOKEN, TimeStamps.MOST_BYTES + 1);
    byte[] negative = {0x30, (byte) 0x84, (byte) 0xff, 0, 0, 0};
    for (byte[] hostile : List.of(deep, indefinite, huge, negative)) {
      refused(
          Code.MALFORMED,
          () -> TimeStamps.verify(hostile, IMPRINT, List.of(AUTHORITY.root()), NOW));
    }
  }

  /**
   * CMS does not sign its own frame (content type, versions, the list of digests, how a name is
   * spelled); a change there is accepted and says the same thing. Nothing else is.
   */
  @Test
  void noBitOfTheSignedPartsCanChange() throws Exception {
    VerifiedTime honest = TimeStamps.verify(TOKEN, IMPRINT, List.of(AUTHORITY.root()), NOW);
    BitSet signed = new BitSet();
    for (byte[] part : signedParts()) {
      int from = indexOf(TOKEN, part);
      signed.set(from, from + part.length);
    }
    assertThat(signed.cardinality()).isGreaterThan(TOKEN.length * 4 / 5);
    for (int bit = 0; bit < 8 * TOKEN.length; bit += 7) {
      byte[] flipped = TOKEN.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      try {
        assertThat(TimeStamps.verify(flipped, IMPRINT, List.of(AUTHORITY.root()), NOW))
            .isEqualTo(honest);
        assertThat(signed.get(bit / 8)).as("signed byte %s was changed", bit / 8).isFalse();
      } catch (TimeException _) {
        // as it should be; any other exception fails the test
      }
    }
  }

  private static List<byte[]> signedParts() throws Exception {
    TimeStampToken token = TimeStamps.parse(TOKEN);
    SignerInformation signer =
        token.toCMSSignedData().getSignerInfos().getSigners().iterator().next();
    byte[] attributes = signer.getEncodedSignedAttributes(); // as SET; in the token as [0]
    return List.of(
        token.getTimeStampInfo().getEncoded(),
        AUTHORITY.certificate().getEncoded(),
        Arrays.copyOfRange(attributes, 1, attributes.length),
        signer.getSignature());
  }

  private static int indexOf(byte[] whole, byte[] part) {
    for (int i = 0; i + part.length <= whole.length; i++) {
      if (Arrays.equals(whole, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not a part of the token");
  }
}
