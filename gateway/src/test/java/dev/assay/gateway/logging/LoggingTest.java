package dev.assay.gateway.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.KeyValuePair;

/** How a line of the log looks, and what is not in it. */
class LoggingTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static LoggingEvent event(String message, Throwable failure) {
    return new LoggingEvent(
        "", new LoggerContext().getLogger("dev.assay.some"), Level.WARN, message, failure, null);
  }

  private static JsonNode line(LoggingEvent event) throws Exception {
    String line =
        new String(new JsonLines().encode(event), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(line).endsWith("}\n").hasLineCount(1);
    return JSON.readTree(line);
  }

  @Test
  void aLineIsOneObjectWithItsExchange() throws Exception {
    LoggingEvent event = event("two\nlines", new IllegalStateException("outer", new Error("in")));
    event.setKeyValuePairs(List.of(new KeyValuePair("exchange", "0192")));
    JsonNode line = line(event);
    assertThat(line.path("level").asText()).isEqualTo("WARN");
    assertThat(line.path("logger").asText()).isEqualTo("dev.assay.some");
    assertThat(line.path("message").asText()).isEqualTo("two\nlines");
    assertThat(line.path("exchange").asText()).isEqualTo("0192");
    assertThat(line.path("error").asText()).isEqualTo("java.lang.IllegalStateException: outer");
    assertThat(line.path("stack").asText()).contains("Caused by: java.lang.Error: in", "\tat ");
    assertThat(java.time.Instant.parse(line.path("time").asText())).isNotNull();
  }

  @Test
  void whatAParserQuotesAndWhatLooksLikeACredentialIsNotThere() throws Exception {
    Optional<Throwable> quoting = Optional.empty();
    try {
      JSON.readTree("{\"a\": aardvark}");
    } catch (JsonProcessingException wrong) {
      quoting = Optional.of(new IllegalStateException("unreadable", wrong));
    }
    assertThat(quoting.orElseThrow().getCause().getMessage()).contains("aardvark");
    String line =
        line(event("sent Bearer abc.def and sk-person-12345678", quoting.orElseThrow())).toString();
    assertThat(line)
        .contains("JsonParseException", "[secret]")
        .doesNotContain("aardvark", "abc.def", "12345678");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | TEXT | ''",
        "json | JSON | ''",
        "debug | TEXT | DEBUG",
        "JSON, warn | JSON | WARN"
      })
  void theVariableSaysFormatAndLevel(String value, Logging.Format format, String level) {
    Logging said = Logging.of(Map.of("ASSAY_LOG", value));
    assertThat(said.format()).isEqualTo(format);
    assertThat(said.level().map(Level::toString).orElse("")).isEqualTo(level);
  }

  @Test
  void aWordThatIsNeitherIsRefused() {
    assertThatThrownBy(() -> Logging.of(Map.of("ASSAY_LOG", "loud")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("text or json");
  }
}
