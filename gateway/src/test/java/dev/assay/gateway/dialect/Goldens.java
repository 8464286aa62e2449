package dev.assay.gateway.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.dialect.json.Json;
import dev.assay.policies.judge.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** The conversations written down as files: {@code CLIENT-to-PROVIDER/CASE/}. */
final class Goldens {
  static final Path FOLDER = Path.of("src/test/resources/dev/assay/gateway/dialect");

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000));
  private static final long MAX_TOKENS = 4096;

  private Goldens() {}

  /** One conversation. */
  record Golden(Path folder) {
    Translation translation() {
      String[] ends = folder.getParent().getFileName().toString().split("-to-", -1);
      return between(endpoint(ends[0]), endpoint(ends[1]));
    }

    Translated translated() throws Exception {
      return translation().request(bytes("request.json"));
    }

    boolean has(String name) {
      return Files.exists(folder.resolve(name));
    }

    byte[] bytes(String name) {
      try {
        return Files.readAllBytes(folder.resolve(name));
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    String text(String name) {
      return new String(bytes(name), StandardCharsets.UTF_8);
    }

    JsonNode json(String name) {
      return Json.parse(bytes(name)).orElseThrow();
    }

    @Override
    public String toString() {
      return FOLDER.relativize(folder).toString();
    }
  }

  static Translation between(Endpoint client, Endpoint provider) {
    return Translation.between(client, provider, MAX_TOKENS, CLOCK).orElseThrow();
  }

  static Endpoint endpoint(String name) {
    return switch (name) {
      case "chat" -> Endpoint.CHAT_COMPLETIONS;
      case "responses" -> Endpoint.RESPONSES;
      case "messages" -> Endpoint.MESSAGES;
      default -> throw new IllegalArgumentException(name);
    };
  }

  static List<Golden> all() {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(file -> file.endsWith("request.json"))
          .map(file -> new Golden(file.getParent()))
          .sorted((a, b) -> a.toString().compareTo(b.toString()))
          .toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
