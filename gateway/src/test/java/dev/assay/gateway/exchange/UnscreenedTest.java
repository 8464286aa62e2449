package dev.assay.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gateway.answer.ApiError;
import dev.assay.policies.judge.Account;
import dev.assay.policies.judge.OpaqueBody;
import dev.assay.policies.judge.OpaqueParser;
import dev.assay.policies.tenant.ContentRules;
import dev.assay.policies.tenant.ContentRules.Act;
import dev.assay.policies.tenant.ContentRules.Rule;
import dev.assay.policies.tenant.Surface;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What passes unread where nothing is looked for does not where something is. */
class UnscreenedTest {
  private static final ContentRules ANSWERS =
      ContentRules.OFF.atLeast(Rule.ANSWER_SECRETS, Act.FLAG);
  private static final ContentRules PROMPTS = ContentRules.OFF.atLeast(Rule.PROMPT_PII, Act.REDACT);

  @ParameterizedTest
  @CsvSource({
    "stored_chats, GET, /chat/completions/c1",
    "stored_chats, POST, /chat/completions/c1",
    "stored_responses, POST, /responses/r1/cancel",
    "stored_responses, GET, /responses/r1/input_items",
    "conversations, POST, /conversations/c1/items",
    "threads, POST, /threads/t1/runs",
    "threads, GET, /threads/t1/messages",
    "batches, POST, /batches",
    "evals, POST, /evals/e1/runs",
    "realtime, POST, /realtime/calls",
    "audio, POST, /audio/transcriptions",
    "audio, POST, /audio/translations",
    "files, GET, /files/f1/content",
    "containers, GET, /containers/c1/files/f1/content",
  })
  void whatShowsAnAnswerIsRefusedWhereAnswersAreLookedThrough(
      String surface, String method, String path) throws Exception {
    OpaqueBody asked = asked(surface, method, path, "");
    assertThat(Unscreened.refusal(asked, ANSWERS))
        .map(ApiError::code)
        .contains("content_unscreened");
    assertThat(Unscreened.refusal(asked, ContentRules.OFF)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "stored_chats, DELETE, /chat/completions/c1",
    "stored_responses, DELETE, /responses/r1",
    "threads, DELETE, /threads/t1",
    "files, GET, /files/f1",
    "audio, POST, /audio/speech",
    "moderations, POST, /moderations",
  })
  void whatShowsNonePasses(String surface, String method, String path) throws Exception {
    assertThat(Unscreened.refusal(asked(surface, method, path, ""), ANSWERS)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "conversations, /conversations",
    "threads, /threads/t1/messages",
    "assistants, /assistants",
    "evals, /evals",
    "batches, /batches",
    "stored_chats, /chat/completions/c1",
    "images, /images/generations",
    "audio, /audio/speech",
    "moderations, /moderations",
    "vector_stores, /vector_stores/v1/search",
  })
  void whatCarriesWordsIsRefusedByNameWherePromptsAreLookedThrough(String surface, String path)
      throws Exception {
    OpaqueBody asked = asked(surface, "POST", path, "{\"x\":\"words\"}");
    assertThat(Unscreened.refusal(asked, PROMPTS))
        .get()
        .satisfies(error -> {
          assertThat(error.code()).isEqualTo("content_unscreened");
          assertThat(error.message()).contains(surface);
        });
    assertThat(Unscreened.refusal(asked, ContentRules.OFF)).isEmpty();
  }

  @Test
  void whatCarriesNoneStillPasses() throws Exception {
    assertThat(Unscreened.refusal(asked("batches", "POST", "/batches/b1/cancel", ""), PROMPTS))
        .isEmpty();
    assertThat(Unscreened.refusal(asked("threads", "GET", "/threads/t1", ""), PROMPTS)).isEmpty();
  }

  @Test
  void formsCarryWordsToo() throws Exception {
    OpaqueBody form =
        OpaqueParser.parse(
            Surface.FILES,
            Account.SHARED,
            "POST",
            "/files",
            Optional.empty(),
            Optional.of("multipart/form-data; boundary=b"),
            new byte[0],
            true);
    assertThat(Unscreened.refusal(form, PROMPTS)).isPresent();
    assertThat(Unscreened.refusal(form, ANSWERS)).isEmpty();
  }

  private static OpaqueBody asked(String surface, String method, String path, String json)
      throws Exception {
    return OpaqueParser.parse(
        Surface.valueOf(surface.toUpperCase(Locale.ROOT)),
        Account.SHARED,
        method,
        path,
        Optional.empty(),
        Optional.empty(),
        json.getBytes(StandardCharsets.UTF_8),
        false);
  }
}
