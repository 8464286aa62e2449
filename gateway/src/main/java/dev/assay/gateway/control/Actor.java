package dev.assay.gateway.control;

import dev.assay.learners.credentials.Person;
import dev.assay.policies.tenant.TenantId;

/** Who acts, known by the credential and nothing else. */
sealed interface Actor {
  /** The name the audit log knows. */
  String name();

  boolean mayActFor(TenantId tenant);

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
  }

  /** A person with roles, of all tenants or of one. */
  record Someone(Person person) implements Actor {
    @Override
    public String name() {
      return person.id().actor();
    }

    @Override
    public boolean mayActFor(TenantId tenant) {
      return person.mayActFor(tenant);
    }
  }
}
