package dev.assay.gateway.exchange;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.gateway.answer.BodyProblem;
import dev.assay.learners.feedback.About;
import dev.assay.learners.feedback.Signal;
import dev.assay.learners.feedback.Submission;
import dev.assay.policies.canonical.CanonicalJson;
import dev.assay.policies.judge.RequestFacts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Feedback as it stands in a request's body.
 *
 * @param value a boolean or a number
 */
record FeedbackBody(
    @JsonProperty("exchange_id") @Nullable String exchangeId,
    @JsonProperty("episode_id") @Nullable String episodeId,
    @Nullable String metric,
    @Nullable JsonNode value,
    @Nullable String user,
    @Nullable String comment,
    @Nullable String demonstration) {

  /**
   * Reads it strictly.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  static FeedbackBody parse(byte[] body) {
    try {
      FeedbackBody read = CanonicalJson.MAPPER.readValue(body, FeedbackBody.class);
      if (read == null) {
        throw new IllegalArgumentException("the body must be a JSON object");
      }
      return read;
    } catch (JsonProcessingException wrong) {
      throw new IllegalArgumentException(BodyProblem.of(wrong, body).message(), wrong);
    } catch (IOException impossible) {
      throw new IllegalStateException("reading from memory", impossible);
    }
  }

  /** One submission per signal. */
  List<Submission> submissions(RequestFacts.Caller caller, String idempotencyKey) {
    About about = about();
    String principal = Reading.principal(caller.keyId(), Optional.ofNullable(user));
    List<Submission> found = new ArrayList<>();
    for (Signal signal : signals()) {
      found.add(
          new Submission(
              caller,
              principal,
              about,
              metric == null ? signal.word() : metric,
              signal,
              found.isEmpty() ? idempotencyKey : idempotencyKey + "#" + signal.word()));
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing was said: send 'value' (true, false or a number), 'comment' or 'demonstration'");
    }
    return found;
  }

  private About about() {
    if ((exchangeId == null) == (episodeId == null)) {
      throw new IllegalArgumentException("send exactly one of 'exchange_id' and 'episode_id'");
    }
    if (episodeId != null) {
      return new About.OfEpisode(episodeId);
    }
    try {
      return new About.OfExchange(UUID.fromString(String.valueOf(exchangeId)));
    } catch (IllegalArgumentException notAnId) {
      throw new IllegalArgumentException(
          "'exchange_id' is the value of an answer's x-assay-exchange-id header", notAnId);
    }
  }

  private List<Signal> signals() {
    List<Signal> signals = new ArrayList<>();
    if (value != null && !value.isNull()) {
      if (value.isBoolean()) {
        signals.add(new Signal.Bool(value.booleanValue()));
      } else if (value.isNumber()) {
        signals.add(new Signal.Score(value.doubleValue()));
      } else {
        throw new IllegalArgumentException("'value' is true, false or a number");
      }
    }
    if (demonstration != null) {
      signals.add(new Signal.Demonstration(demonstration));
    }
    if (comment != null) {
      signals.add(new Signal.Comment(comment));
    }
    return signals;
  }
}
