package dev.assay.gateway.control;

import dev.assay.learners.credentials.Person;
import dev.assay.policies.tenant.Role;
import dev.assay.policies.tenant.TenantId;
import java.util.Collections;
import java.util.Set;

/** Who acts, known by the credential and nothing else. */
sealed interface Actor {
  /** The name the audit log knows. */
  String name();

  boolean mayActFor(TenantId tenant);

  /** Whether what people said may be shown to it; who audits needs facts alone. */
  boolean maySeeContent();

  /** Somebody without a credential, on a public route. */
  record Nobody() implements Actor {
    @Override
    public String name() {
      return "nobody";
    }

    @Override
    public boolean mayActFor(TenantId tenant) {
      return false;
    }

    @Override
    public boolean maySeeContent() {
      return false;
    }
  }

  /** The installation's own token: it makes tenants and people, and can't approve. */
  record Admin() implements Actor {
    @Override
    public String name() {
      return dev.assay.learners.credentials.AdminToken.ACTOR;
    }

    @Override
    public boolean mayActFor(TenantId tenant) {
      return true;
    }

    @Override
    public boolean maySeeContent() {
      return true;
    }
  }

  /** A person with roles, of all tenants or of one. */
  record Someone(Person person) implements Actor {
    private static final Set<String> SEE_CONTENT =
        Set.of(Role.OWNER.word(), Role.OPERATOR.word(), Role.REVIEWER.word());

    @Override
    public String name() {
      return person.id().actor();
    }

    @Override
    public boolean mayActFor(TenantId tenant) {
      return person.mayActFor(tenant);
    }

    @Override
    public boolean maySeeContent() {
      return !Collections.disjoint(person.roles(), SEE_CONTENT);
    }
  }
}
