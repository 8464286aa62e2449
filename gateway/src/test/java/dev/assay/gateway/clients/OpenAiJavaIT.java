package dev.assay.gateway.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import dev.assay.gateway.running.SpecProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** OpenAI's own client for Java. */
class OpenAiJavaIT {
  @TempDir static Path dir;
  private static ClientStage stage;
  private static OpenAIClient client;

  @BeforeAll
  static void start() throws Exception {
    stage = ClientStage.set(dir);
    client = client(stage.key());
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    stage.close();
  }

  private static OpenAIClient client(String key) {
    return OpenAIOkHttpClient.builder().baseUrl(stage.url("/v1")).apiKey(key).maxRetries(0).build();
  }

  private static ChatCompletionCreateParams.Builder chat(ProviderKind kind, String model) {
    return ChatCompletionCreateParams.builder()
        .model(kind.prefix(ClientStage.OPENAI_JAVA) + model)
        .addUserMessage("Say hello");
  }

  private static ChatCompletionCreateParams tools(ProviderKind kind) {
    return chat(kind, "small")
        .addFunctionTool(
            FunctionDefinition.builder()
                .name("get_weather")
                .parameters(
                    FunctionParameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty(
                            "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                        .build())
                .build())
        .build();
  }

  private static List<String> arguments(ChatCompletion answer) {
    ChatCompletionMessage message = answer.choices().getFirst().message();
    return message.toolCalls().orElseThrow().stream()
        .map(call -> call.asFunction().function().arguments())
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void chats(ProviderKind kind) {
    ChatCompletion answer = client.chat().completions().create(chat(kind, "small").build());
    assertThat(answer.choices().getFirst().message().content()).contains(SpecProvider.TEXT);
    assertThat(answer.usage().orElseThrow().completionTokens()).isPositive();
    assertThat(arguments(client.chat().completions().create(tools(kind))))
        .containsExactly("{\"city\":\"Paris\"}", "{\"city\":\"Oslo\"}");
  }

  @ParameterizedTest
  @EnumSource
  void streamsChats(ProviderKind kind) {
    ChatCompletionCreateParams asking =
        chat(kind, "small")
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();
    ChatCompletion answer = streamed(asking);
    assertThat(answer.choices().getFirst().message().content()).contains(SpecProvider.TEXT);
    assertThat(answer.usage().orElseThrow().completionTokens()).isPositive();
    assertThat(arguments(streamed(tools(kind))))
        .containsExactly("{\"city\":\"Paris\"}", "{\"city\":\"Oslo\"}");
  }

  private static ChatCompletion streamed(ChatCompletionCreateParams asked) {
    ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(asked)) {
      stream.stream().forEach(whole::accumulate);
    }
    return whole.chatCompletion();
  }

  @ParameterizedTest
  @EnumSource
  void responds(ProviderKind kind) {
    ResponseCreateParams asked =
        ResponseCreateParams.builder()
            .model(kind.prefix(ClientStage.OPENAI_JAVA) + "small")
            .input("Say hello")
            .build();
    assertThat(client.responses().create(asked).output().getFirst().asMessage().toString())
        .contains(SpecProvider.TEXT);
    ResponseAccumulator whole = ResponseAccumulator.create();
    try (StreamResponse<ResponseStreamEvent> stream = client.responses().createStreaming(asked)) {
      stream.stream().forEach(whole::accumulate);
    }
    assertThat(whole.response().usage().orElseThrow().outputTokens()).isPositive();
    assertThat(whole.response().output().getFirst().asMessage().toString())
        .contains(SpecProvider.TEXT);
  }

  @ParameterizedTest
  @EnumSource
  void completesAndEmbeds(ProviderKind kind) {
    if (!kind.isOpenAi()) {
      return;
    }
    CompletionCreateParams asked =
        CompletionCreateParams.builder()
            .model(kind.prefix(ClientStage.OPENAI_JAVA) + "small")
            .prompt("Say hello")
            .build();
    assertThat(client.completions().create(asked).choices().getFirst().text())
        .isEqualTo(SpecProvider.TEXT);
    EmbeddingCreateParams texts =
        EmbeddingCreateParams.builder()
            .model(kind.prefix(ClientStage.OPENAI_JAVA) + "small")
            .inputOfArrayOfStrings(List.of("one", "two"))
            .build();
    assertThat(client.embeddings().create(texts).data())
        .hasSize(2)
        .allSatisfy(row -> assertThat(row.embedding()).hasSize(3));
  }

  @ParameterizedTest
  @EnumSource
  void raisesItsOwnExceptions(ProviderKind kind) {
    raises(BadRequestException.class, chat(kind, SpecProvider.REFUSES));
    raises(RateLimitException.class, chat(kind, SpecProvider.LIMITED));
    raises(InternalServerException.class, chat(kind, SpecProvider.FAILS));
    raises(NotFoundException.class, chat(kind, "unknown"));
    raises(BadRequestException.class, chat(kind, "small").maxCompletionTokens(-1));
    OpenAIClient stranger = client("sk-assay-unknown");
    assertThatThrownBy(() -> stranger.chat().completions().create(chat(kind, "small").build()))
        .isInstanceOf(UnauthorizedException.class);
    stranger.close();
    assertThatThrownBy(() -> streamed(chat(kind, SpecProvider.DIES).build()))
        .isInstanceOf(OpenAIException.class)
        .hasMessageContaining("broke off");
  }

  private static void raises(
      Class<? extends Throwable> kind, ChatCompletionCreateParams.Builder asked) {
    assertThatThrownBy(() -> client.chat().completions().create(asked.build())).isInstanceOf(kind);
  }
}
