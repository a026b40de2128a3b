package ai.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tidemark.core.gumbel.DrawKey;
import ai.tidemark.core.gumbel.Marker;
import ai.tidemark.core.profile.Profile;
import ai.tidemark.core.token.Cl100k;
import ai.tidemark.keys.KeyFile;
import ai.tidemark.keys.record.RecordTime;
import ai.tidemark.keys.time.TestTimeAuthority;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From an empty folder to a verified bundle, by the commands that the guide shows, with two
 * time-stamping authorities over HTTP. Their clock is the test's: an hour passes between two steps,
 * so that the order of things does not hang on how fast this machine is.
 */
final class EvidenceWalkTest {
  private static final int DOCUMENTS = 6;
  private static final int TOKENS = 120;
  private static final int CANDIDATES = 32;

  /** A clock that is set. */
  private static final class SetClock extends Clock {
    private volatile Instant now;

    SetClock(Instant now) {
      this.now = now;
    }

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @TempDir private Path dir;

  private final Instant began = RecordTime.wholeSeconds(Instant.now());
  private final SetClock clock = new SetClock(began.minus(Duration.ofHours(6)));
  private final List<HttpServer> servers = new ArrayList<>();
  private final List<Object> authorities = new ArrayList<>();
  private final List<Object> hints = new ArrayList<>();

  private Path in(String name) {
    return dir.resolve(name);
  }

  @BeforeEach
  void startAuthorities() throws IOException, CertificateEncodingException {
    StringBuilder roots = new StringBuilder();
    for (String name : List.of("one", "two")) {
      TestTimeAuthority authority = TestTimeAuthority.create(name, clock);
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            try (exchange) {
              byte[] reply = authority.exchange(exchange.getRequestBody().readAllBytes());
              exchange.getResponseHeaders().set("Content-Type", "application/timestamp-reply");
              exchange.sendResponseHeaders(200, reply.length);
              exchange.getResponseBody().write(reply);
            }
          });
      server.start();
      servers.add(server);
      String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
      authorities.addAll(List.of("--tsa", name + "=" + address));
      String pem =
          "-----BEGIN CERTIFICATE-----\n"
              + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                  .encodeToString(authority.root().getEncoded())
              + "\n-----END CERTIFICATE-----\n";
      roots.append(pem);
      hints.addAll(List.of("--time-authority", Files.writeString(in(name + ".pem"), pem)));
    }
    Files.writeString(in("roots.pem"), roots);
    Path secret = in("secret");
    Files.createFile(
        secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(secret, new byte[32]);
  }

  @AfterEach
  void stopAuthorities() {
    servers.forEach(server -> server.stop(0));
  }

  private record Ran(int exit, String out, String err) {}

  private static Ran run(List<?> words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(words.stream().map(Object::toString).toArray(String[]::new));
    return new Ran(exit, out.toString(), err.toString());
  }

  private static String done(List<?> words) {
    Ran ran = run(words);
    assertThat(ran.exit()).as("%s%n%s%n%s", words, ran.out(), ran.err()).isZero();
    return ran.out();
  }

  /** Runs a command with options that follow, and those of the store. */
  private String store(String command, Object... more) {
    List<Object> words = new ArrayList<>(List.of(command.split(" ")));
    words.addAll(List.of("--store", in("store"), "--secret-file", in("secret")));
    words.addAll(List.of(more));
    return done(words);
  }

  private void timestamp() {
    clock.pass(Duration.ofHours(1));
    List<Object> words = new ArrayList<>(List.of("log", "timestamp", in("store/log")));
    words.addAll(List.of("--anchors", in("anchors"), "--roots", in("roots.pem")));
    words.addAll(authorities);
    assertThat(done(words)).contains("dated  ");
  }

  @Test
  void fromAnEmptyFolderToAVerifiedBundle() throws IOException {
    store("keys init", "--deployment", "example-eu", "--scrypt-cost", 16);
    String start = RecordTime.format(began.plus(Duration.ofHours(1)));
    String end = RecordTime.format(began.plus(Duration.ofDays(10)));
    store("keys commit", "--era", "e1", "--start", start, "--end", end, "--tenant", "acme");
    timestamp();
    store("keys activate", "--era", "e1");
    timestamp();
    store("keys export", "--era", "e1", "--out", in("keys.json"));
    done(List.of("profile", "new", "--out", in("profile.json")));
    write(in("corpus"));
    planAndScan(RecordTime.format(clock.instant().plus(Duration.ofMinutes(30))));

    store("keys retire", "--era", "e1");
    List<Object> pack = new ArrayList<>(List.of("--era", "e1", "--tenant", "acme"));
    pack.addAll(List.of("--to", "court-1", "--blocks", "--whole-log", "--report", in("report")));
    pack.addAll(List.of("--plan", in("plan.json"), "--profile", in("profile.json")));
    pack.addAll(List.of("--manifest", in("manifest.json"), "--anchors", in("anchors")));
    pack.addAll(List.of("--custodian", "J. Doe, lab 2", "--out", in("case.tmev")));
    pack.addAll(hints);
    assertThat(store("evidence pack", pack.toArray()))
        .contains("wrote " + in("case.tmev"), "a reader who checked its hints would find:")
        .contains("  authentic   passed", "  time        passed", "  keys        passed")
        .contains("  recomputed  passed", "  calibrated  passed");

    assertThat(done(List.of("evidence", "show", in("case.tmev")))).contains("e1", "acme");
    assertThat(
            done(List.of("evidence", "trust", "new", in("case.tmev"), "--out", in("trust.json"))))
        .contains("signer example-eu", "time authority CN=two test authority root");
    List<Object> verify =
        List.of("evidence", "verify", in("case.tmev"), "--trust", in("trust.json"));
    assertThat(done(verify))
        .contains("every required claim passed")
        .doesNotContain("FAILED", "not checked");
    List<Object> again = new ArrayList<>(verify);
    again.addAll(List.of("--texts", in("corpus"), "--log", in("store/log")));
    assertThat(done(again)).contains("and so is every other byte of it");
    aChangedDigitIsRefused();
  }

  private void planAndScan(String firstKnown) {
    List<Object> origin = new ArrayList<>(List.of("--source", "a data set", "--obtained-by"));
    origin.addAll(List.of("lab-2", "--obtained", firstKnown, "--first-known", firstKnown));
    List<Object> plan = new ArrayList<>(List.of("--era", "e1", in("corpus"), "--question"));
    plan.addAll(List.of("Does it depend on us?", "--decoys", 99, "--full-decoys", 99));
    plan.addAll(List.of("--out", in("plan.json"), "--register"));
    plan.addAll(List.of("--manifest", in("manifest.json")));
    plan.addAll(origin);
    store("plan", plan.toArray());
    timestamp();
    List<Object> scan = new ArrayList<>(List.of("--era", "e1", "--quiet", "--plan"));
    scan.addAll(List.of(in("plan.json"), "--manifest", in("manifest.json"), "--with-blocks"));
    scan.addAll(List.of("--out", in("report"), in("corpus")));
    assertThat(store("scan", scan.toArray())).contains("marked");
  }

  /** Texts as a marker draws them; words of one token each come back from the text as they were. */
  private void write(Path folder) throws IOException {
    Files.createDirectory(folder);
    List<Integer> words = new ArrayList<>();
    for (int id = 0; words.size() < 8 * CANDIDATES; id++) {
      String text = new String(Cl100k.get().bytes(id), StandardCharsets.UTF_8);
      if (text.matches(" [a-z]{4,}")) {
        words.add(id);
      }
    }
    SplittableRandom random = new SplittableRandom(20_261_124);
    double[] q = new double[CANDIDATES];
    Arrays.fill(q, 1.0 / CANDIDATES);
    Profile profile = Profile.read(in("profile.json"));
    try (KeyFile keys = KeyFile.read(in("keys.json"));
        DrawKey fleet = keys.fleet();
        DrawKey tenant = keys.tenant("acme")) {
      for (int document = 0; document < DOCUMENTS; document++) {
        Marker marker = new Marker(profile.contexts(), fleet, tenant, random);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < TOKENS; i++) {
          int[] candidates = new int[CANDIDATES];
          for (int c = 0; c < CANDIDATES; c++) {
            candidates[c] = words.get(c * 8 + random.nextInt(8));
          }
          int id = candidates[marker.choose(candidates, q, CANDIDATES)];
          text.append(new String(Cl100k.get().bytes(id), StandardCharsets.UTF_8));
        }
        Files.writeString(folder.resolve(document + ".txt"), text);
      }
    }
  }

  private void aChangedDigitIsRefused() throws IOException {
    String bundle = Files.readString(in("case.tmev"), StandardCharsets.ISO_8859_1);
    int field = bundle.indexOf("\"n\":", bundle.indexOf("report.json\0"));
    assertThat(field).isPositive();
    int at = field + "\"n\":".length();
    while (!Character.isDigit(bundle.charAt(at))) {
      at++; // a quote, where n is a decimal string
    }
    char other = bundle.charAt(at) == '9' ? '8' : '9';
    Files.writeString(
        in("changed.tmev"),
        bundle.substring(0, at) + other + bundle.substring(at + 1),
        StandardCharsets.ISO_8859_1);
    Ran ran = run(List.of("evidence", "verify", in("changed.tmev"), "--trust", in("trust.json")));
    assertThat(ran.exit()).isEqualTo(Main.CHECK_FAILED);
    assertThat(ran.out()).contains("FILE_DIGEST", "NOT verified");
  }
}
