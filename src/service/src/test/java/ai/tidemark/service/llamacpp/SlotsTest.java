package ai.tidemark.service.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.service.answer.ClientGoneException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class SlotsTest {
  @Test
  void waitersAreServedInTheOrderTheyCame() throws Exception {
    Slots slots = new Slots(1);
    int held = slots.acquire(new Abort());
    List<Integer> order = new ArrayList<>(); // guarded by having the only slot
    List<Future<Integer>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 5; i++) {
        int waiter = i;
        CountDownLatch queued = new CountDownLatch(1);
        Abort abort = new Abort();
        running.add(
            threads.submit(
                () -> {
                  queued.countDown();
                  int slot = slots.acquire(abort);
                  order.add(waiter);
                  slots.release(slot);
                  return slot;
                }));
        queued.await();
        while (slots.waiting() <= waiter) {
          Thread.onSpinWait();
        }
      }
      slots.release(held);
      for (Future<Integer> waiter : running) {
        assertThat(waiter.get()).isEqualTo(held);
      }
    }
    assertThat(order).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void everySlotIsHandedOutOnce() throws Exception {
    Slots slots = new Slots(3);
    assertThat(List.of(take(slots), take(slots), take(slots))).containsExactlyInAnyOrder(0, 1, 2);
    slots.release(1);
    assertThat(take(slots)).isEqualTo(1);
  }

  @Test
  void whoLeavesTheQueueTakesNoSlot() throws Exception {
    Slots slots = new Slots(1);
    int held = take(slots);
    Abort abort = new Abort();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> waiting = threads.submit(() -> slots.acquire(abort));
      while (slots.waiting() == 0) {
        Thread.onSpinWait();
      }
      abort.fire();
      assertThatThrownBy(waiting::get).hasCauseInstanceOf(ClientGoneException.class);
    }
    slots.release(held);
    assertThat(take(slots)).isEqualTo(held);
  }

  @Test
  void anInterruptedWaiterTakesNoSlot() throws Exception {
    Slots slots = new Slots(1);
    int held = take(slots);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> waiting = threads.submit(() -> slots.acquire(new Abort()));
      while (slots.waiting() == 0) {
        Thread.onSpinWait();
      }
      threads.shutdownNow();
      assertThat(waiting).failsWithin(Duration.ofSeconds(10));
    }
    slots.release(held);
    assertThat(take(slots)).isEqualTo(held);
  }

  private static int take(Slots slots) throws Exception {
    return slots.acquire(new Abort());
  }
}
