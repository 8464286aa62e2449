package dev.assay.gateway.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.running.Parts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each client in its own language: a script makes every kind of call with it, prints one line for
 * each that went as its users expect, and ends at the first that did not.
 */
class ClientsIT {
  @TempDir static Path dir;
  private static ClientStage stage;

  @BeforeAll
  static void start() throws Exception {
    stage = ClientStage.set(dir);
  }

  @AfterAll
  static void stop() throws Exception {
    stage.close();
  }

  @ParameterizedTest
  @EnumSource
  void openAiForPython(ProviderKind kind) throws Exception {
    Path python = Parts.python("openai==3.54.0");
    List<String> cases =
        runs(
            kind,
            ClientStage.OPENAI_PYTHON,
            "/v1",
            python.toString(),
            "src/test/python/openai_sdk.py");
    assertThat(cases)
        .startsWith(
            "chat",
            "chat stream",
            "chat tools",
            "chat tools stream",
            "chat tool results",
            "responses",
            "responses stream",
            "responses tools",
            "responses tools stream",
            "responses tool results",
            "raised BadRequestError 400",
            "raised BadRequestError 400",
            "raised RateLimitError 429",
            "raised InternalServerError 502",
            "raised NotFoundError 404",
            "raised BadRequestError 400",
            "raised AuthenticationError 401",
            "raised RateLimitError 429",
            "broke off chat stream",
            "broke off responses stream");
    if (kind.isOpenAi()) {
      assertThat(cases)
          .endsWith(
              "completions", "completions stream", "broke off completions stream", "embeddings");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anthropicForPython(ProviderKind kind) throws Exception {
    Path python = Parts.python("anthropic==2.12.0");
    assertThat(
            runs(
                kind,
                ClientStage.ANTHROPIC_PYTHON,
                "/",
                python.toString(),
                "src/test/python/anthropic_sdk.py"))
        .containsExactly(
            "messages",
            "messages stream",
            "tools",
            "tools stream",
            "tool results",
            "count_tokens",
            "raised invalid_request_error 400",
            "raised rate_limit_error 429",
            "raised api_error 502",
            "raised not_found_error 404",
            "raised invalid_request_error 400",
            "raised permission_error 403",
            "raised authentication_error 401",
            "raised rate_limit_error 429",
            "broke off");
  }

  @ParameterizedTest
  @EnumSource
  void langChain(ProviderKind kind) throws Exception {
    // 1.7.4 wants a release of certifi that is not on PyPI.
    Path python = Parts.python("langchain-openai==1.7.3", "langchain-core==1.7.2");
    List<String> cases =
        runs(
            kind,
            ClientStage.LANGCHAIN,
            "/v1",
            python.toString(),
            "src/test/python/langchain_sdk.py");
    List<String> expected = new ArrayList<>();
    for (String api : List.of("chat", "responses")) {
      expected.addAll(
          List.of(
              api,
              api + " stream",
              api + " tools",
              api + " tools stream",
              api + " tool results",
              "raised OpenAIInvalidRequestError",
              "raised OpenAIRateLimitError",
              "raised OpenAIAPIError",
              "raised OpenAIModelNotFoundError",
              "raised OpenAIAuthenticationError",
              "raised APIError"));
    }
    if (kind.isOpenAi()) {
      expected.add("embeddings");
    }
    assertThat(cases).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void openAiForNode(ProviderKind kind) throws Exception {
    Parts.Node node = Parts.node("openai@7.57.0");
    List<String> cases =
        runs(
            kind,
            ClientStage.OPENAI_NODE,
            "/v1",
            node.binary().toString(),
            "src/test/node/openai_sdk.mjs",
            node.home().toString());
    assertThat(cases)
        .startsWith(
            "chat",
            "chat stream",
            "chat tools",
            "chat tools stream",
            "chat tool results",
            "responses",
            "responses stream",
            "responses tools stream",
            "raised BadRequestError 400",
            "raised RateLimitError 429",
            "raised InternalServerError 502",
            "raised NotFoundError 404",
            "raised BadRequestError 400",
            "raised PermissionDeniedError 403",
            "raised AuthenticationError 401",
            "raised RateLimitError 429",
            "broke off chat stream",
            "broke off responses stream");
    if (kind.isOpenAi()) {
      assertThat(cases).endsWith("completions", "completions stream", "embeddings");
    }
  }

  private static List<String> runs(ProviderKind kind, String client, String path, String... command)
      throws Exception {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(stage.arguments(kind, client, path));
    Parts.Output output = Parts.run(words.toArray(String[]::new));
    assertThat(output.status()).as(output.text()).isZero();
    return output.text().lines().toList();
  }
}
