package dev.assay.policies.tenant;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a person may be to a tenant. */
public enum Role {
  OWNER,
  REVIEWER,
  AUDITOR,
  OPERATOR;

  /** The word used in files, JSON and the console. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
