package ai.tidemark.evidence.forge;

import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.bundle.Dsse;
import ai.tidemark.evidence.bundle.FileName;
import ai.tidemark.keys.sign.Algorithm;
import ai.tidemark.keys.sign.LocalSigner;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Statements that are not what a trusted signer signed, or not what the format asks for. */
public final class EnvelopeMutants {
  private final Consumer<Mutant> sink;
  private final Forge forge = new Forge(Story.honest());
  private final SortedMap<String, byte[]> files = forge.files();
  private final Dsse honest = forge.envelope(files);

  private EnvelopeMutants(Consumer<Mutant> sink) {
    this.sink = sink;
  }

  /** Pushes every mutant. */
  public static void push(Consumer<Mutant> sink) {
    EnvelopeMutants mutants = new EnvelopeMutants(sink);
    mutants.signatures();
    mutants.signers();
    mutants.statements();
    mutants.unsigned();
  }

  private void add(Code code, String name, Dsse envelope) {
    addEnvelope(code, name, envelope.encode());
  }

  private void addEnvelope(Code code, String name, byte[] envelope) {
    SortedMap<String, byte[]> all = new TreeMap<>(files);
    all.put(FileName.STATEMENT, envelope);
    sink.accept(Mutant.of(code, name, Forge.archive(all)));
  }

  private Dsse with(Dsse.Signature... signatures) {
    return new Dsse(honest.payload(), honest.payloadType(), List.of(signatures));
  }

  private void signatures() {
    Dsse.Signature ed = honest.signatures().get(0);
    Dsse.Signature ml = honest.signatures().get(1);
    add(Code.SIGNATURE_COUNT, "without Ed25519", with(ml));
    add(Code.SIGNATURE_COUNT, "without ML-DSA-65", with(ed));
    add(Code.SIGNATURE_COUNT, "without signatures", with());
    add(Code.SIGNATURE_COUNT, "three signatures", with(ed, ml, ml));
    add(Code.SIGNATURE_ORDER, "signatures swapped", with(ml, ed));
    add(Code.SIGNATURE_ORDER, "Ed25519 twice", with(ed, ed));
    add(Code.SIGNATURE_ORDER, "ML-DSA-65 twice", with(ml, ml));
    Dsse.Signature crossed = new Dsse.Signature(ed.keyId(), ml.bytes());
    add(Code.SIGNATURE_ED25519, "an ML-DSA signature as Ed25519", with(crossed, ml));
    Dsse other = Dsse.sign(Dsse.IN_TOTO, "{}".getBytes(StandardCharsets.UTF_8), forge.signers);
    add(Code.SIGNATURE_ED25519, "of another payload", with(other.signatures().get(0), ml));
    add(Code.SIGNATURE_ML_DSA_65, "of another payload", with(ed, other.signatures().get(1)));
    add(
        Code.PAYLOAD_TYPE,
        "payload type changed",
        new Dsse(honest.payload(), "application/json", honest.signatures()));
    add(
        Code.PAYLOAD_TYPE,
        "signed under another type",
        Dsse.sign("application/json", honest.payload(), forge.signers));
  }

  private void signers() {
    List<LocalSigner> stranger =
        List.of(
            Cast.signer("stranger", Algorithm.ED25519),
            Cast.signer("stranger", Algorithm.ML_DSA_65));
    List<LocalSigner> mixed =
        List.of(
            Cast.signer("provider", Algorithm.ED25519),
            Cast.signer("colleague", Algorithm.ML_DSA_65));
    List<LocalSigner> half =
        List.of(
            Cast.signer("provider", Algorithm.ED25519),
            Cast.signer("stranger", Algorithm.ML_DSA_65));
    add(
        Code.SIGNER_UNKNOWN,
        "signed by a stranger",
        Dsse.sign(Dsse.IN_TOTO, honest.payload(), stranger));
    add(
        Code.SIGNER_UNKNOWN,
        "half signed by a stranger",
        Dsse.sign(Dsse.IN_TOTO, honest.payload(), half));
    add(
        Code.SIGNERS_DIFFER,
        "signed by two people",
        Dsse.sign(Dsse.IN_TOTO, honest.payload(), mixed));
    Dsse strange = Dsse.sign(Dsse.IN_TOTO, honest.payload(), stranger);
    add(
        Code.SIGNATURE_ED25519,
        "a stranger under the provider's key id",
        with(
            new Dsse.Signature(
                honest.signatures().get(0).keyId(), strange.signatures().get(0).bytes()),
            honest.signatures().get(1)));
  }

  private void signed(Code code, String name, byte[] payload) {
    add(code, name, Dsse.sign(Dsse.IN_TOTO, payload, forge.signers));
  }

  private void statement(Code code, String name, Consumer<ObjectNode> change) {
    signed(code, name, Edit.json(honest.payload(), change));
  }

  private void statements() {
    statement(Code.STATEMENT_TYPE, "another type", s -> s.put("_type", "https://in-toto.io/x"));
    statement(Code.STATEMENT_TYPE, "another predicate", s -> s.put("predicateType", "x"));
    statement(Code.FORMAT, "a stronger claim", s -> predicate(s).put("claims", "They copied."));
    statement(Code.FORMAT, "a field more", s -> s.put("x", 1));
    statement(Code.FORMAT, "no creation time", s -> predicate(s).remove("created"));
    statement(
        Code.FORMAT,
        "files not sorted",
        s -> {
          ArrayNode list = list(s);
          list.add(list.remove(0));
        });
    statement(Code.FILE_NOT_SIGNED, "a file not listed", s -> list(s).remove(3));
    statement(
        Code.FILE_ABSENT,
        "a file listed that is not there",
        s -> list(s).addObject().put("name", "z").put("size", 0).put("sha256", "0".repeat(64)));
    statement(Code.FILE_DIGEST, "another size", s -> ((ObjectNode) list(s).get(5)).put("size", 1));
    statement(Code.SUBJECT, "one subject", s -> ((ArrayNode) s.path("subject")).remove(1));
    statement(
        Code.SUBJECT,
        "subjects swapped",
        s -> {
          ArrayNode subjects = (ArrayNode) s.path("subject");
          subjects.add(subjects.remove(0));
        });
    statement(
        Code.SUBJECT,
        "another digest",
        s -> ((ObjectNode) s.at("/subject/1/digest")).put("sha256", "0".repeat(64)));
    text(Code.JSON_NOT_CANONICAL, "a space", json -> json.replaceFirst(":", ": "));
    text(
        Code.JSON_NOT_CANONICAL,
        "a field twice",
        json -> json.replaceFirst("\\{(\"[a-zA-Z_]+\")", "{$1:\"\",$1"));
    text(Code.JSON_NOT_CANONICAL, "a newline", json -> json + "\n");
  }

  private void text(Code code, String name, UnaryOperator<String> change) {
    String payload = new String(honest.payload(), StandardCharsets.UTF_8);
    signed(code, name + " in the payload", change.apply(payload).getBytes(StandardCharsets.UTF_8));
    String envelope = new String(honest.encode(), StandardCharsets.UTF_8);
    addEnvelope(
        code, name + " in the envelope", change.apply(envelope).getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode predicate(ObjectNode statement) {
    return (ObjectNode) statement.path("predicate");
  }

  private static ArrayNode list(ObjectNode statement) {
    return (ArrayNode) predicate(statement).path("files");
  }

  /** Files changed, or more of them, under the old signatures. */
  private void unsigned() {
    for (String name : files.keySet()) {
      SortedMap<String, byte[]> all = new TreeMap<>(files);
      all.put(FileName.STATEMENT, honest.encode());
      all.put(name, Forge.flipped(Forge.get(files, name), 8 * (Forge.get(files, name).length / 2)));
      sink.accept(Mutant.of(Code.FILE_DIGEST, "a bit of " + name, Forge.archive(all)));
    }
    for (String name : List.of("time/9.checkpoint", "log/77.proof", "log/entries")) {
      SortedMap<String, byte[]> all = new TreeMap<>(files);
      all.put(FileName.STATEMENT, honest.encode());
      all.put(name, new byte[] {1});
      sink.accept(Mutant.of(Code.FILE_NOT_SIGNED, "an unsigned " + name, Forge.archive(all)));
    }
    List<String> names = new ArrayList<>(files.keySet());
    for (int i = 1; i < names.size(); i++) {
      SortedMap<String, byte[]> all = new TreeMap<>(files);
      all.put(FileName.STATEMENT, honest.encode());
      all.put(names.get(i), Forge.get(files, names.get(i - 1)));
      all.put(names.get(i - 1), Forge.get(files, names.get(i)));
      if (!Arrays.equals(Forge.get(files, names.get(i)), Forge.get(files, names.get(i - 1)))) {
        sink.accept(
            Mutant.of(Code.FILE_DIGEST, "contents swapped at " + names.get(i), Forge.archive(all)));
      }
    }
  }
}
