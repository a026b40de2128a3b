package ai.tidemark.cli;

import ai.tidemark.service.Proxy;
import ai.tidemark.service.config.ProxyConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tidemark serve}: the proxy. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the proxy: an OpenAI-compatible endpoint whose answers leave marked, or labelled"
          + " unmarked with the reason, or are refused.",
      "Stops on Ctrl-C or SIGTERM: answers under way end first, and every record is kept."
    },
    footer = {
      "",
      "The configuration is described in docs/proxy.md; docs/proxy.example.yaml is a",
      "complete one.",
      "",
      "Example:",
      "  tidemark serve --config proxy.yaml"
    })
final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "Configuration, YAML.")
  private Path config;

  @Override
  public Integer call() throws InterruptedException {
    Proxy proxy = Proxy.start(ProxyConfig.read(config));
    CountDownLatch stopped = new CountDownLatch(1);
    Interruptible.run(
        () -> {
          proxy.close();
          stopped.countDown();
        },
        () -> {
          PrintWriter out = spec.commandLine().getOut();
          out.println("serving " + proxy.uri() + "/v1 (Ctrl-C stops)");
          out.flush();
          stopped.await();
          return Main.FINISHED;
        });
    return Main.FINISHED;
  }
}
