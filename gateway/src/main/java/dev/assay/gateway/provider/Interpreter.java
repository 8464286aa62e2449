package dev.assay.gateway.provider;

import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.judge.Outbound;
import java.util.Optional;
import java.util.function.Predicate;

/** Makes a request of an endpoint the provider doesn't speak into one of another that it does. */
public interface Interpreter {
  /**
   * At which endpoint to ask instead.
   *
   * @param asked what the client asked at; the provider doesn't speak it
   * @param spoken whether the provider speaks one
   */
  Optional<Endpoint> choose(Endpoint asked, Predicate<Endpoint> spoken);

  /**
   * The request in that endpoint's words.
   *
   * @throws Unsendable when it says something that endpoint can't carry
   */
  Interpretation interpret(Outbound outbound, Endpoint spoken);
}
