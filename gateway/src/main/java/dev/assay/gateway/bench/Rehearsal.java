package dev.assay.gateway.bench;

import dev.assay.gateway.child.AssayProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * One start and some requests whose classes and profiles the JVM keeps in a file, so that later
 * starts need not load, verify and learn them again (ahead-of-time cache, JEP 483, 514 and 515).
 */
public final class Rehearsal {
  private static final int REQUESTS = 300;
  private static final int BODY_BYTES = 1024;

  private Rehearsal() {}

  /**
   * Rehearses. Blocks until the JVM has written the file.
   *
   * @param folder an empty folder for state, policy and logs; the caller removes it
   * @param cache the file; a JVM uses it with {@code -XX:AOTCache}
   */
  public static void run(Path folder, Path cache) throws IOException {
    try (AssayProcess upstream = Bench.upstream(folder)) {
      Ground ground = new Ground(folder, upstream.address("upstream"));
      String key = ground.lay().pinned();
      try (AssayProcess gateway = ground.gateway("-XX:AOTCacheOutput=" + cache.toAbsolutePath());
          KeepAlive client = new KeepAlive(gateway.address("data"), key)) {
        for (int i = 0; i < REQUESTS; i++) {
          checked(client.post(Subject.PATH, body("r" + i)));
        }
      }
    }
  }

  static String body(String unique) {
    byte[] body = Prompts.ofWords(unique).bodies(BODY_BYTES, false).get();
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Whatever is not the provider's answer to a governed request makes the run void. */
  static void checked(KeepAlive.Answer answer) throws IOException {
    if (answer.status() != 200 || !answer.body().contains("card_arrival")) {
      throw new IOException("an answer was not the provider's: " + answer);
    }
    if (answer.headers().getOrDefault("x-assay-injected", "").isEmpty()) {
      throw new IOException("a governed request carried nothing: " + answer);
    }
  }
}
