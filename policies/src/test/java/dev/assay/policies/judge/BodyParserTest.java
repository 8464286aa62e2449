package dev.assay.policies.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyParserTest {
  private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]";

  @Test
  void readsWhatGovernsARequest() throws Exception {
    ParsedBody body =
        parse(
            "{\"model\":\"m\",\"stream\":true,\"max_tokens\":5,\"max_completion_tokens\":9,\"n\":2,\"user\":\"u1\","
                + "\"messages\":[{\"role\":\"system\",\"content\":\"s\"},"
                + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"image_url\"},{\"type\":\"text\",\"text\":\"b\"}]}]}");
    assertThat(body.model()).isEqualTo("m");
    assertThat(body.stream()).isTrue();
    assertThat(body.maxOutputTokens()).isEqualTo(9);
    assertThat(body.choices()).isEqualTo(2);
    assertThat(body.user()).contains("u1");
    assertThat(body.lastUserText()).isEqualTo("a\nb");
    assertThat(body.fields())
        .containsExactly(
            "max_completion_tokens", "max_tokens", "messages", "model", "n", "stream", "user");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "null",
        "{\"model\":\"m\"} x",
        "{\"model\":\"m\",\"model\":\"n\"}",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"role\":\"system\"}]}",
        "{\"model\":'m'}",
        "{\"model\":\"m\",}",
        "{\"a\":NaN}"
      })
  void refusesWhatIsNotStrictJson(String raw) {
    assertThatThrownBy(() -> parse(raw)).isInstanceOf(Malformed.class);
  }

  @Test
  void refusesMoreFieldsThanCanBeReadInPassing() {
    StringBuilder many = new StringBuilder("{\"model\":\"m\",\"x\":{");
    for (int i = 0; i < 100_000; i++) {
      many.append('"').append(i).append("\":1,");
    }
    assertThatThrownBy(() -> parse(many + "\"last\":1}," + MESSAGES + "}"))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("100000 fields");
  }

  @Test
  void aNameInListsStandsInTheFieldThatTheListsStandIn() throws Exception {
    ParsedBody body =
        parse(
            "{\"model\":\"m\",\"x\":{\"file_ids\":[[{\"y\":\"file-no\"},\"file-a\"],\"file-b\"],"
                + "\"z\":\"file-no\"},\"file_id\":\"file-c\","
                + MESSAGES
                + "}");
    assertThat(body.refersTo()).containsExactly("file-a", "file-b", "file-c");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"model\":7 | model",
        "\"model\":\"\" | model",
        "\"model\":\"m\",\"stream\":1 | stream",
        "\"model\":\"m\",\"n\":0 | n",
        "\"model\":\"m\",\"max_tokens\":1.5 | max_tokens",
        "\"model\":\"m\",\"max_tokens\":99999999999 | max_tokens",
        "\"model\":\"m\",\"user\":{} | user",
      })
  void namesTheFieldAtFault(String fields, String field) {
    assertThatThrownBy(() -> parse("{" + fields + "," + MESSAGES + "}"))
        .isInstanceOfSatisfying(Malformed.class, m -> assertThat(m.field()).isEqualTo(field));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                    | {\"model\":\"a\"}",
        "  { \"input\": \"q\" }  | {\"model\":\"a\", \"input\": \"q\" }",
        "{\"model\":\"b\"}       | {\"model\":\"b\"}",
      })
  void aBodyThatNamesNoModelGetsTheOneItIsGiven(String raw, String read) throws Exception {
    ParsedBody body =
        BodyParser.parse(
            Endpoint.RESPONSES, raw.getBytes(StandardCharsets.UTF_8), Optional.of("a"));
    assertThat(new String(body.raw(), StandardCharsets.UTF_8).strip()).isEqualTo(read);
    assertThat(body.fields()).contains("model");
  }

  @Test
  void noTokensAtAllMayBeAskedForAndFewerNot() throws Exception {
    assertThat(parse("{\"model\":\"m\",\"max_tokens\":0," + MESSAGES + "}").maxOutputTokens())
        .isZero();
    assertThatThrownBy(() -> parse("{\"model\":\"m\",\"max_tokens\":-1," + MESSAGES + "}"))
        .isInstanceOf(Malformed.class);
  }

  @Test
  void aChatSaysWhetherItIsKeptAndWhatItWasToldAloud() throws Exception {
    String aloud =
        "{\"model\":\"m\",\"store\":true,\"messages\":[{\"role\":\"user\","
            + "\"content\":\"q\"},{\"role\":\"assistant\",\"audio\":{\"id\":\"audio_1\"}}]}";
    assertThat(parse(aloud).stores()).isTrue();
    assertThat(parse(aloud).refersTo()).containsExactly("audio_1");
    assertThat(parse("{\"model\":\"m\"," + MESSAGES + "}").stores()).isFalse();
  }

  @Test
  void refusesDeepNesting() {
    String deep = "[".repeat(100) + "]".repeat(100);
    assertThatThrownBy(() -> parse("{\"model\":\"m\",\"x\":" + deep + "," + MESSAGES + "}"))
        .isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE"})
  void refusesOtherEncodings(String charset) {
    byte[] raw = ("{\"model\":\"m\"," + MESSAGES + "}").getBytes(Charset.forName(charset));
    assertThatThrownBy(() -> BodyParser.parse(Endpoint.CHAT_COMPLETIONS, raw))
        .isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "overlong \u00c1\u00a5", // 'e' in two bytes
        "surrogate \u00ed\u00a0\u0080",
        "cut off \u00e2\u0082",
        "too high \u00f5\u0080\u0080\u0080"
      })
  void refusesBytesThatAreNotUtf8(String latin1) {
    byte[] raw =
        ("{\"model\":\"m\",\"" + latin1 + "\":1," + MESSAGES + "}")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> BodyParser.parse(Endpoint.CHAT_COMPLETIONS, raw))
        .isInstanceOfSatisfying(Malformed.class, m -> assertThat(m.getMessage()).contains("UTF-8"));
  }

  @Test
  void refusesAByteOrderMarkAndWhatNoEncodingHas() {
    for (String start : new String[] {"\u00ef\u00bb\u00bf", "\u0000\u0000\u0000{\u00ff\u00ff"}) {
      byte[] raw =
          (start + "{\"model\":\"m\"," + MESSAGES + "}").getBytes(StandardCharsets.ISO_8859_1);
      assertThatThrownBy(() -> BodyParser.parse(Endpoint.CHAT_COMPLETIONS, raw))
          .isInstanceOf(Malformed.class);
    }
  }

  @Test
  void readsEveryScript() throws Exception {
    String text = "Grüße, 你好, 🜚 and é".repeat(1_000);
    ParsedBody body =
        parse("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}");
    assertThat(body.lastUserText()).isEqualTo(text);
  }

  @Test
  void refusesMoreOrLongerFieldsThanPolicyShouldHaveToLookAt() throws Exception {
    assertThat(parse(withFields(98, 60)).fields()).hasSize(100);
    assertThatThrownBy(() -> parse(withFields(99, 60))).isInstanceOf(Malformed.class);
    assertThatThrownBy(() -> parse(withFields(1, 62))).isInstanceOf(Malformed.class);
  }

  private static String withFields(int count, int padding) {
    StringBuilder json = new StringBuilder("{\"model\":\"m\",").append(MESSAGES);
    for (int i = 0; i < count; i++) {
      json.append(",\"%03d%s\":1".formatted(i, "x".repeat(padding)));
    }
    return json.append('}').toString();
  }

  private static ParsedBody parse(String raw) throws Malformed {
    return BodyParser.parse(Endpoint.CHAT_COMPLETIONS, raw.getBytes(StandardCharsets.UTF_8));
  }
}
