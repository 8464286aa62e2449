/** Who may speak: app keys, people with roles, and the admin token. Only keyed hashes are kept. */
@NullMarked
package dev.assay.learners.credentials;

import org.jspecify.annotations.NullMarked;
