package ai.tidemark.keys.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class SecretBytesTest {
  private static final byte[] BYTES = {1, 2, 3, 4};

  @Test
  void lendsWhatItHoldsAndWipesWhatItLent() {
    AtomicReference<byte[]> lent = new AtomicReference<>(new byte[] {1});
    try (SecretBytes secret = SecretBytes.copyOf(BYTES)) {
      boolean same =
          secret.use(
              bytes -> {
                lent.set(bytes);
                return Arrays.equals(bytes, BYTES);
              });
      assertThat(same).isTrue();
      assertThat(lent.get()).containsOnly(0);
      assertThat(secret.length()).isEqualTo(4);
      assertThat(secret.copy()).isEqualTo(BYTES);
    }
  }

  @Test
  void wipesWhatItLentEvenAfterAFailure() {
    AtomicReference<byte[]> lent = new AtomicReference<>(new byte[] {1});
    try (SecretBytes secret = SecretBytes.copyOf(BYTES)) {
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  secret.use(
                      bytes -> {
                        lent.set(bytes);
                        throw new IllegalStateException("action");
                      }));
    }
    assertThat(lent.get()).hasSize(4).containsOnly(0);
  }

  @Test
  void takingWipesTheSource() {
    byte[] source = BYTES.clone();
    try (SecretBytes secret = SecretBytes.taking(source)) {
      assertThat(source).containsOnly(0);
      assertThat(secret.copy()).isEqualTo(BYTES);
    }
  }

  @Test
  void closedIsClosed() {
    SecretBytes secret = SecretBytes.copyOf(BYTES);
    secret.close();
    secret.close();
    assertThatIllegalStateException().isThrownBy(secret::copy).withMessage("secret is closed");
    assertThatIllegalStateException().isThrownBy(() -> secret.use(bytes -> bytes.length));
    assertThat(secret).hasToString("SecretBytes[redacted]");
  }

  @Test
  void equalBytesAreEqualAndPrintNothing() {
    try (SecretBytes one = SecretBytes.copyOf(BYTES);
        SecretBytes two = SecretBytes.copyOf(BYTES);
        SecretBytes other = SecretBytes.copyOf(new byte[] {1, 2, 3, 5});
        SecretBytes longer = SecretBytes.copyOf(new byte[] {1, 2, 3, 4, 0});
        SecretBytes empty = SecretBytes.copyOf(new byte[0])) {
      assertThat(one).isEqualTo(two).isNotEqualTo(other).isNotEqualTo(longer).isNotEqualTo(empty);
      assertThat(one.hashCode()).isEqualTo(other.hashCode());
      assertThat(one).hasToString("SecretBytes[redacted]");
      assertThat(empty.copy()).isEmpty();
    }
  }

  @Test
  void randomBytesDiffer() {
    try (SecretBytes one = SecretBytes.random(32);
        SecretBytes two = SecretBytes.random(32)) {
      assertThat(one).isNotEqualTo(two);
      assertThat(one.length()).isEqualTo(32);
    }
  }
}
