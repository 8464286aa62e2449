package dev.assay.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** One exchange as people read it. */
class ExchangeStoryTest {
  private static final String EXCHANGE =
      """
      {"record": {
        "id": "0192", "tenant": "acme", "app": "web", "keyId": "k1", "episode": "e1",
        "principal": "k1/ann", "arrivedAt": "2026-11-23T10:00:00Z", "endpoint": "chat.completions",
        "alias": "small", "purpose": "serve", "policyRevision": "sha256:aa",
        "facts": {"request": {"messages": 2, "bytes": 120, "stream": true}},
        "decision": {"allow": true, "reasons": [], "obligations": {"content": "full"}},
        "releaseNumber": 3, "releaseDigest": "sha256:bb", "lane": "CANARY",
        "injected": [{"artifact": "sha256:cc", "kind": "examples", "id": "x7"}],
        "injection": "similar",
        "attempts": [{"target": {"provider": "a", "model": "m1"}, "why": "first", "outcome": "503"},
                     {"target": {"provider": "b", "model": "m2"}, "why": "next_target"}],
        "chosen": {"provider": "b", "model": "m2"},
        "usage": {"promptTokens": 7, "completionTokens": 2},
        "timings": {"totalMicros": 10000, "upstreamMicros": 9000, "overheadMicros": 1000,
                    "judgedMicros": 400, "injectedMicros": 900, "firstByteMicros": 4000},
        "outcome": "ANSWERED", "httpStatus": 200,
        "asked": {"reason": "UNIFORM", "probability": 0.05}, "holdout": true},
       "content": {"query": "What now?", "messages": [], "answer": "Nothing.\\nReally."},
       "feedback": [
         {"at": "2026-11-23T10:05:00Z", "metric": "resolved", "signal": {"value": true},
          "principal": "k1/ann", "admitted": true, "reasons": []},
         {"at": "2026-11-23T10:06:00Z", "metric": "comment", "signal": {"text": "bad\\u001b[2J"},
          "principal": "k1/bob", "admitted": false, "reasons": [{"code": "over_cap"}]}]}
      """;

  private static ObjectNode exchange() throws Exception {
    return (ObjectNode) new ObjectMapper().readTree(EXCHANGE);
  }

  private static String told(ObjectNode exchange) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ExchangeStory(new PrintStream(out, true, StandardCharsets.UTF_8)).tell(exchange);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theWholeStoryInItsOrder() throws Exception {
    assertThat(told(exchange()))
        .containsSubsequence(
            "Exchange 0192 answered, status 200",
            "2026-11-23T10:00:00Z",
            "acme, app web, key k1, principal k1/ann",
            "small at chat.completions: 2 messages, 120 bytes, as a stream",
            "allowed by revision sha256:aa",
            "content kept: full",
            "3 (canary), sha256:bb",
            "1 item, similar",
            "examples x7 of sha256:cc",
            "1. a/m1, why first, outcome 503",
            "2. b/m2, why next_target, which answered",
            "7 tokens in, 2 out",
            "read and judged",
            "waited for an answer",
            "passed it on",
            "10.00 ms, of which 1.00 ms in the gateway itself",
            "for the right answer: uniform, with probability 0.050",
            "held out",
            "resolved = true, by k1/ann",
            "does not count: over_cap",
            "What now?",
            "Nothing.",
            "Really.")
        .doesNotContain("\u001b");
  }

  @Test
  void theTimelineHasABarWhereTheTimeWent() throws Exception {
    String waited =
        told(exchange()).lines().filter(line -> line.contains("waited")).findFirst().orElseThrow();
    String bar = waited.substring(waited.indexOf('|') + 1, waited.lastIndexOf('|'));
    assertThat(bar).hasSize(48).startsWith("    =").matches(" +=+ +");
    assertThat(waited).endsWith("3.00 ms");
  }

  @Test
  void aRefusalSaysWhyAndHasNoTarget() throws Exception {
    ObjectNode refused = exchange();
    ObjectNode record = (ObjectNode) refused.path("record");
    record.put("outcome", "REFUSED").put("httpStatus", 403);
    record.putArray("attempts");
    ObjectNode decision = (ObjectNode) record.path("decision");
    decision.put("allow", false);
    decision.putArray("reasons").addObject().put("code", "no_target").put("message", "None may.");
    assertThat(told(refused))
        .contains(
            "refused, status 403", "refused by revision", "no_target: None may.", "no target");
  }

  @Test
  void whatIsNotForOnesRoleIsNotThereAndThatIsSaid() throws Exception {
    ObjectNode withheld = exchange();
    withheld.remove("content");
    withheld.put("withheld", true);
    assertThat(told(withheld)).contains("is not for your role").doesNotContain("What now?");
    ObjectNode none = exchange();
    none.remove("content");
    assertThat(told(none)).contains("none is kept: it was erased");
    ObjectNode cut = none.deepCopy();
    ((ObjectNode) cut.path("record")).put("outcome", "INTERRUPTED");
    assertThat(told(cut)).contains("none is kept: only what was answered is kept");
    ObjectNode unkept = none.deepCopy();
    ((ObjectNode) unkept.at("/record/decision/obligations")).put("content", "none");
    assertThat(told(unkept)).contains("none is kept: the tenant's policy says so");
  }

  @Test
  void aTargetThatIsToldWithItsOutcomeIsShownWithIt() throws Exception {
    ObjectNode exchange = exchange();
    ((ObjectNode) exchange.path("record"))
        .putArray("attempts")
        .addObject()
        .put("outcome", "timeout")
        .put("micros", 5)
        .putObject("target")
        .put("provider", "b")
        .put("model", "m2");
    assertThat(told(exchange)).contains("1. b/m2, outcome timeout, micros 5, which answered");
  }
}
