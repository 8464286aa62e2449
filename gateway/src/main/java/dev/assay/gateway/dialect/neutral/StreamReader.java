package dev.assay.gateway.dialect.neutral;

import dev.assay.gateway.dialect.json.Unreadable;
import java.util.List;

/** Reads one answer's events, in order. */
public interface StreamReader {
  /**
   * Reads one event.
   *
   * @param name its {@code event} field; empty when it had none
   * @param data its {@code data} lines, joined
   * @throws Unreadable when it is not what the provider's API promises
   */
  List<Event> read(String name, String data) throws Unreadable;
}
