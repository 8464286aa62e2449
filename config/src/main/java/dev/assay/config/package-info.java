/** What an operator may say: the configuration, read whole and checked before anything starts. */
@NullMarked
package dev.assay.config;

import org.jspecify.annotations.NullMarked;
