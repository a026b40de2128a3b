package ai.tidemark.scan.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Chromium without a window, driven over the DevTools protocol. One page; keeps everything that the
 * page, its policy or the network complained of.
 */
public final class Chromium implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");
  private static final int PATIENCE_SECONDS = 60;

  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final BlockingQueue<JsonNode> incoming = new LinkedBlockingQueue<>();
  private final List<String> complaints = new ArrayList<>();
  private String session = "";
  private int last;

  private Chromium(Process process, URI address) {
    this.process = process;
    this.socket =
        client
            .newWebSocketBuilder()
            .buildAsync(address, new Messages())
            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .join();
  }

  /**
   * Starts it.
   *
   * @param profile folder for its files
   */
  public static Chromium start(Path profile) throws IOException {
    Process process =
        new ProcessBuilder(
                "chromium",
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .start();
    BufferedReader out = process.inputReader();
    StringBuilder said = new StringBuilder();
    String line;
    while ((line = out.readLine()) != null) {
      said.append(line).append('\n');
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        Thread.ofVirtual().start(() -> out.lines().forEach(_ -> {}));
        Chromium chromium = new Chromium(process, URI.create(listening.group(1)));
        chromium.attach();
        return chromium;
      }
    }
    throw new IOException("chromium did not start; run integration-setup first. It said: " + said);
  }

  private void attach() {
    ObjectNode create = JSON.createObjectNode().put("url", "about:blank");
    String target = call("Target.createTarget", create).get("targetId").textValue();
    ObjectNode attach = JSON.createObjectNode().put("targetId", target).put("flatten", true);
    session = call("Target.attachToTarget", attach).get("sessionId").textValue();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(domain + ".enable", JSON.createObjectNode());
    }
  }

  /** Opens a file and waits until it is drawn. */
  public void open(Path file) {
    call("Page.navigate", JSON.createObjectNode().put("url", file.toUri().toString()));
    await("Page.loadEventFired");
  }

  /** Makes the screen so wide, in CSS pixels, and sets the colour scheme asked for. */
  public void screen(int width, int height, String scheme) {
    call(
        "Emulation.setDeviceMetricsOverride",
        JSON.createObjectNode()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", width < 600));
    ObjectNode media = JSON.createObjectNode();
    media.putArray("features").addObject().put("name", "prefers-color-scheme").put("value", scheme);
    call("Emulation.setEmulatedMedia", media);
  }

  /** Returns the value of an expression in the page; the page itself may run nothing. */
  public JsonNode evaluate(String expression) {
    ObjectNode asked =
        JSON.createObjectNode().put("expression", expression).put("returnByValue", true);
    return call("Runtime.evaluate", asked).get("result").get("value");
  }

  /**
   * Returns a part of the page as PNG.
   *
   * @param top where it begins, CSS pixels below the top of the page
   */
  public byte[] screenshot(int top, int width, int height) throws IOException {
    ObjectNode asked = JSON.createObjectNode().put("format", "png");
    asked.put("captureBeyondViewport", true);
    asked
        .putObject("clip")
        .put("x", 0)
        .put("y", top)
        .put("width", width)
        .put("height", height)
        .put("scale", 1);
    return call("Page.captureScreenshot", asked).get("data").binaryValue();
  }

  /** Returns the page as PDF, on the paper that it asks for. */
  public byte[] pdf() throws IOException {
    ObjectNode asked = JSON.createObjectNode().put("preferCSSPageSize", true);
    return call("Page.printToPDF", asked).get("data").binaryValue();
  }

  /** Returns what was complained of so far. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  private JsonNode call(String method, ObjectNode parameters) {
    int id = ++last;
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    message.set("params", parameters);
    socket.sendText(message.toString(), true).join();
    while (true) {
      JsonNode answer = next(method);
      if (answer.path("id").asInt() == id) {
        if (answer.has("error")) {
          throw new IllegalStateException(method + ": " + answer.get("error"));
        }
        return answer.get("result");
      }
    }
  }

  private void await(String event) {
    while (!next(event).path("method").asText().equals(event)) {
      // others are kept by next
    }
  }

  private JsonNode next(String awaited) {
    try {
      JsonNode message = incoming.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new IllegalStateException("no answer to " + awaited);
      }
      switch (message.path("method").asText()) {
        case "Runtime.consoleAPICalled",
            "Runtime.exceptionThrown",
            "Log.entryAdded",
            "Network.loadingFailed" ->
            complaints.add(message.toString());
        default -> {}
      }
      return message;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + awaited, e);
    }
  }

  private final class Messages implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean whole) {
      text.append(data);
      if (whole) {
        try {
          incoming.add(JSON.readTree(text.toString()));
        } catch (IOException e) {
          throw new IllegalStateException("DevTools sent no JSON", e);
        }
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }

  @Override
  public void close() {
    socket.abort();
    client.shutdownNow();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
