package dev.assay.gateway.dialect.neutral;

import dev.assay.gateway.dialect.json.Unreadable;

/** Writes one answer's events in the client's words. */
public interface StreamWriter {
  /**
   * Writes what follows from one event, which may be nothing yet.
   *
   * @throws Unreadable when the client's API cannot say it, or a limit is passed
   */
  void write(Event event, Sse out) throws Unreadable;

  /** Writes an error and no ending. */
  void fail(Fault fault, Sse out);
}
