package ai.tidemark.demo.server;

import java.util.List;

/** Passes text on up to the first stop string, holding back what may be the start of one. */
final class StopText {
  private final List<String> stops;
  private String pending = "";
  private String found = "";

  StopText(List<String> stops) {
    this.stops = List.copyOf(stops);
  }

  /** Returns the stop string that was found, or nothing. */
  String found() {
    return found;
  }

  /** Returns what is held back. */
  String rest() {
    return pending;
  }

  /** Adds text and returns what may be passed on. */
  String add(String text) {
    if (stops.isEmpty()) {
      return text;
    }
    String all = pending + text;
    int first = Integer.MAX_VALUE;
    for (String stop : stops) {
      int at = all.indexOf(stop);
      if (at >= 0 && at < first) {
        first = at;
        found = stop;
      }
    }
    if (!found.isEmpty()) {
      pending = "";
      return all.substring(0, first);
    }
    int safe = all.length();
    for (String stop : stops) {
      for (int k = Math.min(stop.length() - 1, all.length()); k > 0; k--) {
        if (all.regionMatches(all.length() - k, stop, 0, k)) {
          safe = Math.min(safe, all.length() - k);
          break;
        }
      }
    }
    pending = all.substring(safe);
    return all.substring(0, safe);
  }
}
