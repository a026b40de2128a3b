package ai.tidemark.evidence.forge;

import ai.tidemark.evidence.bundle.Code;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * Makes mutants of a dishonest operator, who holds the log's key and the signing keys, logs what he
 * likes and signs what he likes.
 */
abstract class Forgeries {
  final Consumer<Mutant> sink;

  Forgeries(Consumer<Mutant> sink) {
    this.sink = sink;
  }

  /** Pushes the bundle of a changed forge, logged and signed. */
  final void forged(Code code, String name, Consumer<Forge> change) {
    Forge forge = new Forge(Story.honest());
    change.accept(forge);
    sink.accept(Mutant.of(code, name, forge.build()));
  }

  /** Pushes a bundle of another story. */
  final void push(Code code, String name, Forge forge) {
    sink.accept(Mutant.of(code, name, forge.build()));
  }

  /** Pushes the honest bundle with changed files, signed anew. */
  final void resealed(Code code, String name, Consumer<SortedMap<String, byte[]>> change) {
    Forge forge = new Forge(Story.honest());
    SortedMap<String, byte[]> files = forge.files();
    change.accept(files);
    sink.accept(Mutant.of(code, name, forge.sealed(files)));
  }

  /** Pushes a bundle whose report is changed and logged. */
  final void reported(Code code, String name, Consumer<ObjectNode> change) {
    forged(code, name, f -> f.relogReport(change));
  }
}
