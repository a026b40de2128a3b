package ai.tidemark.demo.story;

import ai.tidemark.scan.inference.Finding;
import ai.tidemark.scan.inference.ShareEstimate;
import ai.tidemark.scan.inference.Verdict;
import ai.tidemark.scan.report.CorpusResult;
import ai.tidemark.scan.report.Decimals;
import ai.tidemark.scan.report.ScanReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What was found, missed and falsely found: a few lines for people, and the claims that the
 * demonstration stands by.
 *
 * @param scanning both reports
 * @param found which documents were flagged
 * @param haystack what they are
 */
public record Verdicts(Scanning scanning, Found found, Haystack haystack) {
  /** Most of the flagged documents that may be human. */
  private static final double MOST_FALSE = 0.03;

  /** Least share of the whole answers that must be found. */
  private static final double LEAST_WHOLE = 0.75;

  /** Makes the claims. */
  public void claim(Claims claims) {
    ScanReport corpus = scanning.corpus();
    claims.claim(corpus.verdict() == Verdict.MARKED, "the corpus is marked");
    for (CorpusResult result : corpus.results()) {
      Finding finding = result.finding();
      if (finding.name().equals("fleet") || finding.name().equals(Cast.ASKING)) {
        claims.claim(finding.verdict() == Verdict.MARKED, finding.name() + "'s key is marked");
      } else {
        claims.claim(
            finding.verdict() == Verdict.NOT_SHOWN,
            "tenant " + finding.name() + ", who asked nothing, is not shown");
      }
    }
    for (Finding wrong : corpus.wrongKeys()) {
      claims.claim(wrong.verdict() == Verdict.NOT_SHOWN, wrong.name() + " key is not shown");
    }
    claims.claim(
        scanning.innocent().verdict() == Verdict.NOT_SHOWN,
        "the corpus without marked text is not shown");
    claims.claim(
        scanning.innocent().documents().flagged() == 0,
        "no document of the corpus without marked text is flagged");
    claims.claim(
        found.falseDiscoveryShare() <= MOST_FALSE,
        "at most 3 % of the flagged documents are human");
    claims.claim(
        found.of(Kind.WHOLE) >= LEAST_WHOLE * haystack.count(Kind.WHOLE),
        "at least three quarters of the whole answers are found");
  }

  /** Returns the lines. */
  public List<String> lines() {
    ScanReport corpus = scanning.corpus();
    List<String> lines = new ArrayList<>();
    for (CorpusResult result : corpus.results()) {
      lines.add(line(label(result.finding()), result.finding(), share(result)));
    }
    lines.add(documents(corpus));
    Finding wrong = strongest(corpus.wrongKeys());
    lines.add(
        line(
            "wrong keys",
            wrong,
            "the strongest of " + corpus.wrongKeys().size() + ", paid for all of them"));
    List<CorpusResult> innocent = scanning.innocent().results();
    CorpusResult strongest =
        innocent.stream()
            .min(Comparator.comparingDouble(result -> result.finding().adjustedLnP()))
            .orElseThrow();
    lines.add(line("innocent", strongest.finding(), couldHaveSeen(strongest.share())));
    return lines;
  }

  private static String couldHaveSeen(ShareEstimate share) {
    return share.detectable().isPresent()
        ? "a share of "
            + Numbers.percent(share.detectable().getAsDouble())
            + " % would have been seen with power 99 %"
        : "too little text for power 99 % at any share";
  }

  private static String label(Finding finding) {
    return finding.name().equals("fleet") ? "corpus" : "  " + finding.name();
  }

  private static String share(CorpusResult result) {
    if (result.finding().verdict() != Verdict.MARKED) {
      return "";
    }
    return "share "
        + Numbers.percent(result.share().share())
        + " % ("
        + Numbers.percent(result.share().low())
        + " to "
        + Numbers.percent(result.share().high())
        + ")";
  }

  private String documents(ScanReport corpus) {
    StringBuilder text = new StringBuilder();
    text.append("documents   ")
        .append(found.total())
        .append(" flagged at FDR ")
        .append(Numbers.percent(corpus.settings().levels().fdr()))
        .append(" %:");
    for (Kind kind : List.of(Kind.WHOLE, Kind.HALVED, Kind.EDITED, Kind.HUMAN)) {
      text.append(kind == Kind.WHOLE ? " " : ", ").append(kind.word()).append(' ');
      text.append(found.of(kind)).append('/').append(Numbers.count(haystack.count(kind)));
    }
    int hidden = haystack.documents().size() - haystack.count(Kind.HUMAN);
    int hits = found.total() - found.of(Kind.HUMAN);
    return text.append("; missed ")
        .append(hidden - hits)
        .append(", false alarms ")
        .append(found.of(Kind.HUMAN))
        .toString();
  }

  private static Finding strongest(List<Finding> findings) {
    return findings.stream().min(Comparator.comparingDouble(Finding::adjustedLnP)).orElseThrow();
  }

  private static String line(String name, Finding finding, String detail) {
    String text =
        String.format(
            Locale.ROOT,
            "%-11s %-13s %s   n = %s   power %s   %s",
            name,
            finding.verdict().word(),
            Numbers.log10P(finding.adjustedLog10P()),
            Numbers.count(finding.evidence().n()),
            Decimals.fixed(finding.power(), 2),
            detail);
    return text.stripTrailing();
  }
}
