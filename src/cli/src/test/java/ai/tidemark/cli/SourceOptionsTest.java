package ai.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

final class SourceOptionsTest {
  @TempDir private Path dir;

  @Command
  private static final class Taking {
    @Spec private CommandSpec spec;
    @Mixin private SourceOptions sources;

    @Parameters(arity = "0..*")
    private List<Path> paths = List.of();
  }

  private static List<Path> paths(String... args) {
    Taking taking = new Taking();
    new CommandLine(taking).parseArgs(args);
    try (SourceOptions sources = taking.sources) {
      return sources.paths(taking.spec, taking.paths);
    }
  }

  private Path write(String name) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "text");
  }

  @Test
  void globsAreExpandedWhereNoFileIsNamedLikeThem() throws IOException {
    Path a = write("x/a.txt");
    Path b = write("x/b.txt");
    Path deep = write("x/y/c.txt");
    Path odd = write("x/[odd].md");
    assertThat(paths(dir + "/x/*.txt")).containsExactly(a, b);
    assertThat(paths(dir + "/x/**.txt")).containsExactly(a, b, deep);
    assertThat(paths(dir + "/*/y/?.txt")).containsExactly(deep);
    assertThat(paths(odd.toString())).containsExactly(odd);
    assertThatThrownBy(() -> paths(dir + "/x/*.csv"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("matches no file");
  }

  @Test
  void aListNamesFiles() throws IOException {
    Path a = write("a.txt");
    Path b = write("b.txt");
    Path list = Files.writeString(dir.resolve("list"), b + "\n\n" + a + "\n");
    assertThat(paths("--files", list.toString())).containsExactly(b, a);
    assertThatThrownBy(() -> paths("--files", dir.resolve("none").toString()))
        .isInstanceOf(BadInputException.class);
    Files.writeString(list, a + "\n\na\0b\n");
    assertThatThrownBy(() -> paths("--files", list.toString()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(list + ":3: names no file: Nul character not allowed");
    Files.writeString(list, "{}");
    assertThatThrownBy(() -> paths("--files", list.toString()))
        .isInstanceOf(BadInputException.class);
  }

  @Test
  void standardInputStandsAlone() {
    assertThatThrownBy(() -> paths("-", dir.toString()))
        .isInstanceOf(CommandLine.ParameterException.class)
        .hasMessageContaining("must stand alone");
  }
}
