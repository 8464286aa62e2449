package dev.assay.policies.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.policies.canonical.Digest;
import dev.assay.policies.tenant.ArtifactKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where learned text goes on each endpoint, and what is refused there. */
class EndpointBodiesTest {
  private static final Target TARGET = new Target.Configured("openai", "gpt-x", "any");
  private static final Injection LEARNED =
      new Injection(
          "say \"hi\"",
          5,
          List.of(new Injection.Item(Digest.of(new byte[] {1}), ArtifactKind.EXAMPLES, "e1")),
          "pinned");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "RESPONSES   | {'model':'m','input':'q'} | {'instructions':'say \\'hi\\'','model':'gpt-x','input':'q'}",
        "RESPONSES   | {'model':'m','instructions':'be brief','input':[]} | {'model':'gpt-x','instructions':'be brief\\n\\nsay \\'hi\\'','input':[]}",
        "RESPONSES   | {'instructions' : '' ,'model':'m','input':'q'} | {'instructions' : 'say \\'hi\\'' ,'model':'gpt-x','input':'q'}",
        "RESPONSES   | {'instructions':null,'model':'m','input':'q'} | {'instructions':'say \\'hi\\'','model':'gpt-x','input':'q'}",
        "COMPLETIONS | {'model':'m','prompt':'q'} | {'model':'gpt-x','prompt':'say \\'hi\\'\\n\\nq'}",
        "COMPLETIONS | {'model':'m','prompt':['a','b']} | {'model':'gpt-x','prompt':['say \\'hi\\'\\n\\na','say \\'hi\\'\\n\\nb']}",
        "COMPLETIONS | {'model':'m','prompt':[1,2]} | {'model':'gpt-x','prompt':[1,2]}",
        "COMPLETIONS | {'model':'m','prompt':['a',[1]]} | {'model':'gpt-x','prompt':['a',[1]]}",
        "EMBEDDINGS  | {'model':'m','input':['q']} | {'model':'gpt-x','input':['q']}",
        "MESSAGES    | {'model':'m','max_tokens':9,'messages':[{'role':'user','content':'q'}]} | {'system':'say \\'hi\\'','model':'gpt-x','max_tokens':9,'messages':[{'role':'user','content':'q'}]}",
        "MESSAGES    | {'model':'m','system':'s','messages':[{'role':'user','content':'q'}]} | {'model':'gpt-x','system':'s\\n\\nsay \\'hi\\'','messages':[{'role':'user','content':'q'}]}",
        "MESSAGES    | {'model':'m','system':[{'type':'text','text':'s'} ],'messages':[{'role':'user','content':'q'}]} | {'model':'gpt-x','system':[{'type':'text','text':'s'} ,{'type':'text','text':'say \\'hi\\''}],'messages':[{'role':'user','content':'q'}]}",
        "MESSAGES    | {'model':'m','system':[],'messages':[{'role':'user','content':'q'}]} | {'model':'gpt-x','system':[{'type':'text','text':'say \\'hi\\''}],'messages':[{'role':'user','content':'q'}]}",
      })
  void onlyTheModelAndTheLearnedTextChange(Endpoint endpoint, String asked, String sent)
      throws Exception {
    assertThat(outbound(endpoint, json(asked), LEARNED)).isEqualTo(json(sent));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'stream':true | 'stream_options':{'include_usage':true},'stream':true",
        "'stream':true,'stream_options':null | 'stream':true,'stream_options':{'include_usage':true}",
        "'stream_options':{},'stream':true | 'stream_options':{'include_usage':true},'stream':true",
        "'stream':true,'stream_options':{'a':1} | 'stream':true,'stream_options':{'include_usage':true,'a':1}",
        "'stream':true,'stream_options':{'a':1,'include_usage':false} | 'stream':true,'stream_options':{'a':1,'include_usage':true}",
        "'stream':true,'stream_options':{'include_usage':true} | 'stream':true,'stream_options':{'include_usage':true}",
        "'stream':false | 'stream':false",
      })
  void aStreamsUsageIsAskedForWhereTheClientDidNot(String asked, String sent) throws Exception {
    String rest = ",'model':'%s','messages':[{'role':'user','content':'q'}]}";
    String raw = json("{" + asked + rest.formatted("m"));
    assertThat(outbound(Endpoint.CHAT_COMPLETIONS, raw, Injection.NONE))
        .isEqualTo(json("{" + sent + rest.formatted("gpt-x")));
    assertThat(parse(Endpoint.CHAT_COMPLETIONS, raw).hidesUsage()).isEqualTo(!asked.equals(sent));
  }

  @Test
  void whatWasSaidIsReadOnEveryEndpoint() throws Exception {
    ParsedBody response =
        parse(
            Endpoint.RESPONSES,
            json(
                "{'model':'m','instructions':'be brief','previous_response_id':'resp_1','max_output_tokens':7,"
                    + "'input':[{'role':'user','content':[{'type':'input_text','text':'q'}]},"
                    + "{'type':'function_call_output','call_id':'c','output':'r'}]}"));
    assertThat(response.lastUserText()).isEqualTo("q");
    assertThat(response.maxOutputTokens()).isEqualTo(7);
    assertThat(response.refersTo()).containsExactly("resp_1");
    assertThat(response.messagesJson())
        .isEqualTo(json("[{'role':'system','content':'be brief'},{'role':'user','content':'q'}]"));
    ParsedBody message =
        parse(
            Endpoint.MESSAGES,
            json(
                "{'model':'m','metadata':{'user_id':'u1'},'messages':[{'role':'user','content':[{'type':'text','text':'q'}]}]}"));
    assertThat(message.lastUserText()).isEqualTo("q");
    assertThat(message.user()).contains("u1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CHAT_COMPLETIONS | {'model':'m','messages':[]} | messages",
        "CHAT_COMPLETIONS | {'model':'m','messages':[{}]} | messages[0].role",
        "CHAT_COMPLETIONS | {'model':'m','max_tokens':-1} | max_tokens",
        "CHAT_COMPLETIONS | {'model':'m','tools':{}} | tools",
        "CHAT_COMPLETIONS | {'model':'m','tools':[{'type':'function'}]} | tools[0].function",
        "CHAT_COMPLETIONS | {'model':'m','tools':[{'type':'function','function':{}}]} | tools[0].function.name",
        "CHAT_COMPLETIONS | {'model':'m','tools':[{'type':'function','function':{'name':'f','strict':true}}]} | tools[0].function.parameters",
        "CHAT_COMPLETIONS | {'model':'m','tools':[{'type':'function','function':{'name':'f','parameters':1}}]} | tools[0].function.parameters",
        "RESPONSES        | {'model':'m','input':7} | input",
        "RESPONSES        | {'model':'m','instructions':['x']} | instructions",
        "RESPONSES        | {'model':'m','tools':[{'type':'function'}]} | tools[0].name",
        "EMBEDDINGS       | {'model':'m'} | input",
        "MESSAGES         | {'model':'m'} | messages",
        "MESSAGES         | {'model':'m','system':7} | system",
        "MESSAGES         | {'model':'m','tools':[{'name':'f'}]} | tools[0].input_schema",
        "COUNT_TOKENS     | {'messages':[{'role':'user'}]} | model",
      })
  void namesTheFieldAtFault(Endpoint endpoint, String asked, String field) {
    assertThatThrownBy(() -> parse(endpoint, json(asked)))
        .isInstanceOfSatisfying(Malformed.class, m -> assertThat(m.field()).isEqualTo(field));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud83d", "\\uDE00", "\\ud83dx", "\\ud83d\\n", "\\ud83d\\ud83d\\ude00"})
  void refusesHalfASurrogatePair(String text) {
    String raw = "{\"model\":\"m\",\"input\":\"" + text + "\"}";
    assertThatThrownBy(() -> parse(Endpoint.EMBEDDINGS, raw))
        .isInstanceOfSatisfying(
            Malformed.class, m -> assertThat(m.getMessage()).contains("surrogate"));
  }

  @Test
  void wholePairsAndEscapedBackslashesPass() throws Exception {
    parse(Endpoint.EMBEDDINGS, "{\"model\":\"m\",\"input\":\"\\ud83d\\ude00 \\\\ud83d \\u00e9\"}");
  }

  private static String json(String singleQuoted) {
    return singleQuoted.replace("\\'", "\\\"").replace('\'', '"');
  }

  private static ParsedBody parse(Endpoint endpoint, String raw) throws Malformed {
    return BodyParser.parse(endpoint, raw.getBytes(StandardCharsets.UTF_8));
  }

  private static String outbound(Endpoint endpoint, String raw, Injection injection)
      throws Exception {
    ParsedBody body = parse(endpoint, raw);
    Judge judge = new Judge(new OneDecision(JudgeCases.allowing()));
    Permitted permitted =
        (Permitted)
            judge.judge(body, JudgeCases.facts(body, List.of(TARGET))).toCompletableFuture().get();
    return new String(permitted.outbound(injection, TARGET).body(), StandardCharsets.UTF_8);
  }
}
