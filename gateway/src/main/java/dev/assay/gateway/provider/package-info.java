/** What each kind of provider speaks, and how a governed request is written in it. */
@NullMarked
package dev.assay.gateway.provider;

import org.jspecify.annotations.NullMarked;
