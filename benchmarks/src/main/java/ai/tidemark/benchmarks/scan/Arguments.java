package ai.tidemark.benchmarks.scan;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The options of a benchmark: {@code --name value}, or {@code --name} alone for a flag. */
public final class Arguments {
  private final Map<String, String> values;

  private Arguments(Map<String, String> values) {
    this.values = values;
  }

  /** Reads them. */
  public static Arguments of(String[] args) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < args.length; i++) {
      boolean value = i + 1 < args.length && !args[i + 1].startsWith("--");
      values.put(args[i], value ? args[i + 1] : "");
      i += value ? 1 : 0;
    }
    return new Arguments(values);
  }

  /** Returns a file that must be given. */
  public Path file(String name) {
    return Path.of(Objects.requireNonNull(values.get(name), name + " must be given"));
  }

  /** Returns a number. */
  public int number(String name, int otherwise) {
    String value = values.get(name);
    return value == null ? otherwise : Integer.parseInt(value);
  }

  /** Returns whether a flag is given. */
  public boolean flag(String name) {
    return values.containsKey(name);
  }
}
