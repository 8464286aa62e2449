package dev.assay.gateway.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which version of a rival is measured, as what installed it wrote down beside it. */
final class RivalVersion {
  private static final Pattern VERSION = Pattern.compile("(\\d+(?:\\.\\d+){1,3})");
  private static final int ANSWER_SECONDS = 5;

  private RivalVersion() {}

  /**
   * Nothing where that can't be told.
   *
   * @param folder where a rival that has to be asked is started
   */
  static Optional<String> of(Rival rival, Path program, Path folder) throws InterruptedException {
    try {
      return switch (rival) {
        case NGINX -> said(program, folder);
        case LITELLM, FERROGW -> wheel(program.resolve("../../lib").normalize(), rival.word());
        case PORTKEY -> line(program.toRealPath().resolve("../../package.json"), "\"version\"");
        case CRABLLM -> line(program.resolve("../../.crates.toml"), "\"crabllm ");
      };
    } catch (IOException unknown) {
      return Optional.empty();
    }
  }

  private static Optional<String> said(Path program, Path folder)
      throws IOException, InterruptedException {
    Process asked = RivalProcess.bare(List.of(program.toString(), "-v"), folder).start();
    if (!asked.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
      asked.destroyForcibly();
      return Optional.empty();
    }
    return version(new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
  }

  /** Of the folder that a Python package's facts are kept in. */
  private static Optional<String> wheel(Path library, String name) throws IOException {
    try (DirectoryStream<Path> pythons = Files.newDirectoryStream(library, "python*")) {
      for (Path python : pythons) {
        try (DirectoryStream<Path> facts =
            Files.newDirectoryStream(python.resolve("site-packages"), name + "-[0-9]*.dist-info")) {
          for (Path fact : facts) {
            return version(String.valueOf(fact.getFileName()));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> line(Path file, String start) throws IOException {
    return Files.readAllLines(file.normalize()).stream()
        .map(String::strip)
        .filter(line -> line.startsWith(start))
        .findFirst()
        .flatMap(RivalVersion::version);
  }

  private static Optional<String> version(String text) {
    Matcher found = VERSION.matcher(text);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }
}
