package ai.tidemark.cli;

import ai.tidemark.evidence.bundle.Bundle;
import ai.tidemark.evidence.bundle.BundleException;
import ai.tidemark.evidence.bundle.Custody;
import ai.tidemark.evidence.bundle.Signers;
import ai.tidemark.evidence.verify.Documents;
import ai.tidemark.keys.record.RecordTime;
import ai.tidemark.keys.store.Openings;
import ai.tidemark.scan.report.RecordedReport;
import ai.tidemark.scan.report.ScanReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tidemark evidence show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Print what a bundle says, without judging any of it. Nothing here is verified: tidemark"
          + " evidence verify does that."
    },
    footer = {"", "Example:", "  tidemark evidence show case.tmev"})
final class EvidenceShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "BUNDLE", description = "The .tmev file.")
  private Path file;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      Bundle bundle = Bundle.read(file);
      show(bundle, Documents.read(bundle), out);
      out.flush();
      return Main.FINISHED;
    } catch (BundleException e) {
      out.flush();
      spec.commandLine()
          .getErr()
          .println("tidemark: " + file + ": is no whole bundle: " + e.code() + ": " + e.sentence());
      return Main.UNREADABLE;
    }
  }

  private static void show(Bundle bundle, Documents documents, PrintWriter out) {
    out.println("Nothing below is verified.");
    out.println("question    " + documents.plan().question());
    RecordedReport report = documents.report();
    out.println("verdict     " + report.verdict());
    for (RecordedReport.Result result : report.results()) {
      out.printf(
          "  %-9s %s  n = %,d  S = %s  log10 p = %s  (%s)%n",
          result.key(),
          result.era(),
          result.evidence().n(),
          result.evidence().sum(),
          result.log10P().orElse("withheld"),
          result.verdict());
    }
    out.println("meaning     " + ScanReport.MEANING);
    out.println(
        "corpus      "
            + documents.manifest().files().size()
            + " files, first known "
            + RecordTime.format(documents.manifest().origin().firstKnown())
            + ", from "
            + documents.manifest().origin().source());
    for (Openings.Era era : documents.openings().eras()) {
      boolean coin = era.fleet() instanceof Openings.Fleet.Coin;
      out.println(
          "opened      era "
              + era.era()
              + ": the "
              + (coin ? "coin" : "fleet")
              + " key and "
              + era.tenants().size()
              + " tenants' keys");
    }
    for (Custody.Step step : documents.custody().steps()) {
      out.println("custody     " + step.when() + " " + step.who() + ": " + step.what());
    }
    for (Signers.Identity signer : documents.hints().signers()) {
      out.println("hint        signer " + signer.name() + ", key id " + signer.ed25519Id());
    }
    out.println("software    " + documents.software().version());
    for (String name : bundle.names()) {
      out.printf("  %12d  %s  %s%n", bundle.size(name), bundle.sha256(name).substring(0, 16), name);
    }
  }
}
