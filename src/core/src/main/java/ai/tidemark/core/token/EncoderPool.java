package ai.tidemark.core.token;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lends encoders, each to one thread at a time, without locks. As many as there are processors are
 * made with full caches and kept; whoever comes while all are lent gets one with small caches,
 * which is not kept.
 */
final class EncoderPool {
  private final Supplier<BpeEncoder> full;
  private final Supplier<BpeEncoder> small;
  private final AtomicReferenceArray<@Nullable BpeEncoder> idle;
  private final AtomicInteger made = new AtomicInteger();

  EncoderPool(int size, Supplier<BpeEncoder> full, Supplier<BpeEncoder> small) {
    idle = new AtomicReferenceArray<>(size);
    this.full = full;
    this.small = small;
  }

  /** Appends the ids of utf8[from, to) by whichever encoder is free. */
  void encode(byte[] utf8, int from, int to, TokenBuffer out) {
    BpeEncoder encoder = idle();
    if (encoder == null) {
      if (made.get() >= idle.length() || made.incrementAndGet() > idle.length()) {
        small.get().encode(utf8, from, to, out);
        return;
      }
      encoder = full.get();
    }
    try {
      encoder.encode(utf8, from, to, out);
    } finally {
      keep(encoder);
    }
  }

  private @Nullable BpeEncoder idle() {
    for (int i = 0; i < idle.length(); i++) {
      if (idle.getPlain(i) != null) {
        BpeEncoder encoder = idle.getAndSet(i, null);
        if (encoder != null) {
          return encoder;
        }
      }
    }
    return null;
  }

  private void keep(BpeEncoder encoder) {
    int i = 0;
    while (!idle.compareAndSet(i, null, encoder)) { // a place is free: no more were made
      i = i + 1 == idle.length() ? 0 : i + 1;
    }
  }
}
