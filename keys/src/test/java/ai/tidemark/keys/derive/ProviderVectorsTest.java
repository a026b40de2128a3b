package ai.tidemark.keys.derive;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.keys.secret.SecretBytes;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors of the RFCs against the providers that this JVM gives us. */
final class ProviderVectorsTest {
  private static final HexFormat HEX = HexFormat.of();

  private static byte[] bytes(String hex) {
    return hex.equals("-") ? new byte[0] : HEX.parseHex(hex);
  }

  /** RFC 4231 section 4, test cases 1 to 7; a word "aa*131" is a byte 131 times. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0b*20  | 4869205468657265 | b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7
          4a656665 | 7768617420646f2079612077616e7420666f72206e6f7468696e673f | 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843
          aa*20  | dd*50 | 773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe
          0102030405060708090a0b0c0d0e0f10111213141516171819 | cd*50 | 82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b
          0c*20  | 546573742057697468205472756e636174696f6e | a3b6167473100ee06e0c796c2955552b
          aa*131 | 54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b6579204669727374 | 60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54
          aa*131 | 5468697320697320612074657374207573696e672061206c6172676572207468616e20626c6f636b2d73697a65206b657920616e642061206c6172676572207468616e20626c6f636b2d73697a6520646174612e20546865206b6579206e6565647320746f20626520686173686564206265666f7265206265696e6720757365642062792074686520484d414320616c676f726974686d2e | 9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2
          """)
  void hmac(String key, String data, String expected) {
    byte[] mac = new FixedRoot(repeated(key)).mac("root", repeated(data));
    assertThat(HEX.formatHex(mac)).startsWith(expected);
  }

  private static byte[] repeated(String word) {
    int star = word.indexOf('*');
    return star < 0
        ? bytes(word)
        : bytes(word.substring(0, star).repeat(Integer.parseInt(word.substring(star + 1))));
  }

  /** RFC 5869 appendix A, test cases 1 to 3 (SHA-256). */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0b*22 | 000102030405060708090a0b0c | f0f1f2f3f4f5f6f7f8f9 | 3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865
          000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f | 606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf | b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff | b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87
          0b*22 | 00*32 | - | 8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8
          """)
  void hkdf(String input, String salt, String info, String expected) {
    try (SecretBytes out =
        Hashes.hkdf(repeated(input), repeated(salt), bytes(info), expected.length() / 2)) {
      assertThat(HEX.formatHex(out.copy())).isEqualTo(expected);
    }
  }
}
