package dev.assay.learners.credentials;

/** Somebody who was not revoked has this name, in whatever case it is written. */
public final class NameTaken extends RuntimeException {
  public NameTaken(String name, PersonId holder) {
    super(
        "there is a person named "
            + name.strip()
            + " already ("
            + holder.value()
            + "): choose another name, or end that credential with 'assay person revoke "
            + holder.value()
            + "'");
  }
}
