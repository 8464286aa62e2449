package dev.assay.gateway.tracing;

import java.util.Map;

/** One try at a target. */
public interface TracedAttempt {
  /** Headers that tell the provider whose work this is; none when nobody asked. */
  Map<String, String> headers();

  /** An answer's head is here. Its body belongs to the attempt until the exchange ends. */
  void answered(int status);

  /** It came to nothing, in one word. */
  void failed(String why);
}
