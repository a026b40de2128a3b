package ai.tidemark.core.token;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Lends encoders, so that each has one user at a time and what it remembers outlives a text. At
 * most as many are kept as there are processors; a thread mostly gets the one it had. Thread-safe,
 * without locks; not bound to threads, of which there may be many that seldom run.
 */
final class PieceEncoders {
  private static final int TRIES = 4;

  private final SentencePieceRules rules;
  private final AtomicReferenceArray<@Nullable PieceEncoder> idle =
      new AtomicReferenceArray<>(Runtime.getRuntime().availableProcessors());

  PieceEncoders(SentencePieceRules rules) {
    this.rules = rules;
  }

  /** Returns an encoder nobody uses. */
  PieceEncoder borrow() {
    int own = own();
    for (int i = 0; i < TRIES; i++) {
      PieceEncoder encoder = idle.getAndSet((own + i) % idle.length(), null);
      if (encoder != null) {
        return encoder;
      }
    }
    return new PieceEncoder(rules);
  }

  /** Takes an encoder back. */
  void giveBack(PieceEncoder encoder) {
    int own = own();
    for (int i = 0; i < TRIES; i++) {
      if (idle.compareAndSet((own + i) % idle.length(), null, encoder)) {
        return;
      }
    }
  }

  private int own() {
    return (int) (Thread.currentThread().threadId() % idle.length());
  }
}
