package dev.assay.gateway.cache;

import dev.assay.learners.journal.ContentFinding;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * A complete answer as a client was shown it.
 *
 * @param pieces of a stream, whole events in their order; else the one body
 * @param text what it says, as the journal keeps it
 * @param findings what content rules found in it
 */
public record KeptAnswer(
    String contentType, List<Buffer> pieces, String text, List<ContentFinding> findings) {
  private static final int OVERHEAD_BYTES = 512;

  public KeptAnswer {
    pieces = List.copyOf(pieces);
    findings = List.copyOf(findings);
  }

  /** What it takes to keep it. */
  int weight() {
    return OVERHEAD_BYTES
        + 2 * text.length()
        + pieces.stream().mapToInt(piece -> piece.length() + OVERHEAD_BYTES / 4).sum();
  }
}
