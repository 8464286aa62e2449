package dev.assay.learners.credentials;

/** A new app key, with its secret for this once. */
public record IssuedKey(AppKey key, OneTimeSecret secret) {}
