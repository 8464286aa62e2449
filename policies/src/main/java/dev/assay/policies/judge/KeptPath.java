package dev.assay.policies.judge;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads from a request's path which thing it is about that a provider keeps. */
public final class KeptPath {
  private static final int MAX_SEGMENTS = 8;
  private static final int MAX_OWN_SEGMENTS = 16;

  /** No escapes: a segment that reads differently to somebody else is not worth its risk. */
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_:-][A-Za-z0-9._:-]{0,255}");

  /** What a path says of itself; any other segment names something kept. */
  private static final Set<String> WORDS =
      Set.of(
          "accept",
          "alpha",
          "calls",
          "cancel",
          "characters",
          "checkpoints",
          "complete",
          "completions",
          "content",
          "edits",
          "events",
          "extensions",
          "file_batches",
          "files",
          "generations",
          "graders",
          "hangup",
          "input_items",
          "items",
          "jobs",
          "messages",
          "output_items",
          "parts",
          "pause",
          "permissions",
          "refer",
          "reject",
          "remix",
          "resume",
          "run",
          "runs",
          "search",
          "speech",
          "steps",
          "submit_tool_outputs",
          "transcriptions",
          "translations",
          "validate",
          "variations",
          "versions",
          "voice_consents",
          "voices");

  private KeptPath() {}

  /**
   * The name of what is kept that a path leads to; empty for none, and for a path that can't be
   * passed on to an account that tenants share.
   *
   * @param path after the version, from its slash on
   */
  public static Optional<String> name(String path) {
    try {
      return name(path, Account.SHARED);
    } catch (Malformed unreadable) {
      return Optional.empty();
    }
  }

  /** The first segment that names something kept: what is below it belongs to it. */
  static Optional<String> name(String path, Account account) throws Malformed {
    int maxSegments = account == Account.OWN ? MAX_OWN_SEGMENTS : MAX_SEGMENTS;
    String[] segments = path.substring(1).split("/", -1);
    if (segments.length > maxSegments) {
      throw new Malformed("The path has too many segments.", "path");
    }
    Optional<String> found = Optional.empty();
    for (int i = 0; i < segments.length; i++) {
      if (!SEGMENT.matcher(segments[i]).matches()) {
        throw new Malformed(
            "A segment of the path is not 1 to 256 of A-Z, a-z, 0-9 and . _ : - without escapes.",
            "path");
      }
      if (i > 0 && found.isEmpty() && !WORDS.contains(segments[i])) {
        found = Optional.of(segments[i]);
      }
    }
    return found;
  }
}
