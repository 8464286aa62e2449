/** What answers say of things kept at providers: whose they become, and who gets to see them. */
@NullMarked
package dev.assay.gateway.objects;

import org.jspecify.annotations.NullMarked;
