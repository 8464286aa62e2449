package dev.assay.learners.credentials;

/** There is no such credential, or it was revoked before. */
public final class UnknownCredential extends RuntimeException {
  public UnknownCredential(String what, String id) {
    super("there is no live " + what + " " + id);
  }
}
