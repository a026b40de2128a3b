package ai.tidemark.keys.rootkey;

import ai.tidemark.core.BadInputException;
import ai.tidemark.core.json.StrictJson;
import ai.tidemark.keys.http.Exchange;
import ai.tidemark.keys.secret.OwnerOnly;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;

/**
 * Requests to Vault's HTTP interface. The token is read anew for each (an agent may renew the
 * file), goes into one header, and into nothing else; what a server says in its errors is not
 * repeated, because it may repeat us.
 */
final class VaultHttp implements AutoCloseable {
  private static final int LONGEST_ANSWER = 1 << 20;
  private static final int LONGEST_TOKEN = 8 << 10;

  private final VaultSettings settings;
  private final HttpClient client;

  VaultHttp(VaultSettings settings) {
    this.settings = settings;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER) // a redirect would carry the token along
            .connectTimeout(settings.timeLimit());
    settings.authorities().ifPresent(file -> builder.sslContext(VaultSettings.tls(file)));
    this.client = builder.build();
  }

  /** Posts an object and returns the answer's field {@code data}. The body is wiped. */
  StrictJson post(String path, byte[] body) {
    try {
      return send(
          path,
          request(path)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofByteArray(body))
              .build());
    } finally {
      Arrays.fill(body, (byte) 0);
    }
  }

  /** Gets the field {@code data} of an object. */
  StrictJson get(String path) {
    return send(path, request(path).GET().build());
  }

  /** Names a path in messages. */
  String where(String path) {
    return "vault " + settings.address() + "/v1/" + path;
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(settings.address().resolve("/v1/" + path))
            .header("X-Vault-Request", "true")
            .header("X-Vault-Token", token());
    settings.namespace().ifPresent(namespace -> request.header("X-Vault-Namespace", namespace));
    return request;
  }

  private String token() {
    String where = settings.tokenFile().toString();
    byte[] bytes;
    try {
      bytes = OwnerOnly.ofThisProcess().read(settings.tokenFile(), "token file", LONGEST_TOKEN);
    } catch (NoSuchFileException e) {
      throw new BadInputException(where, "does not exist", e);
    }
    try {
      String token = new String(bytes, StandardCharsets.ISO_8859_1).strip();
      if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        throw new BadInputException(where, "must hold one token and nothing else");
      }
      return token;
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private StrictJson send(String path, HttpRequest request) {
    try {
      return data(path, Exchange.send(client, request, LONGEST_ANSWER, settings.timeLimit()));
    } catch (IOException e) {
      throw new RootUnavailableException(
          where(path), e.getMessage() + "; check address and authorities, or try again later", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RootUnavailableException(where(path), "was interrupted; try again", e);
    }
  }

  private StrictJson data(String path, HttpResponse<byte[]> response) {
    byte[] body = response.body();
    try {
      if (response.statusCode() == 200) {
        return StrictJson.parse(where(path), body).object("data");
      }
      throw refusal(path, response.statusCode());
    } finally {
      Arrays.fill(body, (byte) 0);
    }
  }

  /** What a status means; the meanings are those of Vault's API documentation. */
  private RuntimeException refusal(String path, int status) {
    String where = where(path);
    return switch (status) {
      case 400 ->
          new BadInputException(
              where,
              "status 400: wrong kind of key, version or ciphertext; compare the key with the"
                  + " settings");
      case 403 ->
          new BadInputException(
              where,
              "status 403: the token has expired, or its policy does not allow this path; renew"
                  + " the one, or extend the other");
      case 404 ->
          new BadInputException(
              where, "status 404: no such key, mount or namespace; make it, or mend the settings");
      case 307 ->
          new RootUnavailableException(
              where, "status 307: another node is active; name that one in the settings");
      case 503 ->
          new RootUnavailableException(
              where, "status 503: sealed or in maintenance; try again when it is not");
      default ->
          new RootUnavailableException(
              where, "status " + status + "; see the server's log, or try again later");
    };
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
