package ai.tidemark.keys.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tidemark.core.BadInputException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The examples that stand in the C2SP pages themselves, none of which comes with its key. */
final class DocumentExamplesTest {
  /** signed-note. */
  private static final String NOTE =
      """
      Ognuno sta solo sul cuor della terra
      trafitto da un raggio di sole:

      ed è subito sera.

      — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
      """;

  /** tlog-cosignature, and without its last line tlog-checkpoint. */
  private static final String COSIGNED =
      """
      example.com/behind-the-sofa
      20852163
      CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

      — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
      — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
      """;

  /** tlog-proof, its elided lines of signatures left out. */
  private static final String PROOF =
      """
      c2sp.org/tlog-proof@v1
      extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6kYXJ3aW4tYXJ
      index 73894
      gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
      B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=
      EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=
      RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=
      AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=

      example.com/fancylog
      109482
      sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

      """;

  @Test
  void theNoteReads() {
    Note note = Note.parse("note", bytes(NOTE));
    assertThat(note.text()).endsWith("\n\ned è subito sera.\n");
    assertThat(note.signatures()).hasSize(1);
    assertThat(note.signatures().getFirst().name()).isEqualTo("quasimodo.example/salvatore");
    assertThat(note.signatures().getFirst().keyId()).isEqualTo(0x367ba04b);
    assertThat(note.signatures().getFirst().bytes()).hasSize(64);
    assertThat(note.encode()).isEqualTo(bytes(NOTE));
  }

  @Test
  void theCheckpointReads() {
    Note note = Note.parse("note", bytes(COSIGNED));
    Checkpoint checkpoint = Checkpoint.parse("note", note.text());
    assertThat(checkpoint.origin()).isEqualTo("example.com/behind-the-sofa");
    assertThat(checkpoint.size()).isEqualTo(20_852_163);
    assertThat(checkpoint.body()).isEqualTo(note.text());
    Note.Signature witness = note.signatures().getLast();
    assertThat(witness.bytes()).hasSize(8 + 64);
    assertThat(ByteBuffer.wrap(witness.bytes()).getLong()).isEqualTo(1_679_315_147);
  }

  /** The signed message of tlog-cosignature is printed there. */
  @Test
  void theCosignedMessageIsThatOfThePage() {
    Vkey key = Vkey.of(Vkey.Kind.ED25519_COSIGNER, "witness.example.com/w1", new byte[32]);
    Checkpoint checkpoint =
        Checkpoint.parse("note", COSIGNED.substring(0, COSIGNED.indexOf("\n\n") + 1));
    long time = Instant.parse("2023-03-20T12:25:47Z").getEpochSecond();
    assertThat(new String(Cosignature.message(key, checkpoint, time), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            cosignature/v1
            time 1679315147
            example.com/behind-the-sofa
            20852163
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
            """);
  }

  @Test
  void theProofReadsOnceItIsSigned() {
    String signed = PROOF + "— example.com/fancylog hI2DJwAA\n";
    TlogProof proof = TlogProof.parse("proof", bytes(signed));
    assertThat(proof.index()).isEqualTo(73_894);
    assertThat(proof.path()).hasSize(5);
    assertThat(new String(proof.extra(), StandardCharsets.ISO_8859_1))
        .startsWith("age-v1.2.1-darwin-arm64.tar.gz");
    assertThat(proof.encode()).isEqualTo(bytes(signed));
    assertThatThrownBy(() -> TlogProof.parse("proof", bytes(PROOF)))
        .isInstanceOf(BadInputException.class);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
