package dev.assay.learners.feedback;

/** The tenant has no such exchange or episode. It is not said whether another tenant has. */
public final class UnknownSubject extends RuntimeException {
  public UnknownSubject() {
    super("no such exchange or episode: send the id from the x-assay-exchange-id header");
  }
}
