package dev.assay.learners.spending;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * Where a budget stands in the period that runs.
 *
 * @param of whose it is: {@code tenant}, {@code key} or {@code model}
 * @param subject the key's id or the alias; empty for the tenant
 * @param per how long it lasts: {@code hour}, {@code day} or {@code month}
 * @param since when the period began, by UTC
 * @param limitNanoUsd the whole budget
 * @param takenNanoUsd what was spent of it, or is set aside for requests under way
 */
public record BudgetStanding(
    String of,
    String subject,
    String per,
    Instant since,
    @JsonIgnore long limitNanoUsd,
    @JsonIgnore long takenNanoUsd) {

  /** The whole budget in US dollars, exactly. */
  @JsonProperty
  public String usd() {
    return Usd.figure(limitNanoUsd);
  }

  /** What is taken, in US dollars. */
  @JsonProperty
  public String usdTaken() {
    return Usd.figure(takenNanoUsd);
  }

  /** What is left in US dollars; below zero where requests cost more than was thought. */
  @JsonProperty
  public String usdLeft() {
    return Usd.figure(limitNanoUsd - takenNanoUsd);
  }
}
