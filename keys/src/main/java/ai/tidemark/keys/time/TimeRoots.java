package ai.tidemark.keys.time;

import ai.tidemark.core.BadInputException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Trusted roots as people keep them. */
public final class TimeRoots {
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";

  private TimeRoots() {}

  /**
   * Returns the certificates of a PEM text, one or more.
   *
   * @param where its place for messages
   * @throws BadInputException if there is none or one cannot be read
   */
  public static List<X509Certificate> parse(String where, String pem) {
    List<X509Certificate> roots = new ArrayList<>();
    if (!pem.contains(BEGIN)) {
      throw new BadInputException(where, "must hold PEM certificates (" + BEGIN + ")");
    }
    try {
      byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
      for (var certificate :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes))) {
        roots.add((X509Certificate) certificate);
      }
    } catch (CertificateException e) {
      throw new BadInputException(where, "holds a certificate that cannot be read", e);
    }
    return List.copyOf(roots);
  }
}
