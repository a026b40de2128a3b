package ai.tidemark.keys.secret;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Cleaner;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Secret bytes outside the Java heap: no heap dump shows them, the collector never copies them.
 * {@link #close} wipes them; one forgotten is wiped when collected. They can reach the swap file,
 * like all memory of a process: keep swap encrypted or off.
 *
 * <p>The JDK's ciphers take byte arrays only. {@link #use} lends a copy on the heap and wipes it
 * afterwards.
 */
public final class SecretBytes implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final int length;
  private final Off off;
  private final Cleaner.Cleanable cleanable;

  /** The memory itself, and its wiping; holds no reference to its owner. */
  private static final class Off implements Runnable {
    // automatic: freed after the wiping; a shared arena's close stops every thread of the process
    private final MemorySegment memory;
    private boolean closed;

    Off(int length) {
      memory = Arena.ofAuto().allocate(Math.max(1, length));
    }

    @Override
    public synchronized void run() {
      closed = true;
      memory.fill((byte) 0);
    }
  }

  private SecretBytes(byte[] bytes) {
    length = bytes.length;
    off = new Off(length);
    MemorySegment.copy(bytes, 0, off.memory, ValueLayout.JAVA_BYTE, 0, length);
    cleanable = CLEANER.register(this, off);
  }

  /** Holds a copy. */
  public static SecretBytes copyOf(byte[] bytes) {
    return new SecretBytes(bytes);
  }

  /** Holds a copy and wipes the array that was given. */
  public static SecretBytes taking(byte[] bytes) {
    try {
      return new SecretBytes(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** Holds fresh random bytes. */
  public static SecretBytes random(int length) {
    byte[] bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return taking(bytes);
  }

  /** Returns how many bytes there are. */
  public int length() {
    return length;
  }

  /**
   * Lends a copy, which is wiped when the action ends.
   *
   * @throws IllegalStateException if these bytes were wiped
   */
  public <T> T use(Function<byte[], T> action) {
    byte[] bytes = copy();
    try {
      return action.apply(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /**
   * Returns a copy that the caller wipes.
   *
   * @throws IllegalStateException if these bytes were wiped
   */
  public byte[] copy() {
    synchronized (off) {
      if (off.closed) {
        throw new IllegalStateException("secret is closed");
      }
      byte[] bytes = new byte[length];
      MemorySegment.copy(off.memory, ValueLayout.JAVA_BYTE, 0, bytes, 0, length);
      return bytes;
    }
  }

  /** Compares in constant time. */
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof SecretBytes secret
            && use(mine -> secret.use(its -> MessageDigest.isEqual(mine, its))));
  }

  @Override
  public int hashCode() {
    return 0; // a hash of secret bytes would leak them; secrets are not meant for hash maps
  }

  @Override
  public String toString() {
    return "SecretBytes[redacted]";
  }

  @Override
  public void close() {
    cleanable.clean();
  }
}
