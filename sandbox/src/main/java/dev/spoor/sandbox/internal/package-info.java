/** Helpers that packages of this module share. Not exported, and no part of the API. */
@NullMarked
package dev.spoor.sandbox.internal;

import org.jspecify.annotations.NullMarked;
