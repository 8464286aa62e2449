package dev.assay.gateway.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.assay.learners.embedding.Encoder;
import dev.assay.learners.sandbox.Completion;
import dev.assay.learners.sandbox.LabelOdds;
import dev.assay.policies.canonical.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What {@code logprobs} asks for: how likely each token of an answer was, and what came next. */
final class Logprobs {
  private static final int MAX_LABELS_KEPT = 2_000;

  /** As OpenAI writes what is out of reach; JSON has no infinity. */
  private static final double LEAST = -9999;

  private final Encoder encoder;
  private final Cache<String, List<String>> tokens =
      Caffeine.newBuilder().maximumSize(MAX_LABELS_KEPT).executor(Runnable::run).build();

  Logprobs(Encoder encoder) {
    this.encoder = encoder;
  }

  /** The answer's first tokens; none for an answer that is no label. */
  List<LabelOdds.Token> of(Map<String, Double> scores, String answer, int count, int alternatives) {
    return scores.isEmpty()
        ? List.of()
        : new LabelOdds(scores).tokens(answer, count, alternatives, this::tokens);
  }

  private List<String> tokens(String label) {
    return tokens.get(label, text -> Completion.pieces(text, encoder));
  }

  static ObjectNode json(List<LabelOdds.Token> odds) {
    ObjectNode logprobs = CanonicalJson.MAPPER.createObjectNode();
    ArrayNode content = logprobs.putArray("content");
    for (LabelOdds.Token token : odds) {
      ObjectNode node = content.addObject();
      write(node, token.text(), token.logprob());
      ArrayNode top = node.putArray("top_logprobs");
      token.likeliest().forEach(it -> write(top.addObject(), it.token(), it.logprob()));
    }
    return logprobs.putNull("refusal");
  }

  private static void write(ObjectNode node, String token, double logprob) {
    node.put("token", token).put("logprob", Math.max(logprob, LEAST));
    ArrayNode bytes = node.putArray("bytes");
    for (byte one : token.getBytes(StandardCharsets.UTF_8)) {
      bytes.add(one & 0xff);
    }
  }
}
