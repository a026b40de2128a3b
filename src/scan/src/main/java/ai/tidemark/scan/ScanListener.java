package ai.tidemark.scan;

/** Hears how far a scan is: at least once a phase, at most once a batch, from any thread. */
@FunctionalInterface
public interface ScanListener {
  /** Hears nothing. */
  ScanListener NONE = _ -> {};

  /** Takes news; calls never overlap. Must return at once. */
  void progress(ScanProgress progress);
}
