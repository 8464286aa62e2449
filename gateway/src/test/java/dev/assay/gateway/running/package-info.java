/** A running gateway for tests: the real server, real files, and an upstream made of bytes. */
package dev.assay.gateway.running;
