package ai.tidemark.keys.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OwnerOnlyTest {
  private static final byte[] BYTES = {1, 2, 3};
  private static final OwnerOnly OURS = OwnerOnly.ofThisProcess();

  @TempDir private Path folder;

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  @Test
  void writesForItsOwnerAloneAndLeavesNothingBeside() throws IOException {
    Path file = folder.resolve("secret");
    OURS.create(file, BYTES);
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(OURS.read(file, "secret", 3)).isEqualTo(BYTES);
    OURS.replace(file, new byte[] {9});
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(OURS.read(file, "secret", 3)).containsExactly(9);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
    OURS.delete(file);
    OURS.delete(file);
    assertThat(file).doesNotExist();
    assertThatThrownBy(() -> OURS.read(file, "secret", 3)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void neverCreatesOverAFile() throws IOException {
    Path file = folder.resolve("secret");
    OURS.create(file, BYTES);
    assertThatThrownBy(() -> OURS.create(file, new byte[] {9}))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("already exists");
    assertThat(Files.readAllBytes(file)).isEqualTo(BYTES);
  }

  @Test
  void aFailedWriteKeepsTheOldContent() throws IOException {
    Path target = folder.resolve("folder");
    Files.createDirectories(target.resolve("inside"));
    assertThatThrownBy(() -> OURS.replace(target, BYTES)).isInstanceOf(BadInputException.class);
    assertThat(target.resolve("inside")).isDirectory();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(target);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rw------x"})
  void refusesOtherModes(String mode) throws IOException {
    Path file = folder.resolve("secret");
    OURS.create(file, BYTES);
    mode(file, mode);
    assertThatThrownBy(() -> OURS.read(file, "secret", 3))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(mode)
        .hasMessageContaining("chmod 600 " + file);
  }

  @Test
  void refusesAnotherOwner() {
    Path file = folder.resolve("secret");
    OURS.create(file, BYTES);
    long me = new UnixSystem().getUid();
    OwnerOnly other = new OwnerOnly(me + 1);
    assertThatThrownBy(() -> other.read(file, "secret", 3))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(
            "belongs to user " + me + ", but this process runs as user " + (me + 1));
    assertThatThrownBy(() -> other.requireFolder(folder, "store"))
        .hasMessageContaining("belongs to user");
  }

  @Test
  void refusesLinksFoldersAndLargeFiles() throws IOException {
    Path file = folder.resolve("secret");
    OURS.create(file, BYTES);
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    Path inner = folder.resolve("inner");
    OURS.createFolder(inner);
    assertThatThrownBy(() -> OURS.read(link, "secret", 3)).hasMessageContaining("symbolic link");
    assertThatThrownBy(() -> OURS.read(inner, "secret", 3)).hasMessageContaining("regular file");
    assertThatThrownBy(() -> OURS.read(file, "secret", 2))
        .hasMessageContaining("has 3 bytes; a secret has at most 2");
  }

  @Test
  void foldersAreForTheirOwnerAlone() throws IOException {
    Path inner = folder.resolve("inner");
    OURS.createFolder(inner);
    assertThat(mode(inner)).isEqualTo("rwx------");
    OURS.requireFolder(inner, "store");
    assertThatThrownBy(() -> OURS.createFolder(inner)).hasMessageContaining("already exists");
    for (String open : List.of("rwxr-x---", "rwx-----x")) {
      mode(inner, open);
      assertThatThrownBy(() -> OURS.requireFolder(inner, "store"))
          .hasMessageContaining("chmod 700");
    }
    assertThatThrownBy(() -> OURS.requireFolder(folder.resolve("none"), "key store"))
        .hasMessageContaining("key store does not exist");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    assertThatThrownBy(() -> OURS.requireFolder(link, "store")).hasMessageContaining("symbolic");
  }
}
