package dev.assay.gateway.demo;

import java.util.Map;

/**
 * Something that was driven through the gateway, and what was seen.
 *
 * @param what in words, with figures
 */
record LlmCheck(String name, Result result, String what) {
  /** Whether it was seen. */
  enum Result {
    SEEN("seen"),
    NOT_SEEN("NOT SEEN"),
    /** By the LLM's server itself, asked directly: nothing is known of the gateway then. */
    NOT_OFFERED("not offered");

    private final String word;

    Result(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  static LlmCheck of(String name, boolean seen, String what) {
    return new LlmCheck(name, seen ? Result.SEEN : Result.NOT_SEEN, what);
  }

  Map<String, Object> json() {
    return Map.of("name", name, "result", result.word(), "what", what);
  }
}
