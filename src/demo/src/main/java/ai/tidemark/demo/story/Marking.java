package ai.tidemark.demo.story;

import ai.tidemark.scan.Cancellation;
import ai.tidemark.scan.report.Decimals;
import java.io.IOException;
import java.util.List;

/**
 * Scene 2: answers through the proxy.
 *
 * @param replies as the client got them
 * @param ledger what the proxy recorded of them
 * @param seconds how long it took
 */
public record Marking(List<Reply> replies, Ledger ledger, double seconds) {
  /** Copies. */
  public Marking {
    replies = List.copyOf(replies);
  }

  /**
   * Asks the proxy on a stage, and closes the stage, so that all records are written.
   *
   * @return fewer replies than questions if it was cancelled
   * @throws IOException if an answer failed
   */
  public static Marking of(
      Stage stage, DemoFiles files, int answers, int maxTokens, Cancellation cancellation)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    List<Reply> replies;
    double seconds;
    try (stage;
        Client client = stage.client()) {
      replies = Interview.ask(client, answers, maxTokens, cancellation);
      seconds = (System.nanoTime() - start) / 1e9;
    }
    return new Marking(replies, Ledger.read(files.records()), seconds);
  }

  /** Returns the texts. */
  public List<String> texts() {
    return replies.stream().map(Reply::text).toList();
  }

  /** Returns by how many nats a keyed position is expected to score above unmarked text. */
  public double excess() {
    return ledger.excess();
  }

  /** Claims that the client was told the truth about every answer. */
  public void claim(Claims claims) {
    long toldMarked = replies.stream().filter(reply -> reply.status().equals(Reply.MARKED)).count();
    int tokens = replies.stream().mapToInt(Reply::tokens).sum();
    claims.claim(toldMarked == replies.size(), "every answer left the proxy marked");
    claims.claim(
        ledger.marked() == replies.size() && ledger.tokens() == tokens,
        "the proxy's records agree with what the client got");
  }

  /** Returns what happened, for people. */
  public String words() {
    return String.join(
        "",
        Numbers.count(replies.size()),
        " answers through the proxy, ",
        Numbers.count(ledger.tokens()),
        " tokens in ",
        Decimals.fixed(seconds, 1),
        " s; ",
        Numbers.count(ledger.marked()),
        " marked (walk, ",
        Decimals.fixed((double) ledger.calls() / Math.max(1, ledger.tokens()), 2),
        " calls per token); ",
        Decimals.fixed(
            100 * ledger.excess() * ledger.positions() / Math.max(1, ledger.tokens()), 0),
        " nats above chance per 100 tokens");
  }
}
