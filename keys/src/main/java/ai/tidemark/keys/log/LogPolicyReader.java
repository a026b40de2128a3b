package ai.tidemark.keys.log;

import ai.tidemark.core.BadInputException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** Reads the lines of a policy (C2SP tlog-policy). Names are octets, whatever they spell. */
final class LogPolicyReader {
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_LINES = 256; // logs, witnesses and groups, each

  private final String file;
  private final List<Vkey> logs = new ArrayList<>();
  private final List<LogPolicy.Witness> witnesses = new ArrayList<>();
  private final List<LogPolicy.Group> groups = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> members = new HashSet<>();
  private @Nullable String quorum;
  private String where;

  LogPolicyReader(String file) {
    this.file = file;
    this.where = file;
  }

  LogPolicy read(byte[] bytes) {
    if (bytes.length > MOST_BYTES) {
      throw new BadInputException(
          file, "has " + bytes.length + " bytes; at most " + MOST_BYTES + " are read");
    }
    if (bytes.length == 0 || bytes[bytes.length - 1] != '\n') {
      throw new BadInputException(file, "every line must end with a newline, the last one too");
    }
    String all = new String(bytes, StandardCharsets.ISO_8859_1); // a character for each octet
    int line = 0;
    for (int from = 0; from < all.length(); ) {
      int end = all.indexOf('\n', from);
      where = LogText.at(file, ++line);
      line(all.substring(from, end));
      from = end + 1;
    }
    if (quorum == null) {
      throw new BadInputException(file, "needs a line: quorum NAME, or: quorum none");
    }
    return new LogPolicy(logs, witnesses, groups, quorum);
  }

  private void line(String line) {
    if (line.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
      throw bad("has a control character other than tab");
    }
    StringTokenizer tokens = new StringTokenizer(line, " \t");
    List<String> items = new ArrayList<>();
    while (tokens.hasMoreTokens()) {
      items.add(tokens.nextToken());
    }
    if (items.isEmpty() || items.getFirst().startsWith("#")) {
      return;
    }
    switch (items.getFirst()) {
      case "log" -> log(items);
      case "witness" -> witness(items);
      case "group" -> group(items);
      case "quorum" -> quorum(items);
      default -> throw bad("must begin with log, witness, group, quorum or #");
    }
  }

  private void log(List<String> items) {
    if (items.size() < 2 || items.size() > 3) {
      throw bad("must be: log VKEY [URL]");
    }
    Vkey key = vkey(items.get(1));
    if (key.kind() == Vkey.Kind.ED25519_COSIGNER) {
      throw bad("the key is a witness's: a log's has the type 0x01 or 0x06");
    }
    checkNew(logs, key);
    logs.add(key);
  }

  private void witness(List<String> items) {
    if (items.size() < 3 || items.size() > 4) {
      throw bad("must be: witness NAME VKEY [URL]");
    }
    Vkey key = vkey(items.get(2));
    if (!key.kind().cosigns()) {
      throw bad("the key is a log's: a witness's has the type 0x04 or 0x06");
    }
    checkNew(witnesses.stream().map(LogPolicy.Witness::key).toList(), key);
    witnesses.add(new LogPolicy.Witness(define(items.get(1)), key));
  }

  private Vkey vkey(String item) {
    return Vkey.parse(
        where, LogText.decode(where, item.getBytes(StandardCharsets.ISO_8859_1), MOST_BYTES));
  }

  private void checkNew(List<Vkey> known, Vkey key) {
    if (known.size() == MOST_LINES) {
      throw bad("at most " + MOST_LINES + " logs and witnesses each are read");
    }
    for (Vkey other : known) {
      if (Arrays.equals(other.publicKey(), key.publicKey())) {
        throw bad("this public key stands in an earlier line too");
      }
      if (other.name().equals(key.name()) && other.keyId() == key.keyId()) {
        throw bad("an earlier line has the same key name and id, so signatures are ambiguous");
      }
    }
  }

  private void group(List<String> items) {
    if (items.size() < 4) {
      throw bad("must be: group NAME all|any|K NAME...");
    }
    if (groups.size() == MOST_LINES) {
      throw bad("at most " + MOST_LINES + " groups are read");
    }
    List<String> of = items.subList(3, items.size());
    for (String member : of) {
      if (!names.contains(member)) {
        throw bad("an earlier line must define " + shown(member));
      }
      if (!members.add(member)) {
        throw bad(shown(member) + " is a member of a group already");
      }
    }
    int threshold =
        switch (items.get(2)) {
          case "all" -> of.size();
          case "any" -> 1;
          default -> threshold(items.get(2), of.size());
        };
    groups.add(new LogPolicy.Group(define(items.get(1)), threshold, of));
  }

  private int threshold(String item, int most) {
    long k = LogText.decimal(where, item);
    if (k < 1 || k > most) {
      throw bad("the threshold must be in 1.." + most + ", but is " + k);
    }
    return (int) k;
  }

  private void quorum(List<String> items) {
    if (items.size() != 2) {
      throw bad("must be: quorum NAME");
    }
    if (quorum != null) {
      throw bad("there must be one quorum line only");
    }
    String name = items.get(1);
    if (!name.equals(LogPolicy.NONE) && !names.contains(name)) {
      throw bad("an earlier line must define " + shown(name));
    }
    quorum = name;
  }

  /** Takes a new name for a witness or group, and returns it. */
  private String define(String name) {
    if (name.equals(LogPolicy.NONE)) {
      throw bad("none is no name for a witness or group");
    }
    if (!names.add(name)) {
      throw bad("an earlier line defines " + shown(name) + " too");
    }
    return name;
  }

  private static String shown(String name) {
    return new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private BadInputException bad(String problem) {
    return new BadInputException(where, problem);
  }
}
