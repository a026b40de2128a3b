package ai.tidemark.evidence.forge;

import ai.tidemark.evidence.bundle.Code;
import ai.tidemark.evidence.bundle.FileName;
import ai.tidemark.evidence.verify.TrustPolicy;
import ai.tidemark.keys.log.Merkle;
import ai.tidemark.keys.log.NoteSigner;
import ai.tidemark.keys.record.Activate;
import ai.tidemark.keys.record.Build;
import ai.tidemark.keys.record.EraCommit;
import ai.tidemark.keys.record.KeyState;
import ai.tidemark.keys.record.PlanRecord;
import ai.tidemark.keys.record.State;
import ai.tidemark.keys.sign.Algorithm;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/** What a forger shows of the log who holds the signing keys of the bundle. */
public final class LogMutants extends Forgeries {
  private LogMutants(Consumer<Mutant> sink) {
    super(sink);
  }

  /** Pushes every mutant. */
  public static void push(Consumer<Mutant> sink) {
    LogMutants mutants = new LogMutants(sink);
    mutants.checkpoints();
    mutants.proofs();
    mutants.anchors();
    mutants.tokens();
    mutants.records();
    mutants.wholeLog();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(SortedMap<String, byte[]> files, String name) {
    return new String(Forge.get(files, name), StandardCharsets.UTF_8);
  }

  private void checkpoints() {
    forged(Code.LOG_UNKNOWN, "another log's origin", f -> f.origin = "example.org/other-log");
    forged(
        Code.LOG_UNKNOWN,
        "signed by another key under the log's name",
        f ->
            f.headEdit =
                note -> {
                  String all = new String(note, StandardCharsets.UTF_8);
                  String body = all.substring(0, all.indexOf("\n\n") + 1);
                  return new NoteSigner(Cast.ORIGIN, Cast.signer("stranger", Algorithm.ED25519))
                      .sign(body)
                      .encode();
                });
    forged(
        Code.LOG_SIGNATURE,
        "the log's signature broken",
        f -> f.headEdit = note -> broken(note, Cast.ORIGIN));
    forged(
        Code.LOG_SIGNATURE,
        "a cosignature broken",
        f -> f.headEdit = note -> broken(note, "w1.example"));
    forged(
        Code.LOG_SIGNATURE,
        "an ML-DSA cosignature broken",
        f -> f.headEdit = note -> broken(note, "w2.example"));
    forged(Code.LOG_QUORUM, "no witness", f -> f.witnessed = Optional.empty());
  }

  /** Breaks the signature of a name: turns a bit of its last whole group of base64. */
  private static byte[] broken(byte[] note, String name) {
    String all = new String(note, StandardCharsets.UTF_8);
    int line = all.indexOf("\u2014 " + name);
    int at = all.indexOf('\n', line) - 12;
    char other = all.charAt(at) == 'A' ? 'B' : 'A';
    return ascii(all.substring(0, at) + other + all.substring(at + 1));
  }

  private void proofs() {
    resealed(Code.PROOF_MISSING, "a proof left out", f -> f.remove(FileName.proof(3)));
    resealed(
        Code.PROOF_SURPLUS,
        "a proof of no record",
        f -> f.put(FileName.proof(99), Forge.get(f, FileName.proof(3))));
    resealed(Code.PROOF_FORMAT, "not a proof", f -> f.put(FileName.proof(2), ascii("x")));
    resealed(
        Code.LOG_INDEX,
        "proofs swapped",
        f -> {
          byte[] two = Forge.get(f, FileName.proof(2));
          f.put(FileName.proof(2), Forge.get(f, FileName.proof(3)));
          f.put(FileName.proof(3), two);
        });
    resealed(
        Code.LOG_INDEX,
        "extra data",
        f ->
            f.put(
                FileName.proof(2),
                ascii(text(f, FileName.proof(2)).replaceFirst("\n", "\nextra AAAA\n"))));
    resealed(
        Code.LOG_INCLUSION,
        "paths swapped",
        f -> {
          String two = text(f, FileName.proof(2));
          f.put(FileName.proof(3), ascii(two.replaceFirst("index 2", "index 3")));
        });
    forged(
        Code.LOG_INCLUSION,
        "a record that the log does not hold",
        f ->
            f.shown.put(
                0, new Build(Instant.parse("2026-09-01T00:00:00Z"), "9.9", "cd".repeat(32))));
    Forge other = new Forge(Story.honest());
    other.witnessed = Optional.of(Instant.parse("2026-11-24T10:25:00Z"));
    byte[] proof = other.files().get(FileName.proof(3));
    resealed(Code.LOG_CHECKPOINT, "one proof of another day", f -> f.put(FileName.proof(3), proof));
    Forge older = new Forge(Story.honest());
    older.log.removeLast();
    older.resulted = 3;
    byte[] small = older.files().get(FileName.proof(3));
    resealed(
        Code.LOG_CHECKPOINT,
        "one proof under an older checkpoint",
        f -> f.put(FileName.proof(3), small));
  }

  private void anchors() {
    forged(
        Code.LOG_SPLIT,
        "two trees of one size",
        f -> {
          Anchor anchor = new Anchor(f.log.size(), Instant.parse("2026-11-24T10:30:00Z"));
          anchor.root = Optional.of(Merkle.sha256(new byte[] {1}));
          f.anchors.add(anchor);
        });
    forged(
        Code.LOG_CONSISTENCY,
        "an anchor of another tree",
        f -> f.anchors.get(1).root = Optional.of(Merkle.sha256(new byte[] {1})));
    resealed(
        Code.LOG_CONSISTENCY, "no consistency", f -> f.put(FileName.consistency(1), new byte[0]));
    resealed(
        Code.PROOF_FORMAT, "half a hash", f -> f.put(FileName.consistency(1), ascii("AAAA\n")));
    resealed(Code.PROOF_SURPLUS, "no consistency file", f -> f.remove(FileName.consistency(1)));
    resealed(Code.PROOF_SURPLUS, "no anchor", f -> f.remove(FileName.anchor(1)));
    resealed(
        Code.PROOF_SURPLUS,
        "a renewal of nothing",
        f -> f.put(FileName.renewal(1, "three"), new byte[] {1}));
    forged(
        Code.LOG_UNKNOWN,
        "an anchor of another log",
        f -> f.anchors.get(0).origin = "example.org/other-log");
  }

  private void tokens() {
    resealed(
        Code.TOKEN_FORMAT, "not a token", f -> f.put(FileName.token(0, "one"), new byte[] {48, 0}));
    resealed(
        Code.TOKEN_IMPRINT,
        "a token of another hash",
        f -> f.put(FileName.token(0, "one"), Forge.get(f, FileName.token(1, "one"))));
    resealed(
        Code.TOKEN_SIGNATURE,
        "a token's signature broken",
        f -> {
          byte[] token = Forge.get(f, FileName.token(0, "one"));
          f.put(FileName.token(0, "one"), Forge.flipped(token, 8 * (token.length - 5)));
        });
    forged(
        Code.TOKEN_CERTIFICATE,
        "an expired authority",
        f -> f.anchors.get(0).authorities = List.of("one", "short-lived"));
    forged(
        Code.TOKEN_FUTURE,
        "a time stamp from the future",
        f -> f.anchors.get(2).at = Forge.NOW.plusSeconds(3600));
    forged(
        Code.ERA_TIME,
        "time stamps of authorities nobody knows",
        f -> f.anchors.get(0).authorities = List.of("unheard", "of"));
    forged(
        Code.ERA_TIME, "one authority of two", f -> f.anchors.get(0).authorities = List.of("one"));
    Forge bare = new Forge(Story.honest());
    bare.anchors.clear();
    TrustPolicy noWitness =
        new TrustPolicy(
            Forge.trust().signers(),
            "log " + Cast.log(Cast.ORIGIN).vkey().encode() + "\nquorum none\n",
            Forge.trust().timeAuthorities(),
            2,
            true,
            Optional.empty(),
            "0.000001",
            Forge.trust().required());
    sink.accept(Mutant.of(Code.TIME_MISSING, "no time at all", bare.build(), noWitness));
  }

  private void records() {
    for (int i : new int[] {1, 2, 3, 4}) {
      forged(Code.RECORD_MISSING, "record " + i + " left out", f -> f.withheld.add(i));
    }
    forged(
        Code.ERA_CHAIN,
        "a gap in the serials",
        f -> {
          EraCommit era = (EraCommit) f.log.get(f.commit);
          f.log.set(f.commit, EraRecords.commit(era.era(), 1, "12".repeat(32), Story.honest()));
          f.relog();
        });
    forged(
        Code.ERA_CHAIN,
        "an era commitment before it left out",
        f -> {
          EraCommit first = EraRecords.commit("2026Q3", 0, EraCommit.NONE, Story.honest());
          f.log.set(0, first);
          f.log.set(f.commit, EraRecords.commit(Story.ERA, 1, first.leafHash(), Story.honest()));
          f.relog();
          f.withheld.add(0);
        });
    forged(
        Code.ERA_ACTIVATED_TWICE,
        "a second activation",
        f ->
            f.log.add(
                EraRecords.activation(
                    (EraCommit) f.log.get(f.commit), Cast.beacon(Story.ROUND + 1))));
    forged(
        Code.ERA_NAME,
        "an activation of another name",
        f -> {
          Activate old = (Activate) f.log.get(f.activate);
          f.log.set(
              f.activate,
              new Activate(
                  old.time(), "2027Q1", old.eraRecord(), old.beacon(), old.coinCommitment()));
        });
  }

  private void wholeLog() {
    forged(
        Code.RECORD_WITHHELD,
        "a later era commitment left out",
        f -> {
          f.entries = true;
          EraCommit era = (EraCommit) f.log.get(f.commit);
          f.withheld.add(f.log.size());
          f.log.add(EraRecords.commit("2026Q4-b", 1, era.leafHash(), Story.honest()));
        });
    forged(
        Code.RECORD_WITHHELD,
        "another plan left out",
        f -> {
          f.entries = true;
          PlanRecord plan = (PlanRecord) f.log.get(f.planned);
          f.withheld.add(f.log.size());
          f.log.add(new PlanRecord(plan.time(), "ab".repeat(32), plan.eras(), PlanRecord.PATHS));
        });
    forged(
        Code.RECORD_WITHHELD,
        "a disclosure left out",
        f -> {
          f.entries = true;
          EraCommit era = (EraCommit) f.log.get(f.commit);
          f.withheld.add(f.log.size());
          f.log.add(state(era, State.COMPROMISED, Instant.parse("2026-10-01T00:00:00Z"), "all"));
        });
    Forge forge = new Forge(Story.honest());
    forge.entries = true;
    SortedMap<String, byte[]> files = forge.files();
    byte[] entries = Forge.get(files, FileName.ENTRIES);
    files.put(FileName.ENTRIES, Arrays.copyOf(entries, entries.length - 1));
    sink.accept(Mutant.of(Code.LOG_ENTRIES, "entries cut", forge.sealed(files)));
    String changed = new String(entries, StandardCharsets.ISO_8859_1).replace("0.1.0", "0.1.1");
    files.put(FileName.ENTRIES, changed.getBytes(StandardCharsets.ISO_8859_1));
    sink.accept(Mutant.of(Code.LOG_ENTRIES, "an entry changed", forge.sealed(files)));
  }

  /** Returns a change of a key's state. */
  static KeyState state(EraCommit era, State state, Instant at, String subject) {
    return new KeyState(
        Instant.parse("2026-11-24T10:15:00Z"),
        era.era(),
        era.leafHash(),
        subject,
        state,
        at,
        state == State.DISCLOSED ? Optional.of("expert") : Optional.empty());
  }
}
