package dev.assay.gateway.provider;

import dev.assay.policies.judge.Endpoint;
import dev.assay.policies.judge.Outbound;
import java.util.Optional;
import java.util.function.Predicate;

/** Makes a request of an endpoint the provider doesn't speak into one of another that it does. */
public interface Interpreter {
  /** Knows no endpoint but the client's own. */
  Interpreter NONE =
      new Interpreter() {
        @Override
        public Optional<Endpoint> choose(Endpoint asked, Predicate<Endpoint> spoken) {
          return Optional.empty();
        }

        @Override
        public Interpretation interpret(Outbound outbound, Endpoint spoken) {
          throw new Unsendable("There is no translation.", null);
        }
      };

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
