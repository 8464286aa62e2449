package dev.assay.gateway.dialect.neutral;

import java.util.List;

/** A request. */
public record Conversation(
    String model,
    List<Turn> turns,
    ToolUse toolUse,
    Sampling sampling,
    Output output,
    Labels labels,
    Delivery delivery) {
  public Conversation {
    turns = List.copyOf(turns);
  }
}
