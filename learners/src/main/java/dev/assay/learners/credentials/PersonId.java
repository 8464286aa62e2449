package dev.assay.learners.credentials;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names a person for good; names and roles may change. */
public record PersonId(@JsonValue String value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PersonId {
    if (value.isBlank() || value.length() > 64) {
      throw new IllegalArgumentException("a person's id is 1 to 64 characters");
    }
  }

  /** How the audit log names this person. */
  public String actor() {
    return "person:" + value;
  }

  @Override
  public String toString() {
    return value;
  }
}
