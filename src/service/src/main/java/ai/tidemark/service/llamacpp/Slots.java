package ai.tidemark.service.llamacpp;

import ai.tidemark.service.answer.ClientGoneException;
import ai.tidemark.service.answer.UpstreamException;
import ai.tidemark.service.answer.UpstreamException.Kind;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.BitSet;

/**
 * The server's slots, one per answer at a time, so that an answer's drafts find its cache. Waiters
 * are served in the order they came. Thread-safe.
 */
final class Slots {
  private final int count;
  private final BitSet free = new BitSet();
  private final ArrayDeque<Promise<Integer>> waiting = new ArrayDeque<>();

  Slots(int count) {
    this.count = count;
    free.set(0, count);
  }

  int count() {
    return count;
  }

  /** Returns how many wait. */
  synchronized int waiting() {
    return waiting.size();
  }

  /** Waits for a slot; the client's going ends the wait. */
  int acquire(Abort abort) throws ClientGoneException, UpstreamException {
    Promise<Integer> turn;
    synchronized (this) {
      int slot = free.nextSetBit(0);
      if (slot >= 0) {
        free.clear(slot);
        return slot;
      }
      turn = Promise.promise();
      waiting.add(turn);
    }
    abort.set(() -> leave(turn));
    try {
      int slot = interruptibly(turn);
      if (slot < 0) {
        throw new ClientGoneException();
      }
      return slot;
    } catch (InterruptedException e) {
      giveUp(turn);
      Thread.currentThread().interrupt();
      throw new UpstreamException(Kind.UNREACHABLE, "the wait for a slot was interrupted", e);
    } finally {
      abort.clear();
    }
  }

  private void giveUp(Promise<Integer> turn) {
    leave(turn);
    int slot = turn.future().result(); // complete either way now
    if (slot >= 0) {
      release(slot);
    }
  }

  /** {@code await} throws InterruptedException without declaring it. */
  private static int interruptibly(Promise<Integer> turn) throws InterruptedException {
    return turn.future().await();
  }

  private void leave(Promise<Integer> turn) {
    synchronized (this) {
      if (!waiting.remove(turn)) {
        return; // has its slot already
      }
    }
    turn.complete(-1);
  }

  void release(int slot) {
    Promise<Integer> next;
    synchronized (this) {
      next = waiting.poll();
      if (next == null) {
        free.set(slot);
        return;
      }
    }
    next.complete(slot);
  }
}
