package dev.assay.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.policies.canonical.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptsTest {
  @TempDir Path folder;

  @Test
  void noPromptRepeatsAcrossSizesAndStreams() throws IOException {
    Prompts prompts = Prompts.ofWords("r1");
    Supplier<byte[]> small = prompts.bodies(1024, false);
    Supplier<byte[]> large = prompts.bodies(10_240, true);

    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      seen.add(lastMessage(small.get()));
      seen.add(lastMessage(large.get()));
    }

    assertThat(seen).hasSize(1000);
    assertThat(prompts.made()).isEqualTo(1000);
  }

  @Test
  void anotherRunsPromptsAreOthers() throws IOException {
    assertThat(lastMessage(Prompts.ofWords("r1").bodies(1024, false).get()))
        .isNotEqualTo(lastMessage(Prompts.ofWords("r2").bodies(1024, false).get()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 10_240, 102_400})
  void aBodyIsAboutAsLargeAsAskedFor(int bytes) {
    byte[] body = Prompts.ofWords("r").bodies(bytes, false).get();

    assertThat(body.length).isCloseTo(bytes, within(80));
  }

  @Test
  void aFilesTextsComeAroundWithNumbersOfTheirOwn() throws IOException {
    Path file = Files.writeString(folder.resolve("texts"), "say \"hi\"\n\nwhere is my card\n");
    Supplier<byte[]> bodies = Prompts.ofFile(file, "r").bodies(1024, true);

    assertThat(lastMessage(bodies.get())).isEqualTo("Ticket r-0: say \"hi\"");
    assertThat(lastMessage(bodies.get())).isEqualTo("Ticket r-1: where is my card");
    assertThat(lastMessage(bodies.get())).isEqualTo("Ticket r-2: say \"hi\"");
  }

  @Test
  void aFileWithoutTextsIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("texts"), "\n \n");

    assertThatIOException()
        .isThrownBy(() -> Prompts.ofFile(file, "r"))
        .withMessageContaining("one a line");
  }

  private static String lastMessage(byte[] body) throws IOException {
    JsonNode messages = CanonicalJson.MAPPER.readTree(body).path("messages");
    return messages.path(messages.size() - 1).path("content").asText();
  }
}
