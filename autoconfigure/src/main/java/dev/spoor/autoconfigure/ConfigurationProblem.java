// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.autoconfigure;

/**
 * A setting that cannot be used.
 *
 * @param variable the environment variable, by which the setting is also known
 * @param value what was seen, hidden if it may be a secret; empty if nothing was set
 * @param expected what it has to be
 * @param remedy what to do
 */
public record ConfigurationProblem(String variable, String value, String expected, String remedy) {
  @Override
  public String toString() {
    String seen = value.isEmpty() ? variable + " is not set" : variable + " is '" + value + "'";
    return seen + ", expected " + expected + ". " + remedy;
  }
}
