package ai.tidemark.service.config;

import ai.tidemark.core.BadInputException;
import ai.tidemark.service.config.ProxyConfig.Listen;
import ai.tidemark.service.config.UpstreamConfig.Dialect;
import ai.tidemark.service.policy.Policy;
import ai.tidemark.service.policy.Reason;
import ai.tidemark.service.policy.Rule;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads {@link ProxyConfig} from YAML; docs/proxy.md describes every field. */
final class ConfigReader {
  private static final int MOST_BYTES = 4 << 20;
  private static final String NAME = "[a-z0-9][a-z0-9._-]{0,62}";
  private static final String NAME_IN_WORDS =
      "lower-case letters, digits, dots, dashes and underscores, at most 63, starting with a"
          + " letter or digit";
  private static final String GGUF = "gguf:";

  private final Path file;
  private final Function<String, @Nullable String> environment;

  ConfigReader(Path file, Function<String, @Nullable String> environment) {
    this.file = file;
    this.environment = environment;
  }

  ProxyConfig read() {
    YamlFields root = new YamlFields(file + "#", Yaml.parse(file.toString(), bytes()));
    if (root.integer("version", 1, Integer.MAX_VALUE) != ProxyConfig.VERSION) {
      throw root.bad("version", "must be 1; this Tidemark knows no other");
    }
    Listen listen =
        root.fields("listen").map(ConfigReader::listen).orElse(new Listen("127.0.0.1", 8080));
    Path profile = path(root, "profile");
    Path keys = path(root, "keys");
    String tokenizer = tokenizer(root);
    Path records = path(root, "records");
    Optional<LedgerConfig> ledger = root.fields("ledger").map(this::ledger);
    List<UpstreamConfig> upstreams = upstreams(root.list("upstreams"));
    if (ledger.isPresent()) {
      upstreams.forEach(upstream -> LedgerConfig.requireModels(root, upstream));
    }
    Policy policy = Policy.REFUSE_ALL.with(rules(root));
    List<TenantConfig> tenants = tenants(root.list("tenants"), policy);
    Limits limits = root.fields("limits").map(ConfigReader::limits).orElse(Limits.DEFAULT);
    root.end();
    return new ProxyConfig(
        listen, profile, keys, tokenizer, records, ledger, upstreams, tenants, limits);
  }

  private byte[] bytes() {
    try {
      long size = Files.size(file);
      if (size > MOST_BYTES) {
        throw new BadInputException(
            file.toString(), "has " + size + " bytes; a configuration has at most " + MOST_BYTES);
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new BadInputException(
          file.toString(), "does not exist; docs/proxy.example.yaml is one to start from", e);
    } catch (IOException e) {
      throw new BadInputException(file.toString(), "cannot be read", e);
    }
  }

  private static Listen listen(YamlFields listen) {
    Listen read =
        new Listen(listen.text("host", "127.0.0.1"), listen.integer("port", 0, 65_535, 8080));
    listen.end();
    return read;
  }

  private Path path(YamlFields fields, String name) {
    return resolve(fields, name, fields.text(name));
  }

  private Path resolve(YamlFields fields, String name, String path) {
    try {
      return file.resolveSibling(path);
    } catch (InvalidPathException e) {
      throw fields.bad(name, "is not a path");
    }
  }

  /** A GGUF file is named relative to the configuration, as every other file. */
  private String tokenizer(YamlFields root) {
    String spec = root.text("tokenizer");
    return spec.startsWith(GGUF)
        ? GGUF + resolve(root, "tokenizer", spec.substring(GGUF.length()))
        : spec;
  }

  private LedgerConfig ledger(YamlFields fields) {
    LedgerConfig ledger =
        new LedgerConfig(
            path(fields, "folder"),
            path(fields, "key"),
            fields.integer("node", 0, Integer.MAX_VALUE, 0),
            seconds(fields, "rootSeconds", 86_400, LedgerConfig.ROOTS));
    fields.end();
    return ledger;
  }

  private static List<UpstreamConfig> upstreams(List<YamlFields> list) {
    List<UpstreamConfig> upstreams = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<String> models = new HashSet<>();
    for (YamlFields fields : list) {
      UpstreamConfig upstream = upstream(fields);
      if (!names.add(upstream.name())) {
        throw fields.bad("name", "is the name of another upstream");
      }
      for (String model : upstream.models()) {
        if (!models.add(model)) {
          throw fields.bad("models", "names a model twice; which upstream would serve it?");
        }
      }
      upstreams.add(upstream);
    }
    return upstreams;
  }

  private static UpstreamConfig upstream(YamlFields fields) {
    UpstreamConfig upstream =
        new UpstreamConfig(
            fields.text("name", NAME, NAME_IN_WORDS),
            dialect(fields),
            url(fields),
            fields.texts("models"),
            fields.integer("topN", 2, 4096, UpstreamConfig.DEFAULT_TOP_N),
            fields.integer("maxConcurrent", 1, 4096, UpstreamConfig.DEFAULT_MAX_CONCURRENT),
            seconds(fields, "connectSeconds", 600, UpstreamConfig.CONNECT),
            seconds(fields, "firstTokenSeconds", 3600, UpstreamConfig.FIRST_TOKEN),
            seconds(fields, "idleSeconds", 3600, UpstreamConfig.IDLE));
    fields.end();
    return upstream;
  }

  private static Dialect dialect(YamlFields fields) {
    fields.text("dialect", "llama\\.cpp", "llama.cpp, the only dialect this version speaks");
    return Dialect.LLAMA_CPP;
  }

  private static URI url(YamlFields fields) {
    String text = fields.text("url");
    try {
      URI url = new URI(text);
      boolean plain =
          url.getUserInfo() == null && url.getQuery() == null && url.getFragment() == null;
      if ("http".equals(url.getScheme())
          && url.getHost() != null
          && plain
          && (url.getPath().isEmpty() || url.getPath().equals("/"))) {
        return new URI(
            "http", null, url.getHost(), url.getPort() < 0 ? 80 : url.getPort(), null, null, null);
      }
    } catch (URISyntaxException e) {
      // said below, without the value: it may hold a password
    }
    throw fields.bad("url", "must be http://HOST:PORT and nothing more");
  }

  private List<TenantConfig> tenants(List<YamlFields> list, Policy policy) {
    List<TenantConfig> tenants = new ArrayList<>();
    for (YamlFields fields : list) {
      TenantConfig tenant =
          new TenantConfig(
              fields.text("name", NAME, NAME_IN_WORDS), token(fields), policy.with(rules(fields)));
      fields.end();
      for (TenantConfig other : tenants) {
        if (other.name().equals(tenant.name())) {
          throw fields.bad("name", "is the name of another tenant");
        }
        if (other.token().equals(tenant.token())) {
          throw fields.bad("name", "has the same token as tenant " + other.name());
        }
      }
      tenants.add(tenant);
    }
    return tenants;
  }

  private TokenDigest token(YamlFields fields) {
    boolean digest = fields.has("tokenSha256");
    boolean variable = fields.has("tokenEnv");
    boolean plain = fields.has("token");
    if ((digest ? 1 : 0) + (variable ? 1 : 0) + (plain ? 1 : 0) != 1) {
      throw fields.bad("name", "needs exactly one of tokenSha256, tokenEnv and token");
    }
    if (digest) {
      return TokenDigest.ofHex(
          fields.text("tokenSha256", "[0-9a-f]{64}", "64 lower-case hex digits"));
    }
    if (plain) {
      return TokenDigest.ofToken(requireToken(fields, "token", fields.text("token")));
    }
    String value = environment.apply(fields.text("tokenEnv"));
    if (value == null) {
      throw fields.bad("tokenEnv", "names an environment variable that is not set");
    }
    return TokenDigest.ofToken(requireToken(fields, "tokenEnv", value));
  }

  private static String requireToken(YamlFields fields, String name, String token) {
    if (!token.matches("[\\x21-\\x7e]{16,512}")) {
      throw fields.bad(
          name, "must give a token of 16 to 512 visible ASCII characters without spaces");
    }
    return token;
  }

  private static Map<Reason, Rule> rules(YamlFields owner) {
    Map<Reason, Rule> rules = new EnumMap<>(Reason.class);
    owner
        .fields("policy")
        .ifPresent(
            fields -> {
              for (Reason reason : Reason.values()) {
                if (fields.has(reason.wire())) {
                  String rule = fields.text(reason.wire(), "allow|refuse", "allow or refuse");
                  rules.put(reason, rule.equals("allow") ? Rule.ALLOW : Rule.REFUSE);
                }
              }
              fields.end();
            });
    return rules;
  }

  private static Limits limits(YamlFields fields) {
    Limits limits =
        new Limits(
            fields.integer("bodyBytes", 1024, 256 << 20, Limits.DEFAULT.bodyBytes()),
            fields.integer("maxTokens", 1, 1 << 20, Limits.DEFAULT.maxTokens()),
            seconds(fields, "pingSeconds", 600, Limits.DEFAULT.ping()),
            seconds(fields, "stallSeconds", 3600, Limits.DEFAULT.stall()),
            seconds(fields, "drainSeconds", 600, Limits.DEFAULT.drain()));
    fields.end();
    return limits;
  }

  private static Duration seconds(YamlFields fields, String name, int most, Duration otherwise) {
    return Duration.ofSeconds(fields.integer(name, 1, most, (int) otherwise.toSeconds()));
  }
}
