// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.benchmarks.cost;

import dev.spoor.cost.CostCalculator;
import dev.spoor.cost.ModelPrice;
import dev.spoor.cost.PriceCatalog;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Loads the price table into a process that has done nothing before: each fork runs once. Run with
 * {@code java -jar benchmarks/target/benchmarks.jar CatalogLoadBenchmark}.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(10)
public class CatalogLoadBenchmark {
  /** The catalogue alone. */
  @Benchmark
  public PriceCatalog load() {
    return PriceCatalog.shipped();
  }

  /** The catalogue, a calculator and the price of a first model. */
  @Benchmark
  public ModelPrice loadAndFindAModel() {
    return CostCalculator.create().price("claude-sonnet-4-5-20250929");
  }
}
