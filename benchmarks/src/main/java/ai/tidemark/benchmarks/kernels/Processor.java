package ai.tidemark.benchmarks.kernels;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The thread's processor time and what it did meanwhile, summed over an iteration. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Processor {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** In nanoseconds. */
  public long cpuNanos;

  /** Tuples or words done meanwhile. */
  public long done;

  private long begun;

  /** Starts the clock. */
  void begin() {
    begun = THREADS.getCurrentThreadCpuTime();
  }

  /** Stops it. */
  void end(int count) {
    cpuNanos += THREADS.getCurrentThreadCpuTime() - begun;
    done += count;
  }
}
