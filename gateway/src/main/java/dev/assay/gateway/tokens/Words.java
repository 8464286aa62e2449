package dev.assay.gateway.tokens;

/**
 * Text as it comes, bounded in what is kept of it: what is kept stands for the rest when it is
 * counted. Used by one thread at a time.
 */
public final class Words {
  /** What is kept. */
  public static final int MAX_CHARS = 1024 * 1024;

  private final StringBuilder kept = new StringBuilder();
  private long chars;

  /** More of it. */
  public void add(String more) {
    chars += more.length();
    int room = MAX_CHARS - kept.length();
    kept.append(more, 0, Math.min(room, more.length()));
  }

  /** How long all of it is. */
  public long chars() {
    return chars;
  }

  /** What was kept; all of it, unless it is longer than {@link #MAX_CHARS}. */
  public String kept() {
    return kept.toString();
  }
}
