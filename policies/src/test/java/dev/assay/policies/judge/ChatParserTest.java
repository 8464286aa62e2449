package dev.assay.policies.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatParserTest {
  private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]";

  @Test
  void readsWhatGovernsARequest() throws Exception {
    ChatBody body =
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
    assertThatThrownBy(() -> parse(raw)).isInstanceOf(ChatParser.Malformed.class);
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
        .isInstanceOfSatisfying(
            ChatParser.Malformed.class, m -> assertThat(m.field()).isEqualTo(field));
  }

  @Test
  void refusesDeepNesting() {
    String deep = "[".repeat(100) + "]".repeat(100);
    assertThatThrownBy(() -> parse("{\"model\":\"m\",\"x\":" + deep + "," + MESSAGES + "}"))
        .isInstanceOf(ChatParser.Malformed.class);
  }

  private static ChatBody parse(String raw) throws ChatParser.Malformed {
    return ChatParser.parse(raw.getBytes(StandardCharsets.UTF_8));
  }
}
