package dev.assay.gateway.form;

import java.util.function.Function;

/**
 * How a form is looked through.
 *
 * @param checks what decides about it, by the name of the provider that it goes to
 */
public record Form(Boundary boundary, Function<String, FormCheck> checks) {}
