package ai.tidemark.demo.server;

import ai.tidemark.demo.model.History;
import ai.tidemark.demo.model.NextTokens;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * One answer in the making, a token at a time. Text that ends inside a UTF-8 character is held back
 * together with its tokens: the listener hears of the token that completes it only, as with
 * llama.cpp. Not thread-safe.
 */
final class Generation {
  /** Why an answer ended. */
  enum End {
    /** Still going. */
    NONE,
    /** The most tokens asked for, or the context is full. */
    LIMIT,
    /** End of text. */
    EOS,
    /** A stop string. */
    WORD;

    String field() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Hears of tokens as they are made. */
  interface Listener {
    /** Takes the id of every token made, those held back among them, before {@link #token}. */
    void made(int id);

    /**
     * Takes a token that ends a character.
     *
     * @param id its id
     * @param p its probability before any temperature, truncation or bias
     * @param piece its bytes, after those of the tokens held back before it
     * @param text what the answer's text grows by; empty while a stop string may be forming
     * @param candidates what {@link NextTokens#top} found at its position, if any were asked for
     */
    void token(int id, double p, byte[] piece, String text, NextTokens candidates);
  }

  private final CompletionRequest request;
  private final ServedModel model;
  private final NextTokens next;
  private final RandomGenerator random;
  private final History history;
  private int made;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private final StopText stopText;
  private End end;

  /**
   * An answer.
   *
   * @param next scratch, only used inside {@link #step}
   */
  Generation(CompletionRequest request, ServedModel model, NextTokens next) {
    this.request = request;
    this.model = model;
    this.next = next;
    this.random =
        request.seed() < 0 ? new SplittableRandom() : new SplittableRandom(request.seed());
    this.stopText = new StopText(request.stop());
    this.history = new History(model.model());
    for (int i = 0; i < request.prompt().size(); i++) {
      history.add(request.prompt().get(i));
    }
    this.end = request.most() == 0 ? End.LIMIT : End.NONE;
  }

  /** Returns whether and why it has ended. */
  End end() {
    return end;
  }

  /** Returns how many tokens were made, those held back among them. */
  int made() {
    return made;
  }

  /** Returns the stop string that ended it, or nothing. */
  String stoppingWord() {
    return stopText.found();
  }

  /** Returns text that was held back for a stop string which did not come; call at the end. */
  String rest() {
    return end == End.WORD ? "" : stopText.rest();
  }

  /** Returns the request. */
  CompletionRequest request() {
    return request;
  }

  /** Makes one token. Must not be called after the end. */
  void step(Listener listener) {
    int id = choose();
    made++;
    listener.made(id);
    held.writeBytes(model.tokenizer().bytes(id));
    byte[] piece = held.toByteArray();
    if (!endsInsideCharacter(piece)) {
      held.reset();
      String text = stopText.add(new String(piece, StandardCharsets.UTF_8));
      listener.token(id, next.probability(history, id), piece, text, next);
    }
    history.add(id);
    if (id == model.model().endOfTextId()) {
      end = End.EOS;
    } else if (!stopText.found().isEmpty()) {
      end = End.WORD;
    } else if (made == request.most()) {
      end = End.LIMIT;
    }
  }

  private int choose() {
    int probabilities = request.probabilities();
    if (probabilities == 0) {
      return request.sampling().choose(next, history, random);
    }
    if (request.sampling().isPlainGreedy()) {
      next.top(history, probabilities);
      return next.id(0);
    }
    int id = request.sampling().choose(next, history, random);
    next.top(history, probabilities);
    return id;
  }

  /** Returns whether the last bytes are the start of a longer UTF-8 character. */
  static boolean endsInsideCharacter(byte[] bytes) {
    for (int back = 1; back <= Math.min(4, bytes.length); back++) {
      int b = bytes[bytes.length - back] & 0xFF;
      if ((b & 0xC0) != 0x80) { // not a continuation byte
        int length = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : b >= 0xC0 ? 2 : 1;
        return length > back;
      }
    }
    return false;
  }
}
