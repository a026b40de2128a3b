package ai.tidemark.keys.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class NoteKeyFileTest {
  private static final Checkpoint CHECKPOINT = new Checkpoint("a.example", 3, new byte[32]);

  @TempDir private Path folder;

  @Test
  void keyOfALogSignsAfterItWasRead() throws Exception {
    Path file = folder.resolve("log.key");
    Vkey vkey = NoteKeyFile.create(file, Vkey.Kind.ED25519_LOG, "a.example").vkey();
    NoteKeyFile key = NoteKeyFile.read(file);
    assertThat(key.vkey()).isEqualTo(vkey);
    assertThat(LogPolicy.of(vkey).verify(key.log().sign(CHECKPOINT).encode()).size()).isEqualTo(3);
    assertThatThrownBy(() -> key.cosigner(InstantSource.system()))
        .isInstanceOf(BadInputException.class);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThatThrownBy(() -> NoteKeyFile.create(file, Vkey.Kind.ED25519_LOG, "a.example"))
        .isInstanceOf(BadInputException.class);
  }

  @ParameterizedTest
  @EnumSource(value = Vkey.Kind.class, names = ".*COSIGNER", mode = EnumSource.Mode.MATCH_ALL)
  void keyOfAWitnessCosigns(Vkey.Kind kind) {
    Path file = folder.resolve("witness.key");
    NoteKeyFile.create(file, kind, "w.example");
    NoteKeyFile key = NoteKeyFile.read(file);
    Instant now = Instant.parse("2026-11-24T11:30:00Z");
    Note.Signature line = key.cosigner(InstantSource.fixed(now)).cosign(CHECKPOINT);
    assertThat(Cosignature.verify(key.vkey(), CHECKPOINT, line).time()).contains(now);
    assertThatThrownBy(key::log).isInstanceOf(BadInputException.class);
  }

  @Test
  void keysOfTwoFilesDoNotMix() throws Exception {
    Path one = folder.resolve("1");
    Path two = folder.resolve("2");
    NoteKeyFile.create(one, Vkey.Kind.ED25519_LOG, "a.example");
    NoteKeyFile.create(two, Vkey.Kind.ED25519_LOG, "a.example");
    String mixed =
        Files.readString(one).replaceAll("\"vkey\".*", "")
            + Files.readString(two).replaceAll(".*(\"vkey\")", "$1");
    Files.writeString(one, mixed);
    assertThatThrownBy(() -> NoteKeyFile.read(one))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("does not belong");
    Files.setPosixFilePermissions(two, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> NoteKeyFile.read(two)).hasMessageContaining("chmod 600");
  }
}
