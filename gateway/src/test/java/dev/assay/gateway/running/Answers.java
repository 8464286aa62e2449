package dev.assay.gateway.running;

/** What providers say. */
public final class Answers {
  public static final String DONE = "data: [DONE]\n\n";

  private Answers() {}

  public static String chat(String text) {
    return """
    {"id":"c1","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant",\
    "content":"%s"},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,\
    "completion_tokens":2,"total_tokens":9}}\
    """
        .formatted(text);
  }

  public static String delta(String text) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}\n\n";
  }

  public static String ask(String model) {
    return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
  }

  /** A stream that ends with its usage because the client wants it. */
  public static String askStreamWithUsage(String model) {
    return askStream(model)
        .replace("\"stream\":true", "\"stream\":true,\"stream_options\":{\"include_usage\":true}");
  }

  public static String askStream(String model) {
    return "{\"model\":\""
        + model
        + "\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
  }
}
