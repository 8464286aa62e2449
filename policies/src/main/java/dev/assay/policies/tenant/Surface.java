package dev.assay.policies.tenant;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Parts of OpenAI's API that pass through without their content being read, each allowed to a
 * tenant by name.
 */
public enum Surface {
  ASSISTANTS("assistants"),
  AUDIO("audio"),
  BATCHES("batches"),
  CONTAINERS("containers"),
  CONVERSATIONS("conversations"),
  EVALS("evals"),
  FILES("files"),
  FINE_TUNING("fine_tuning"),
  IMAGES("images"),
  MODERATIONS("moderations"),
  REALTIME("realtime"),
  SKILLS("skills"),
  /** Chat completions that a provider keeps. */
  STORED_CHATS("stored_chats", "chat"),
  /**
   * Responses that a provider keeps: what a tenant's responses call made, it may see and delete.
   */
  STORED_RESPONSES("stored_responses", "responses"),
  THREADS("threads"),
  UPLOADS("uploads"),
  VECTOR_STORES("vector_stores"),
  VIDEOS("videos"),
  /** Whatever else an account has. It passes only where that account is the tenant's alone. */
  EVERYTHING_ELSE("everything_else");

  private static final Map<String, Surface> BY_SEGMENT =
      Arrays.stream(values())
          .filter(surface -> surface != EVERYTHING_ELSE)
          .collect(Collectors.toUnmodifiableMap(s -> s.segment, Function.identity()));

  private final String word;
  private final String segment;

  Surface(String word) {
    this(word, word);
  }

  Surface(String word, String segment) {
    this.word = word;
    this.segment = segment;
  }

  /** Its name in policies, facts, journal and metrics. */
  @JsonValue
  public String word() {
    return word;
  }

  /** Whether a provider keeps what is made there, under a name. */
  public boolean keeps() {
    return switch (this) {
      case AUDIO, IMAGES, MODERATIONS, REALTIME -> false;
      case ASSISTANTS,
          BATCHES,
          CONTAINERS,
          CONVERSATIONS,
          EVALS,
          FILES,
          FINE_TUNING,
          SKILLS,
          STORED_CHATS,
          STORED_RESPONSES,
          THREADS,
          UPLOADS,
          VECTOR_STORES,
          VIDEOS,
          EVERYTHING_ELSE ->
          true;
    };
  }

  /** The surface whose paths begin with this segment after the version. */
  public static Optional<Surface> of(String firstSegment) {
    return Optional.ofNullable(BY_SEGMENT.get(firstSegment));
  }
}
