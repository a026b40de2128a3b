package ai.tidemark.service.llamacpp;

import ai.tidemark.service.answer.ClientGoneException;
import ai.tidemark.service.answer.UpstreamException;
import ai.tidemark.service.answer.UpstreamException.Kind;
import ai.tidemark.service.llamacpp.DraftEvent.Stop;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * A draft being read as the engine makes it. {@link #close} before its end stops the engine. Read
 * by one virtual thread.
 */
public final class Draft implements AutoCloseable {
  /** How a draft ended. */
  public enum End {
    /** It has as many tokens as were asked for. */
    COMPLETE,
    /** Its last position chose a token that ends generation. */
    END_OF_GENERATION,
    /** Prompt and draft fill the engine's context. */
    CONTEXT_FULL,
    /**
     * The engine went past a position without showing it: llama.cpp never sends tokens that end
     * inside a UTF-8 character. {@link LlamaServer.Lease#position} shows that position.
     */
    HELD_BACK
  }

  private final Exchange exchange;
  private final LlamaOptions options;
  private final int count;
  private final boolean wanted;
  private final SseReader events = new SseReader();
  private final EventParser parser = new EventParser();
  private final ArrayDeque<Position> ready = new ArrayDeque<>();
  private int seen;
  private int heard;
  private boolean first = true;
  private Optional<End> end = Optional.empty();

  Draft(Exchange exchange, LlamaOptions options, int count, boolean wanted) {
    this.exchange = exchange;
    this.options = options;
    this.count = count;
    this.wanted = wanted;
  }

  /** Waits for the next position; empty when the draft has ended, see {@link #end}. */
  public Optional<Position> next() throws UpstreamException, ClientGoneException {
    while (ready.isEmpty() && end.isEmpty()) {
      take(event());
    }
    return Optional.ofNullable(ready.poll());
  }

  /** Returns how the draft ended; only after {@link #next} returned empty. */
  public End end() {
    return end.orElseThrow();
  }

  /** Returns how many tokens the engine has drafted, as far as it was heard. */
  public int drafted() {
    return heard;
  }

  private void take(DraftEvent event) throws UpstreamException {
    int shown = event.positions().size();
    heard = Math.max(heard, event.predicted());
    int lost = event.predicted() - seen - shown;
    if (wanted && lost > 0) {
      end = Optional.of(End.HELD_BACK);
      return;
    }
    if (lost < 0) {
      throw new UpstreamException(
          Kind.MALFORMED, "the engine sent tokens_predicted that do not count its tokens");
    }
    seen = event.predicted();
    ready.addAll(event.positions());
    if (event.stop() != Stop.NONE) {
      exchange.finish();
      end =
          Optional.of(
              event.stop() == Stop.END_OF_GENERATION
                  ? End.END_OF_GENERATION
                  : seen < count ? End.CONTEXT_FULL : End.COMPLETE);
    }
  }

  private DraftEvent event() throws UpstreamException, ClientGoneException {
    Duration limit = first ? options.firstEventTimeout() : options.eventTimeout();
    long deadline = System.nanoTime() + limit.toNanos();
    byte[] event = events.next();
    while (event == null) {
      Buffer chunk = exchange.read(deadline, limit);
      if (chunk == null) {
        throw new UpstreamException(
            Kind.TRUNCATED, "the engine ended its stream before the draft's last event");
      }
      events.feed(chunk);
      event = events.next();
    }
    first = false;
    return parser.parse(event, wanted);
  }

  /** Stops the engine unless the draft has ended. */
  @Override
  public void close() {
    exchange.close();
  }
}
