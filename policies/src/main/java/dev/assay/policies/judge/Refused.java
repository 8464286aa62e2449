package dev.assay.policies.judge;

/** A request that may not pass; {@link Decision#reasons()} say why, the weightiest first. */
public record Refused(RequestFacts facts, Decision.OfRequest decision) implements Judgement {}
