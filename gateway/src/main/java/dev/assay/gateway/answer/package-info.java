/** Where an answer goes, and what an error looks like on the way. */
@NullMarked
package dev.assay.gateway.answer;

import org.jspecify.annotations.NullMarked;
