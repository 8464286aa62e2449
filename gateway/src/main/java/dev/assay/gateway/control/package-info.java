/** The control plane: what people and operators reach. One route table says who may do what. */
@NullMarked
package dev.assay.gateway.control;

import org.jspecify.annotations.NullMarked;
