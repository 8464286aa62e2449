package dev.assay.learners.scan;

import java.util.List;

/** What traffic is looked through for, character by character. */
public enum Sought {
  /** Keys, tokens, passwords, private keys. */
  SECRETS,
  /** What names or reaches a person, or their account. */
  PII;

  List<SensitiveForm> forms() {
    return switch (this) {
      case SECRETS -> SensitiveForms.SECRETS;
      case PII -> SensitiveForms.PII;
    };
  }
}
