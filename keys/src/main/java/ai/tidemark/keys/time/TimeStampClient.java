package ai.tidemark.keys.time;

import ai.tidemark.keys.time.TimeException.Code;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * Asks a time-stamping authority (RFC 3161) and keeps only answers that it has verified: to this
 * question (nonce, imprint, policy), signed, by a certificate that leads to a trusted root. Sends
 * nothing but a hash.
 */
public final class TimeStampClient implements TimeStamper {
  /** How far an authority's clock may be ahead of this machine's. */
  static final Duration CLOCKS_MAY_DIFFER = Duration.ofMinutes(5);

  private final TimeStampTransport transport;
  private final List<X509Certificate> roots;
  private final Optional<String> policy;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param roots the roots it may lead to; not empty
   * @param policy object identifier of the policy to ask for; empty for the authority's own
   * @param clock of this machine: certificates must be valid now
   */
  public TimeStampClient(
      TimeStampTransport transport,
      Collection<X509Certificate> roots,
      Optional<String> policy,
      Clock clock) {
    if (roots.isEmpty()) {
      throw new IllegalArgumentException("roots must name one trusted root or more, but is empty");
    }
    policy.ifPresent(ASN1ObjectIdentifier::new);
    this.transport = transport;
    this.roots = List.copyOf(roots);
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * A client over HTTP with the authority's own policy, a limit of 20 s and this machine's clock.
   */
  public static TimeStampClient of(URI authority, Collection<X509Certificate> roots) {
    return new TimeStampClient(
        new HttpTimeStampTransport(authority, Duration.ofSeconds(20)),
        roots,
        Optional.empty(),
        Clock.systemUTC());
  }

  @Override
  public byte[] stamp(byte[] imprint) {
    TimeStamps.requireSha256(imprint);
    BigInteger nonce = new BigInteger(63, random).setBit(63); // always 64 bits
    byte[] token = token(transport.exchange(request(imprint, nonce)));
    Instant now = clock.instant();
    TimeStamps.verify(
        token,
        imprint,
        roots,
        now.plus(CLOCKS_MAY_DIFFER),
        new TimeStamps.Asked(Optional.of(nonce), policy.map(Set::of).orElse(Set.of())));
    return token;
  }

  private byte[] request(byte[] imprint, BigInteger nonce) {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    policy.ifPresent(oid -> generator.setReqPolicy(new ASN1ObjectIdentifier(oid)));
    try {
      TimeStampRequest request = generator.generate(TSPAlgorithms.SHA256, imprint, nonce);
      return request.getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("a request always has an encoding", e);
    }
  }

  /** The token inside an answer, whatever it says. */
  static byte[] token(byte[] answer) {
    TimeStampResponse response =
        Asn1.read("the authority's answer", answer, TimeStampClient::response);
    int status = response.getStatus();
    TimeStampToken token = response.getTimeStampToken();
    if (status != PKIStatus.GRANTED && status != PKIStatus.GRANTED_WITH_MODS) {
      throw new TimeException(
          Code.REFUSED,
          "the authority refused (status "
              + status
              + " of RFC 3161); ask who runs it, or leave that authority out");
    }
    if (token == null) {
      throw new TimeException(Code.MALFORMED, "the authority granted a token and sent none");
    }
    return Asn1.read("the token", answer, _ -> token.getEncoded());
  }

  private static TimeStampResponse response(byte[] der) throws IOException, TSPException {
    return new TimeStampResponse(der);
  }
}
