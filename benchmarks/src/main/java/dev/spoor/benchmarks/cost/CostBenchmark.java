// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.benchmarks.cost;

import static java.util.Objects.requireNonNull;

import dev.spoor.cost.Cost;
import dev.spoor.cost.CostCalculator;
import dev.spoor.cost.PriceCatalog;
import dev.spoor.cost.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Prices one request with four kinds of tokens, beside what it cannot be cheaper than and what it
 * is meant to beat. Run with {@code java -jar benchmarks/target/benchmarks.jar CostBenchmark -prof
 * gc}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CostBenchmark {
  private static final int PATTERNS = 100;

  private final String model = "claude-sonnet-4-5";
  private final String dated = "claude-sonnet-4-5-20250929";
  private final TokenUsage usage = TokenUsage.builder()
      .setInput(18_872)
      .setCacheRead(17_653)
      .setCacheWrite5m(1_000)
      .setOutput(415)
      .build();
  private final PriceCatalog catalog = PriceCatalog.shipped();
  private final CostCalculator calculator =
      CostCalculator.builder().setCatalog(catalog).build();
  private final ConcurrentMap<String, long[]> floorPrices = new ConcurrentHashMap<>();
  private final List<Pattern> patterns = new ArrayList<>();

  /** Fills the memo and the list of patterns that the comparisons read. */
  public CostBenchmark() {
    floorPrices.put(model, new long[] {3_000_000, 300_000, 3_750_000, 15_000_000});
    for (int i = 1; i < PATTERNS; i++) {
      patterns.add(Pattern.compile("(?i)^(anthropic/)?model-" + i + "(-\\d{8})?$"));
    }
    patterns.add(Pattern.compile("(?i)^(anthropic/)?claude-sonnet-4-5(-\\d{8})?$"));
  }

  /** The floor: a memo lookup and exact arithmetic on longs. */
  @Benchmark
  public long floor() {
    long[] prices = requireNonNull(floorPrices.get(model));
    long sum = Math.multiplyExact(usage.uncachedInput(), prices[0]);
    sum = Math.addExact(sum, Math.multiplyExact(usage.cacheRead(), prices[1]));
    sum = Math.addExact(sum, Math.multiplyExact(usage.cacheWrite5m(), prices[2]));
    return Math.addExact(sum, Math.multiplyExact(usage.output(), prices[3]));
  }

  /** The total of a known model, without allocation. */
  @Benchmark
  public long total() {
    return calculator.picoDollars(model, usage);
  }

  /** The cost with all its parts. */
  @Benchmark
  public Cost cost() {
    return calculator.cost(model, usage);
  }

  /** A dated name that was never seen. */
  @Benchmark
  public long firstSightOfADatedName() {
    return CostCalculator.builder().setCatalog(catalog).build().picoDollars(dated, usage);
  }

  /** What finding the model costs with a list of patterns. */
  @Benchmark
  public int listOfPatterns() {
    for (int i = 0; i < patterns.size(); i++) {
      if (patterns.get(i).matcher(model).matches()) {
        return i;
      }
    }
    return -1;
  }
}
