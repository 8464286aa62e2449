package dev.assay.gateway.dialect.messages;

import dev.assay.policies.canonical.Digest;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Names of tool calls: Anthropic allows fewer characters in them than others use. */
final class CallIds {
  private static final Pattern ALLOWED = Pattern.compile("[a-zA-Z0-9_-]+");
  private static final int DIGEST_CHARS = 32;

  private CallIds() {}

  /** The name itself where it is allowed, else one that stands for it, always the same. */
  static String safe(String id) {
    if (ALLOWED.matcher(id).matches()) {
      return id;
    }
    String hex = Digest.of(id.getBytes(StandardCharsets.UTF_8)).hex();
    return "call_" + hex.substring(0, DIGEST_CHARS);
  }
}
