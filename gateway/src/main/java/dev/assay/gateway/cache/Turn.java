package dev.assay.gateway.cache;

import dev.assay.learners.journal.ContentFinding;
import dev.assay.learners.journal.ExchangeRecord.CacheUse;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the cache means to one exchange: an answer that was kept, or a way to keep the one it gets.
 * Used from one event loop.
 */
public final class Turn {
  private final CacheUse use;
  private final @Nullable KeptAnswer hit;
  private final AnswerCache.@Nullable Lead lead;
  private final List<Buffer> pieces = new ArrayList<>();
  private int bytes;

  private Turn(CacheUse use, @Nullable KeptAnswer hit, AnswerCache.@Nullable Lead lead) {
    this.use = use;
    this.hit = hit;
    this.lead = lead;
  }

  /** The cache has nothing to do with it. */
  public static Turn none() {
    return new Turn(CacheUse.NONE, null, null);
  }

  /** The client wants a fresh answer. */
  public static Turn bypassing() {
    return new Turn(CacheUse.BYPASS, null, null);
  }

  static Turn hit(KeptAnswer answer) {
    return new Turn(CacheUse.HIT, answer, null);
  }

  /** A provider is asked; the answer is kept if there is a lead. */
  static Turn miss(AnswerCache.@Nullable Lead lead) {
    return new Turn(CacheUse.MISS, null, lead);
  }

  public CacheUse use() {
    return use;
  }

  /** The answer that was kept; null unless this is a hit. */
  public @Nullable KeptAnswer hit() {
    return hit;
  }

  /** The client is shown this next. Empty buffers are no pieces. */
  public void shows(Buffer piece) {
    if (lead == null || piece.length() == 0) {
      return;
    }
    bytes += piece.length();
    if (bytes > lead.maxBytes()) {
      pieces.clear();
      lead.unkeepable();
    } else {
      pieces.add(piece.copy());
    }
  }

  /** The client was shown all of it: an answer without an error. */
  public void complete(String contentType, String text, List<ContentFinding> findings) {
    if (lead != null) {
      lead.keep(new KeptAnswer(contentType, pieces, text, findings));
    }
  }

  /** The exchange is over; what is not complete is not kept. */
  public void over() {
    if (lead != null) {
      lead.failed();
    }
  }
}
