package ai.tidemark.keys.rootkey;

import ai.tidemark.keys.sign.LocalSigner;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The part of Vault's Transit engine that the adapter uses, over HTTP, with two versions of each
 * key. Whatever is not exactly a request of Vault's documentation is a problem that the test sees:
 * method, path, headers, fields and their types.
 */
final class VaultStub implements AutoCloseable {
  static final String TOKEN = "hvs.CAESIcanarycanarycanary";
  static final String NAMESPACE = "team/marks";

  private static final ObjectMapper JSON = new ObjectMapper();

  final LocalSigner signer;
  final List<String> problems = new ArrayList<>();
  final List<String> paths = new ArrayList<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private UnaryOperator<String> edit = UnaryOperator.identity();
  private int status = 200;

  VaultStub(LocalSigner signer) throws IOException {
    this.signer = signer;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Changes answers from now on. */
  void editing(UnaryOperator<String> edit) {
    this.edit = edit;
  }

  /** Answers with a status from now on, and with an error that repeats the request's secrets. */
  void failing(int status) {
    this.status = status;
  }

  static byte[] key(String name, int version) {
    return mac(
        "key".getBytes(StandardCharsets.UTF_8), (name + version).getBytes(StandardCharsets.UTF_8));
  }

  static byte[] mac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().toString();
    paths.add(path);
    header(exchange, "X-Vault-Token", TOKEN);
    header(exchange, "X-Vault-Request", "true");
    header(exchange, "X-Vault-Namespace", NAMESPACE);
    String answer;
    try {
      answer =
          "{\"request_id\":\"r\",\"lease_duration\":0,\"data\":" + data(exchange, path, body) + "}";
    } catch (RuntimeException e) {
      problems.add(path + ": " + e);
      answer = "{}";
    }
    byte[] bytes =
        (status == 200
                ? edit.apply(answer)
                : "{\"errors\":[\""
                    + TOKEN
                    + " "
                    + Base64.getEncoder().encodeToString(body)
                    + "\"]}")
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    if (status == 307) {
      exchange.getResponseHeaders().set("Location", address() + "/v1/elsewhere");
    }
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void header(HttpExchange exchange, String name, String value) {
    List<String> found = exchange.getRequestHeaders().getOrDefault(name, List.of());
    if (!found.equals(List.of(value))) {
      problems.add(name + " is there " + found.size() + " times or has another value");
    }
  }

  private String data(HttpExchange exchange, String path, byte[] body) throws IOException {
    if (path.equals("/v1/transit/keys/log") || path.equals("/v1/transit/keys/tidemark-root")) {
      require(exchange.getRequestMethod().equals("GET") && body.length == 0, "GET without a body");
      return keyConfiguration(path.endsWith("log"));
    }
    require(exchange.getRequestMethod().equals("POST"), "POST");
    require(
        List.of("application/json").equals(exchange.getRequestHeaders().get("Content-Type")),
        "Content-Type");
    Fields fields = new Fields((ObjectNode) JSON.readTree(body));
    String data = answer(path, fields);
    fields.end();
    return data;
  }

  private String keyConfiguration(boolean ed25519) {
    String keys =
        ed25519
            ? "{\"1\":{\"creation_time\":\"2026-01-01T00:00:00Z\",\"name\":\"ed25519\",\"public_key\":\""
                + Base64.getEncoder().encodeToString(signer.publicKey())
                + "\"}}"
            : "{\"1\":1767225600,\"2\":1767225601}";
    return "{\"name\":\"x\",\"type\":\""
        + (ed25519 ? "ed25519" : "hmac")
        + "\",\"exportable\":false,"
        + "\"allow_plaintext_backup\":false,\"deletion_allowed\":false,\"latest_version\":1,"
        + "\"min_decryption_version\":1,\"min_encryption_version\":0,\"keys\":"
        + keys
        + "}";
  }

  private String answer(String path, Fields fields) {
    return switch (path) {
      case "/v1/transit/hmac/tidemark-root/sha2-256" -> {
        byte[] input = fields.base64("input");
        int version = fields.number("key_version").orElse(2); // Vault: the newest
        yield text("hmac", versioned(version, mac(key("tidemark-root", version), input)));
      }
      case "/v1/transit/sign/log" -> {
        byte[] input = fields.base64("input");
        yield text(
            "signature", versioned(fields.number("key_version").orElse(2), signer.sign(input)));
      }
      case "/v1/transit/encrypt/wrap" ->
          text("ciphertext", versioned(2, flipped(fields.base64("plaintext"))));
      case "/v1/transit/decrypt/wrap" -> text("plaintext", encoded(flipped(fields.ciphertext())));
      case "/v1/transit/rewrap/wrap" -> text("ciphertext", versioned(2, fields.ciphertext()));
      case "/v1/transit/datakey/wrapped/wrap" -> {
        require(fields.number("bits").equals(Optional.of(256)), "bits 256");
        yield text("ciphertext", versioned(2, flipped(key("fresh", 1))));
      }
      default -> throw new IllegalArgumentException("not a path of the adapter");
    };
  }

  /** Stands for encryption. */
  private static byte[] flipped(byte[] bytes) {
    byte[] out = bytes.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] ^= 0x55;
    }
    return out;
  }

  private static String text(String name, String value) {
    return "{\"" + name + "\":\"" + value + "\",\"key_version\":1}";
  }

  private static String versioned(int version, byte[] bytes) {
    return "vault:v" + version + ":" + encoded(bytes);
  }

  private static String encoded(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("must be " + what);
    }
  }

  /** The fields of a request, each of which must be asked for. */
  private record Fields(ObjectNode node) {
    byte[] base64(String name) {
      JsonNode value = node.remove(name);
      require(value != null && value.isTextual(), name + " as text");
      return Base64.getDecoder().decode(value.asText());
    }

    byte[] ciphertext() {
      JsonNode value = node.remove("ciphertext");
      require(value != null && value.asText().startsWith("vault:v"), "ciphertext with its version");
      return Base64.getDecoder().decode(value.asText().substring("vault:v1:".length()));
    }

    Optional<Integer> number(String name) {
      JsonNode value = node.remove(name);
      require(value == null || value.isInt(), name + " as an integer");
      return Optional.ofNullable(value).map(JsonNode::asInt);
    }

    void end() {
      Iterator<String> left = node.fieldNames();
      require(!left.hasNext(), "without other fields");
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
