package dev.assay.policies.judge;

import java.util.Set;

/**
 * Strings of a model call that name, locate or constrain something. With other words in its place
 * it would be another call, so content rules let such a string pass whole or not at all.
 */
public final class Naming {
  private static final Set<String> FIELDS =
      Set.of(
          "$defs",
          "$id",
          "$ref",
          "allowed_tools",
          "authorization",
          "authorization_token",
          "betas",
          "const",
          "container",
          "conversation",
          "default",
          "definition",
          "detail",
          "enum",
          "file_url",
          "format",
          "id",
          "image_url",
          "include",
          "media_type",
          "model",
          "modalities",
          "name",
          "object",
          "pattern",
          "required",
          "role",
          "server_label",
          "server_url",
          "service_tier",
          "signature",
          "encrypted_content",
          "status",
          "tool_choice",
          "truncation",
          "type",
          "url",
          "voice");

  private Naming() {}

  /** Whether a string of this field does; of an array, the array's own field. */
  public static boolean names(String field) {
    return FIELDS.contains(field) || isId(field);
  }

  /** Whether it is the id of something, or a list of them. */
  public static boolean isId(String field) {
    return field.equals("id") || field.endsWith("_id") || field.endsWith("_ids");
  }
}
