package dev.assay.policies.judge;

/** What became of a judged request. */
public sealed interface Judgement permits Permitted, Refused {
  /** The facts it was judged by, kept by the journal. */
  RequestFacts facts();

  /** The decision, kept by the journal. */
  Decision.OfRequest decision();
}
