package ai.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every Java file is formatted by google-java-format. Runs inside the test JVM, hence on JDK 25,
 * whatever JDK started Maven. To format instead of checking: {@code mvn test -pl src/cli -am
 * -Dtest=FormatTest -Dsurefire.failIfNoSpecifiedTests=false -Dtidemark.format=write}.
 */
final class FormatTest {
  @Test
  void everyFileIsFormatted() throws IOException, FormatterException {
    Path root = Path.of(System.getProperty("tidemark.root", "../.."));
    boolean write = "write".equals(System.getProperty("tidemark.format"));
    List<Path> unformatted = new ArrayList<>();
    List<Path> files = javaFiles(root);
    for (Path file : files) {
      String source = Files.readString(file);
      String formatted = format(source);
      if (!source.equals(formatted)) {
        if (write) {
          Files.writeString(file, formatted);
        } else {
          unformatted.add(root.relativize(file));
        }
      }
    }
    assertThat(files.size()).isGreaterThan(40);
    assertThat(unformatted).as("not formatted; see the class comment for how to").isEmpty();
  }

  private static String format(String source) throws FormatterException {
    JavaFormatterOptions.Style style = JavaFormatterOptions.Style.GOOGLE;
    String ordered =
        ImportOrderer.reorderImports(RemoveUnusedImports.removeUnusedImports(source), style);
    return new Formatter(JavaFormatterOptions.builder().style(style).build()).formatSource(ordered);
  }

  private static List<Path> javaFiles(Path root) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String top : List.of("src", "keys", "benchmarks")) {
      try (Stream<Path> walk = Files.walk(root.resolve(top))) {
        walk.filter(file -> file.toString().endsWith(".java"))
            .filter(file -> !root.relativize(file).toString().contains("target/"))
            .sorted()
            .forEach(files::add);
      }
    }
    return files;
  }
}
