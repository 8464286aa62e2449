package dev.assay.learners.credentials;

/** A new person, with the credential for this once. */
public record IssuedPerson(Person person, OneTimeSecret secret) {}
