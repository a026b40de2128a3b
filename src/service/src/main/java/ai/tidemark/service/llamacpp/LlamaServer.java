package ai.tidemark.service.llamacpp;

import ai.tidemark.core.token.Tokenizer;
import ai.tidemark.service.answer.ClientGoneException;
import ai.tidemark.service.answer.Prompt;
import ai.tidemark.service.answer.UpstreamException;
import ai.tidemark.service.answer.UpstreamException.Kind;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * One llama.cpp server. Every method that asks it something blocks its caller, which must be a
 * virtual thread, in a Vert.x context or not. Thread-safe.
 */
public final class LlamaServer implements AutoCloseable {
  private final LlamaOptions options;
  private final LlamaClient client;
  private final ConcurrentMap<Integer, Boolean> endings = new ConcurrentHashMap<>();
  private volatile @Nullable Probed probed;

  /** What is known after a probe. */
  private record Probed(Capabilities capabilities, Slots slots, Tokenizer tokenizer) {}

  /** A server not asked anything yet. */
  public LlamaServer(Vertx vertx, LlamaOptions options) {
    this.options = options;
    this.client = new LlamaClient(vertx, options);
  }

  /** Returns where it is. */
  public URI base() {
    return options.base();
  }

  /**
   * Asks the server what it can do and whether it reads text as the profile's tokenizer does; to be
   * called at start-up, and again after a failure or a change of model.
   *
   * @param topN candidates per position that must be listed, at least 1
   * @throws UpstreamException if it does not answer, or lacks something; the message says what
   * @throws ai.tidemark.core.BadInputException if the tokenizers differ, with the first difference
   */
  public Capabilities probe(Tokenizer tokenizer, int topN) throws UpstreamException {
    Capabilities found = new Probe(client, options, tokenizer, topN).run();
    Probed before = probed;
    Slots slots =
        before != null && before.slots.count() == found.slots()
            ? before.slots // answers being made keep theirs
            : new Slots(found.slots());
    probed = new Probed(found, slots, tokenizer);
    endings.clear();
    return found;
  }

  /** Returns what the last successful probe found. */
  public Optional<Capabilities> capabilities() {
    Probed now = probed;
    return now == null ? Optional.empty() : Optional.of(now.capabilities);
  }

  /**
   * Takes a slot for one answer, in the order of arrival.
   *
   * @throws UpstreamException if no probe has succeeded yet
   */
  public Lease lease(Abort abort) throws UpstreamException, ClientGoneException {
    Probed now = probed;
    if (now == null) {
      throw new UpstreamException(
          Kind.UNREACHABLE, options.base() + " has not passed its start-up probe yet");
    }
    return new Lease(now, now.slots.acquire(abort), abort);
  }

  /** Stops using the server: closes every connection. */
  @Override
  public void close() {
    client.close();
  }

  /** The server, for one answer: its slot, and the end of everything when its client goes. */
  public final class Lease implements AutoCloseable {
    private final Probed with;
    private final int slot;
    private final Abort abort;
    private int calls;
    private int singles;

    private Lease(Probed with, int slot, Abort abort) {
      this.with = with;
      this.slot = slot;
      this.abort = abort;
    }

    /** Returns what the server can do. */
    public Capabilities capabilities() {
      return with.capabilities;
    }

    /**
     * Returns the ids of a prompt, as the server's own OpenAI routes make them: special tokens
     * written in it are special, and the model's own are added.
     */
    public int[] promptIds(Prompt prompt) throws UpstreamException, ClientGoneException {
      String text =
          switch (prompt) {
            case Prompt.Text(String plain) -> plain;
            case Prompt.Chat chat -> client.applyTemplate(chat, abort);
          };
      return client.tokenize(text, true, abort);
    }

    /**
     * Drafts greedily after the prompt.
     *
     * @param count most tokens, at least 1
     * @param topN candidates per position, at least 1
     */
    public Draft draft(PromptIds prompt, int count, int topN)
        throws UpstreamException, ClientGoneException {
      calls++;
      return client.draft(new DraftRequest(prompt, count, topN, slot, OptionalInt.empty()), abort);
    }

    /**
     * Reads the position after the prompt when a draft would not show it ({@link
     * Draft.End#HELD_BACK}): a bias makes a whole character the drafted token, which the listed
     * probabilities do not feel. The position's draft means nothing.
     */
    public Position position(PromptIds prompt, int topN)
        throws UpstreamException, ClientGoneException {
      calls++;
      singles++;
      return client.forced(
          new DraftRequest(
              prompt, 1, topN, slot, OptionalInt.of(with.capabilities.wholeCharacterToken())),
          abort);
    }

    /** Returns whether an id may end generation: it is a control token, which has no text. */
    public boolean mayEnd(int id, byte[] piece) {
      Tokenizer tokenizer = with.tokenizer;
      return piece.length == 0 || (id < tokenizer.vocabularySize() && tokenizer.isControl(id));
    }

    /**
     * Returns whether a control token ends generation (EOS, end of turn). The server is asked once
     * per id: made certain by a bias, does it end the draft? No draft may be open.
     *
     * @param prompt what the slot's cache holds, so that asking costs one token
     */
    public boolean ends(int id, PromptIds prompt) throws UpstreamException, ClientGoneException {
      Boolean known = endings.get(id);
      if (known == null) {
        calls++;
        singles++;
        known = client.ends(new DraftRequest(prompt, 1, 0, slot, OptionalInt.of(id)), abort);
        endings.put(id, known);
      }
      return known;
    }

    /** Returns how many generation requests were sent. */
    public int calls() {
      return calls;
    }

    /** Returns how many of them were for one token outside any draft. */
    public int singles() {
      return singles;
    }

    @Override
    public void close() {
      with.slots.release(slot);
    }
  }
}
