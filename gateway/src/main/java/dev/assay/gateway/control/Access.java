package dev.assay.gateway.control;

import java.util.Collections;
import java.util.Set;

/** Who may use a route. A route names exactly one; there is no default. */
enum Access {
  /** Anybody who reaches the listener: liveness, readiness, metrics. */
  PUBLIC,
  /** The admin token alone. */
  ADMIN,
  /** The admin token, or any person, within their tenants. */
  READ,
  /** The admin token, or a person with the role owner or operator, within their tenants. */
  OPERATE,
  /** A person, never the admin token; which roles count is the policy's to say. */
  VOTE;

  private static final Set<String> OPERATORS = Set.of("owner", "operator");

  boolean permits(Actor actor) {
    return switch (this) {
      case PUBLIC -> true;
      case READ -> !(actor instanceof Actor.Nobody);
      case ADMIN -> actor instanceof Actor.Admin;
      case OPERATE ->
          switch (actor) {
            case Actor.Admin admin -> true;
            case Actor.Nobody nobody -> false;
            case Actor.Someone someone ->
                !Collections.disjoint(someone.person().roles(), OPERATORS);
          };
      case VOTE -> actor instanceof Actor.Someone;
    };
  }

  /** What a refused actor is told. */
  String requirement() {
    return switch (this) {
      case PUBLIC -> "nothing";
      case ADMIN -> "the admin token";
      case READ -> "the admin token or a person's credential";
      case OPERATE -> "the admin token or a person with the role owner or operator";
      case VOTE -> "a person's credential: the admin token can't approve";
    };
  }
}
