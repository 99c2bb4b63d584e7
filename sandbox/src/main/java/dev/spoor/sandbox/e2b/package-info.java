/** A client for E2B sandboxes. Start at {@link dev.spoor.sandbox.e2b.E2bClient}. */
@NullMarked
package dev.spoor.sandbox.e2b;

import org.jspecify.annotations.NullMarked;
