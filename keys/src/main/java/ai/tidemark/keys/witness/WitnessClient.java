package ai.tidemark.keys.witness;

import ai.tidemark.core.BadInputException;
import ai.tidemark.keys.http.Exchange;
import ai.tidemark.keys.log.Checkpoint;
import ai.tidemark.keys.log.Cosignature;
import ai.tidemark.keys.log.LogException;
import ai.tidemark.keys.log.LogReader;
import ai.tidemark.keys.log.Note;
import ai.tidemark.keys.log.Vkey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks a witness for cosignatures (C2SP tlog-witness). Only lines that verify under the witness's
 * known keys are taken. One request at a time.
 */
public final class WitnessClient {
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_ATTEMPTS = 3; // others may submit the same log

  private final HttpClient http;
  private final URI address;
  private final List<Vkey> keys;
  private final Duration timeout;
  private long cosigned; // size that the witness is believed to have cosigned

  /**
   * @param prefix submission prefix, with or without a slash at its end
   * @param keys of the witness
   * @param timeout of a request and its whole answer
   */
  public WitnessClient(HttpClient http, URI prefix, List<Vkey> keys, Duration timeout) {
    if (keys.isEmpty() || keys.stream().anyMatch(key -> !key.kind().cosigns())) {
      throw new IllegalArgumentException("a witness must have keys, all of cosigners");
    }
    this.http = http;
    this.address =
        URI.create(prefix + (prefix.toString().endsWith("/") ? "" : "/") + "add-checkpoint");
    this.keys = List.copyOf(keys);
    this.timeout = timeout;
  }

  /** What a witness answered. */
  sealed interface Outcome {
    /** It cosigned. */
    record Cosigned(List<Note.Signature> signatures) implements Outcome {}

    /** It has cosigned a tree of another size last, or another tree of this size. */
    record Conflict(long size) implements Outcome {}
  }

  /**
   * Has the checkpoint of a log cosigned.
   *
   * @return at least one verified cosignature
   * @throws LogException SPLIT_VIEW or NOT_CONSISTENT if the witness has seen a tree that this log
   *     does not extend; BAD_SIGNATURE or NO_QUORUM if its answer bears no good cosignature
   * @throws IOException if it cannot be asked, or refuses for another reason
   */
  public synchronized List<Note.Signature> cosign(LogReader log)
      throws IOException, InterruptedException {
    long size = log.size();
    long old = Math.min(cosigned, size);
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      switch (ask(log, old)) {
        case Outcome.Cosigned(List<Note.Signature> signatures) -> {
          cosigned = size;
          return signatures;
        }
        case Outcome.Conflict(long theirs) -> {
          requireBeginning(theirs, old, size);
          old = theirs;
        }
      }
    }
    throw new IOException(address + " had cosigned another size at each attempt");
  }

  private void requireBeginning(long theirs, long old, long size) {
    if (theirs == old && old == size) {
      throw new LogException(
          LogException.Code.SPLIT_VIEW,
          address.getAuthority() + " has cosigned another tree of size " + size);
    }
    if (theirs > size) {
      throw new LogException(
          LogException.Code.NOT_CONSISTENT,
          address.getAuthority()
              + " has cosigned a tree of size "
              + theirs
              + "; this log has been rolled back to "
              + size);
    }
  }

  private Outcome ask(LogReader log, long old) throws IOException, InterruptedException {
    AddCheckpoint body = new AddCheckpoint(old, log.consistency(old, log.size()), log.note());
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.encode()))
            .build();
    HttpResponse<byte[]> response;
    try {
      response = Exchange.send(http, request, MOST_BYTES, timeout);
    } catch (IOException e) {
      throw new IOException(
          address + " " + e.getMessage() + "; check its address, or try again later", e);
    }
    String text = text(response.body());
    return switch (response.statusCode()) {
      case 200 -> new Outcome.Cosigned(verified(log.checkpoint(), text));
      case 409 -> new Outcome.Conflict(size(text));
      default ->
          throw new IOException(
              address + " answered " + response.statusCode() + ": " + firstLine(text));
    };
  }

  private String text(byte[] bytes) throws IOException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException(address + " answered what is not UTF-8", e);
    }
  }

  private long size(String text) throws IOException {
    if (!text.matches("(0|[1-9][0-9]{0,17})\n")) {
      throw new IOException(address + " answered 409 without a size");
    }
    return Long.parseLong(text.strip());
  }

  private List<Note.Signature> verified(Checkpoint checkpoint, String text) throws IOException {
    List<Note.Signature> good = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Note.Signature signature;
      try {
        signature = Note.Signature.parse(address.toString(), line);
      } catch (BadInputException e) {
        throw new IOException(e.getMessage(), e);
      }
      for (Vkey key : keys) {
        if (key.claims(signature)) {
          Cosignature.verify(key, checkpoint, signature);
          good.add(signature);
        }
      }
    }
    if (good.isEmpty()) {
      throw new LogException(
          LogException.Code.NO_QUORUM, address + " sent no cosignature of a known key");
    }
    return good;
  }

  private static String firstLine(String text) {
    String line = text.lines().findFirst().orElse("nothing");
    return line.replaceAll("[\\p{Cc}\\p{Cf}]", "?").substring(0, Math.min(line.length(), 200));
  }
}
