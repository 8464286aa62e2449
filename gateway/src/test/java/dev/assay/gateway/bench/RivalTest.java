package dev.assay.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RivalTest {
  private static final String UPSTREAM = "127.0.0.1:40001";
  private static final int PORT = 40_002;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void isToldWhereToListenAndWhoToAsk(Rival rival) throws Exception {
    Rival.Start start = rival.prepare(Path.of("/bin/rival"), folder, UPSTREAM, PORT);

    assertThat(all(start)).contains(UPSTREAM).contains(Integer.toString(PORT));
    assertThat(start.words()).first().isEqualTo("/bin/rival");
    assertThat(start.headers()).endsWith("\r\n");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NGINX")
  void asksTheProviderBelowItsVersion(Rival rival) throws Exception {
    Rival.Start start = rival.prepare(Path.of("/bin/rival"), folder, UPSTREAM, PORT);

    assertThat(all(start)).contains("http://" + UPSTREAM + "/v1");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NGINX")
  void isInstalledInAKnownVersionWhereItIsLookedForFirst(Rival rival) {
    assertThat(rival.install())
        .containsPattern("[=@][0-9]+\\.[0-9]+\\.[0-9]+")
        .contains("~/.cache/assay/bench")
        .doesNotContain("1.82.7")
        .doesNotContain("1.82.8");
  }

  @ParameterizedTest
  @EnumSource
  void isFoundByItsWord(Rival rival) {
    assertThat(Rival.of(rival.word())).contains(rival);
  }

  @Test
  void aWordOfNobodyFindsNobody() {
    assertThat(Rival.of("NGINX")).isEmpty();
    assertThat(Rival.of("traefik")).isEmpty();
  }

  private String all(Rival.Start start) throws Exception {
    List<Path> files;
    try (Stream<Path> list = Files.list(folder)) {
      files = list.toList();
    }
    StringBuilder all = new StringBuilder();
    for (Path file : files) {
      all.append(Files.readString(file)).append('\n');
    }
    return all.append(start.words()).append(start.environment()).append(start.headers()).toString();
  }
}
