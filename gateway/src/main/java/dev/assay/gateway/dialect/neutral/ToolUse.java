package dev.assay.gateway.dialect.neutral;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tools of a request.
 *
 * @param parallel whether one answer may hold several calls; {@code null} leaves it to the provider
 */
public record ToolUse(List<Tool> tools, @Nullable ToolChoice choice, @Nullable Boolean parallel) {
  public ToolUse {
    tools = List.copyOf(tools);
  }
}
