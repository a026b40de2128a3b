package ai.tidemark.keys.time;

import ai.tidemark.keys.time.TimeException.Code;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The certificate that signed a token: what it is for, when, and who vouches for it. */
final class SignerCertificate {
  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
  private static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
  private static final int DIGITAL_SIGNATURE = 0; // bits of RFC 5280 section 4.2.1.3
  private static final int CONTENT_COMMITMENT = 1;

  private SignerCertificate() {}

  static X509Certificate read(byte[] der) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  /** RFC 3161 section 2.3: extended key usage is there, critical, and timeStamping alone. */
  static void requireForTimeStamping(X509Certificate signer) {
    boolean critical =
        signer.getCriticalExtensionOIDs() != null
            && signer.getCriticalExtensionOIDs().contains(EXTENDED_KEY_USAGE);
    boolean[] usage = signer.getKeyUsage();
    boolean signs = usage == null || usage[DIGITAL_SIGNATURE] || usage[CONTENT_COMMITMENT];
    try {
      if (!critical || !List.of(TIME_STAMPING).equals(signer.getExtendedKeyUsage()) || !signs) {
        throw new TimeException(
            Code.NOT_FOR_TIME_STAMPING,
            "the signer's certificate must have the critical extended key usage timeStamping and"
                + " no other");
      }
    } catch (CertificateParsingException e) {
      throw new TimeException(Code.MALFORMED, "the signer's certificate is unreadable", e);
    }
  }

  static void requireValid(X509Certificate certificate, Instant at, Code otherwise) {
    if (at.isBefore(certificate.getNotBefore().toInstant())
        || at.isAfter(certificate.getNotAfter().toInstant())) {
      throw new TimeException(
          otherwise,
          "certificate "
              + certificate.getSubjectX500Principal().getName()
              + " is valid from "
              + certificate.getNotBefore().toInstant()
              + " to "
              + certificate.getNotAfter().toInstant()
              + ", not at "
              + at);
    }
  }

  /**
   * Returns the trusted root a certificate leads to, by a path that is valid at both instants.
   *
   * @throws TimeException with {@code CHAIN_NOT_TRUSTED}, {@code CERTIFICATE_NOT_VALID} (not at
   *     genTime) or {@code EXPIRED} (at genTime, not at {@code at})
   */
  static X509Certificate root(
      X509Certificate signer,
      Collection<X509Certificate> enclosed,
      Collection<X509Certificate> roots,
      Instant genTime,
      Instant at) {
    if (path(signer, enclosed, roots, signer.getNotBefore().toInstant()).isEmpty()
        && path(signer, enclosed, roots, genTime).isEmpty()) {
      throw new TimeException(
          Code.CHAIN_NOT_TRUSTED,
          "the signer's certificate "
              + signer.getSubjectX500Principal().getName()
              + " leads to no trusted root");
    }
    X509Certificate root =
        path(signer, enclosed, roots, genTime)
            .orElseThrow(() -> aged(Code.CERTIFICATE_NOT_VALID, signer, genTime));
    requireValid(root, genTime, Code.CERTIFICATE_NOT_VALID);
    requireValid(signer, at, Code.EXPIRED);
    X509Certificate still =
        path(signer, enclosed, roots, at).orElseThrow(() -> aged(Code.EXPIRED, signer, at));
    requireValid(still, at, Code.EXPIRED);
    return root;
  }

  private static TimeException aged(Code code, X509Certificate signer, Instant at) {
    return new TimeException(
        code,
        "a certificate between "
            + signer.getSubjectX500Principal().getName()
            + " and its root is not valid at "
            + at);
  }

  /** The root of a valid path at an instant (the root's own dates are not part of PKIX). */
  private static Optional<X509Certificate> path(
      X509Certificate signer,
      Collection<X509Certificate> enclosed,
      Collection<X509Certificate> roots,
      Instant at) {
    if (roots.contains(signer)) {
      return Optional.of(signer);
    }
    Set<TrustAnchor> anchors = new HashSet<>();
    roots.forEach(root -> anchors.add(new TrustAnchor(root, null)));
    if (anchors.isEmpty()) {
      return Optional.empty();
    }
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(signer);
    try {
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(enclosed)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(at));
      PKIXCertPathBuilderResult result =
          (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
      return Optional.of(result.getTrustAnchor().getTrustedCert());
    } catch (GeneralSecurityException _) {
      return Optional.empty(); // no path: unknown issuer, not valid then, constraints
    }
  }
}
