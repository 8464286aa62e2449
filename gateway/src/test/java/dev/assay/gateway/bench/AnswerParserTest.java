package dev.assay.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerParserTest {
  private static final String SIZED =
      String.join(
          "\r\n",
          "HTTP/1.1 200 OK",
          "content-type: application/json",
          "Content-Length: 5",
          "",
          "hello");
  private static final String CHUNKED =
      String.join(
          "\r\n",
          "HTTP/1.1 201 Created",
          "Transfer-Encoding: chunked",
          "",
          "3",
          "hel",
          "2;a=b",
          "lo",
          "0",
          "x-trailer: 1",
          "",
          "");

  private final StringBuilder body = new StringBuilder();
  private final AnswerParser parser =
      new AnswerParser((from, start, end, nanos) ->
          body.append(new String(from, start, end - start, StandardCharsets.UTF_8)));

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void readsALengthHoweverTheBytesAreCut(int piece) throws IOException {
    assertThat(complete(SIZED, piece)).isTrue();

    assertThat(parser.status()).isEqualTo(200);
    assertThat(body).hasToString("hello");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void readsChunksHoweverTheBytesAreCut(int piece) throws IOException {
    assertThat(complete(CHUNKED, piece)).isTrue();

    assertThat(parser.status()).isEqualTo(201);
    assertThat(body).hasToString("hello");
  }

  @Test
  void readsOneAnswerAfterTheOther() throws IOException {
    assertThat(complete(CHUNKED, 5)).isTrue();
    assertThat(complete(SIZED, 5)).isTrue();
    assertThat(complete("HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n", 5)).isTrue();

    assertThat(body).hasToString("hellohello");
    assertThat(parser.status()).isEqualTo(204);
  }

  @Test
  void halfAnAnswerIsNotComplete() throws IOException {
    assertThat(complete(SIZED.substring(0, SIZED.length() - 1), 10)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSH-2.0-x\r\n", "HTTP/1.1 200 OK\r\nx: y\r\n\r\n"})
  void refusesWhatItCannotRead(String bytes) {
    assertThatIOException().isThrownBy(() -> complete(bytes, 1000));
  }

  @Test
  void refusesMoreThanWasAsked() {
    assertThatIOException().isThrownBy(() -> complete(SIZED + "HTTP", 1000));
  }

  private boolean complete(String text, int piece) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    boolean complete = false;
    for (int i = 0; i < bytes.length; i += piece) {
      byte[] some = Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + piece));
      complete = parser.complete(some, some.length, 1);
    }
    return complete;
  }
}
