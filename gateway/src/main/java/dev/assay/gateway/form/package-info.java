/** Forms on their way to a provider: what their text says is looked at, their files stream by. */
@NullMarked
package dev.assay.gateway.form;

import org.jspecify.annotations.NullMarked;
