package ai.tidemark.scan.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Random;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;

final class GlobTest {
  private static final List<String> PIECES =
      List.of(
          "a",
          "b",
          ".",
          "-",
          "*",
          "**",
          "?",
          "/",
          "[ab]",
          "[!a]",
          "[a-c]",
          "[-b]",
          "[^a]",
          "[.*]",
          "{a,b}",
          "{a*,b/a}",
          "\\*",
          "\\a",
          "c",
          ",",
          "}",
          "+",
          "(",
          "$",
          "^");

  @Test
  void meansWhatTheJdkMeans() {
    Random random = new Random(7);
    int matched = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int p = random.nextInt(5) + 1; p > 0; p--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      String glob = text.toString();
      PathMatcher theirs;
      try {
        theirs = FileSystems.getDefault().getPathMatcher("glob:" + glob);
      } catch (PatternSyntaxException e) {
        assertThatThrownBy(() -> Glob.of(glob)).isInstanceOf(IllegalArgumentException.class);
        continue;
      }
      Glob ours = Glob.of(glob);
      for (int n = 0; n < 20; n++) {
        StringBuilder name = new StringBuilder();
        for (int c = random.nextInt(5) + 1; c > 0; c--) {
          name.append("abbc.-*/+(,}^$".charAt(random.nextInt(14)));
        }
        String tidy =
            name.toString().replaceAll("/+", "/").replaceAll("^/|/$|(?<=^|/)\\.(/|$)", "");
        if (tidy.isEmpty() || tidy.startsWith("/") || tidy.endsWith("/")) {
          continue;
        }
        Path path = Path.of(tidy);
        Path part = glob.contains("/") ? path : path.getFileName();
        assertThat(ours.matches(tidy)).as("%s on %s", glob, tidy).isEqualTo(theirs.matches(part));
        matched += ours.matches(tidy) ? 1 : 0;
      }
    }
    assertThat(matched).isGreaterThan(5_000);
  }

  @Test
  void namesNeedNotBeNamesOfFiles() {
    assertThat(Glob.of("*.txt").matches("a\0b.txt")).isTrue();
    assertThat(Glob.of("*.txt").matches("ü/第三\n.txt")).isTrue();
    assertThat(Glob.of("a?c").matches("a😀c")).isTrue();
    assertThat(Glob.of("a[!x]c").matches("a😀c")).isTrue();
    assertThat(Glob.of("😀[ä-ü]*").matches("😀öx")).isTrue();
  }

  @Test
  void dotsAndEmptyPartsDoNotCount() {
    assertThat(Glob.of("in/*.txt").matches("./in//a.txt")).isTrue();
    assertThat(Glob.of("in/*.txt").matches("in/./a.txt")).isTrue();
    assertThat(Glob.of("a").matches("x/a/")).isTrue();
    assertThat(Glob.of("in/*").matches("../in/a")).isFalse();
  }

  /** By backtracking this would take years. */
  @Test
  void namesOfStrangersCostStepsOfTheirLength() {
    Glob many = Glob.of("**a".repeat(30) + "b");
    String name = "a".repeat(4_000);
    assertThat(many.matches(name + "a")).isFalse();
    assertThat(many.matches(name + "ab")).isTrue();
    assertThat(Glob.of("*".repeat(2_001) + "/{a,}*").matches("a/b")).isTrue();
  }

  @Test
  void whatIsNoGlobIsRefused() {
    for (String wrong :
        List.of("[a", "{a", "{a{b}}", "[b-a]", "a\\", "[a/b]", "[", "[]", "[]a]", "{a,b")) {
      assertThatThrownBy(() -> Glob.of(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("not a glob: " + wrong);
    }
  }
}
