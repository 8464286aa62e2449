package dev.assay.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.gateway.running.RealLlm;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's story over a language model that computes what it says. */
@Tag("real-llm")
class LlmDemoIT {
  @TempDir Path dir;

  /** So few rows show that labels matter; that learning gains is asserted of the shares alone. */
  @Test
  void whatIsLearnedBeatsTheFirstReleaseAndEveryCallPasses() throws Exception {
    Path json = dir.resolve("demo.json");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RealLlm llm = RealLlm.start(dir)) {
      LlmRun.run(
          new PrintStream(out, true, StandardCharsets.UTF_8),
          System.err,
          new LlmRun.Asked(
              "http://127.0.0.1:" + llm.port(), null, null, 86, 1, json, dir.resolve("r.html")));
    }
    JsonNode told = new ObjectMapper().readTree(Files.readAllBytes(json));
    String text = out.toString(StandardCharsets.UTF_8);
    assertThat(told.path("checks"))
        .as(text)
        .hasSize(6)
        .allMatch(check -> check.path("result").asText().equals("seen"));
    assertThat(told.at("/change/beforeApproval").asText()).isEqualTo("awaiting_approval");
    assertThat(told.at("/change/liveBeforeApproval").asInt()).isZero();
    assertThat(told.at("/change/reached").asText()).isEqualTo("live");
    assertThat(told.at("/audit/verified").asBoolean()).isTrue();
    assertThat(told.at("/gains/learnedOverShuffled/aboveZero").asBoolean()).as(text).isTrue();
    assertThat(told.at("/arms/learned/accuracy").asDouble())
        .isGreaterThan(told.at("/arms/frozen/accuracy").asDouble());
    assertThat(told.at("/arms/nearest/rows").asInt()).isEqualTo(told.path("unseen").asInt());
  }
}
