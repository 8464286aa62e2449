/** Clients that others wrote, unchanged, against the gateway. */
package dev.assay.gateway.clients;
