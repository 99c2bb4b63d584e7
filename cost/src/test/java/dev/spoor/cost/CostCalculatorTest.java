// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import static java.time.temporal.ChronoUnit.DAYS;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CostCalculatorTest {
  private static final Instant NOVEMBER = Instant.parse("2026-11-22T12:00:00Z");
  private static final CostCalculator calculator = CostCalculator.builder()
      .setCatalog(PriceCatalog.shipped())
      .setClock(() -> NOVEMBER)
      .build();

  private static TokenUsage usage(long input, long read, long write5m, long write1h, long output) {
    return TokenUsage.builder()
        .setInput(input)
        .setCacheRead(read)
        .setCacheWrite5m(write5m)
        .setCacheWrite1h(write1h)
        .setOutput(output)
        .build();
  }

  private static @Nullable String dollars(Cost cost) {
    BigDecimal total = cost.total();
    return total == null ? null : total.toPlainString();
  }

  /** The claim was "$0.003 per million": a thousand times too low. */
  @Test
  void claimOfTheOldDesign_sonnet45IsNotAThousandTimesTooLow() {
    Cost cost = calculator.cost("claude-sonnet-4-5", usage(1_000, 0, 0, 0, 500));

    assertThat(dollars(cost)).isEqualTo("0.0105").isNotEqualTo("0.0000105");
  }

  /** The claim was $15 and $75, which is Opus 4 and 4.1. */
  @Test
  void claimOfTheOldDesign_opus45IsNotThreeTimesTooDear() {
    TokenUsage usage = usage(10_000, 0, 0, 0, 2_500);

    assertThat(dollars(calculator.cost("claude-opus-4-5", usage))).isEqualTo("0.1125");
    assertThat(dollars(calculator.cost("claude-opus-4-1", usage))).isEqualTo("0.3375");
  }

  /** Dollars per million, as the providers' price lists have them. */
  @ParameterizedTest
  @CsvSource(textBlock = """
          claude-opus-4,       15,   75,   18.75, 30,  1.5
          claude-opus-4-1,     15,   75,   18.75, 30,  1.5
          claude-opus-4-5,     5,    25,   6.25,  10,  0.5
          claude-opus-4-6,     5,    25,   6.25,  10,  0.5
          claude-opus-4-7,     5,    25,   6.25,  10,  0.5
          claude-opus-4-8,     5,    25,   6.25,  10,  0.5
          claude-opus-5,       5,    25,   6.25,  10,  0.5
          claude-opus-5-5,     4,    20,   5,     8,   0.2
          claude-sonnet-4,     3,    15,   3.75,  6,   0.3
          claude-sonnet-4-5,   3,    15,   3.75,  6,   0.3
          claude-sonnet-4-6,   3,    15,   3.75,  6,   0.3
          claude-sonnet-5,     2,    10,   2.5,   4,   0.2
          claude-haiku-3-5,    0.8,  4,    1,     1.6, 0.08
          claude-haiku-4-5,    1,    5,    1.25,  2,   0.1
          claude-fable-5,      10,   50,   12.5,  20,  1
          claude-fable-5-1,    10,   50,   12.5,  20,  0.25
          claude-fable-5-2,    8,    40,   10,    16,  0.2
          claude-sonnet-5-5,   2,    10,   2.5,   4,   0.1
          claude-haiku-5-5,    0.1,  0.5,  0.125, 0.2, 0.01
          gpt-4o,              2.5,  10,   2.5,   2.5, 1.25
          gpt-4o-2024-05-13,   5,    15,   5,     5,   5
          gpt-4o-mini,         0.15, 0.6,  0.15,  0.15, 0.075
          gpt-4.1,             2,    8,    2,     2,   0.5
          gpt-4.1-mini,        0.4,  1.6,  0.4,   0.4, 0.1
          gpt-4.1-nano,        0.1,  0.4,  0.1,   0.1, 0.025
          o1,                  15,   60,   15,    15,  7.5
          o1-pro,              150,  600,  150,   150, 150
          o3,                  2,    8,    2,     2,   0.5
          o3-pro,              20,   80,   20,    20,  20
          o3-mini,             1.1,  4.4,  1.1,   1.1, 0.55
          o4-mini,             1.1,  4.4,  1.1,   1.1, 0.275
          gpt-5,               1.25, 10,   1.25,  1.25, 0.125
          gpt-5.1,             1.25, 10,   1.25,  1.25, 0.125
          gpt-5-mini,          0.25, 2,    0.25,  0.25, 0.025
          gpt-5-nano,          0.05, 0.4,  0.05,  0.05, 0.005
          gpt-5.2,             1.75, 14,   1.75,  1.75, 0.175
          gpt-5.3-codex,       1.75, 14,   1.75,  1.75, 0.175
          gpt-5.2-pro,         21,   168,  21,    21,  21
          gemini-2.5-flash,    0.3,  2.5,  0.3,   0.3, 0.03
          gemini-2.5-flash-lite, 0.1, 0.4, 0.1,   0.1, 0.01
          gemini-3-flash-preview, 0.5, 3,  0.5,   0.5, 0.05
          gemini-3.5-flash,    1.5,  9,    1.5,   1.5, 0.15
          gemini-3.8-flash,    0.75, 3.75, 0.75,  0.75, 0.075
          """)
  void cost_followsTheListPrices(
      String model, String input, String output, String write5m, String write1h, String read) {
    int tenth = 100_000;
    // A tenth of a million each, so that no request reaches a long-context price.
    assertThat(dollars(calculator.cost(model, usage(tenth, 0, 0, 0, 0)))).isEqualTo(tenthOf(input));
    assertThat(dollars(calculator.cost(model, usage(tenth, tenth, 0, 0, 0))))
        .isEqualTo(tenthOf(read));
    assertThat(dollars(calculator.cost(model, usage(tenth, 0, tenth, 0, 0))))
        .isEqualTo(tenthOf(write5m));
    assertThat(dollars(calculator.cost(model, usage(tenth, 0, 0, tenth, 0))))
        .isEqualTo(tenthOf(write1h));
    assertThat(dollars(calculator.cost(model, usage(0, 0, 0, 0, tenth))))
        .isEqualTo(tenthOf(output));
  }

  private static String tenthOf(String price) {
    return new BigDecimal(price).movePointLeft(1).stripTrailingZeros().toPlainString();
  }

  @Test
  void cost_tellsItsParts() {
    TokenUsage usage = TokenUsage.ofAnthropic(Map.of(
        "input_tokens",
        100,
        "output_tokens",
        10,
        "cache_read_input_tokens",
        1_000,
        "cache_creation_input_tokens",
        2_000,
        "cache_creation",
        Map.of("ephemeral_5m_input_tokens", 500, "ephemeral_1h_input_tokens", 1_500),
        "server_tool_use",
        Map.of("web_search_requests", 3)));

    Cost cost = calculator.cost("claude-sonnet-4-5", usage);

    assertThat(cost.input()).isEqualByComparingTo("0.0003");
    assertThat(cost.cacheRead()).isEqualByComparingTo("0.0003");
    assertThat(cost.cacheWrite()).isEqualByComparingTo("0.010875");
    assertThat(cost.output()).isEqualByComparingTo("0.00015");
    assertThat(cost.tool()).isEqualByComparingTo("0.03");
    assertThat(cost.total()).isEqualByComparingTo("0.041625");
    assertThat(cost.matched()).isEqualTo("anthropic/claude-sonnet-4-5");
    assertThat(cost.currency()).isEqualTo("USD");
    assertThat(cost.priceVersion()).startsWith("genai-prices-");
    assertThat(cost.priceDate()).isNotNull();
  }

  @Test
  void cost_ofAnUnknownModelIsAbsentAndSaysWhy() {
    Cost cost = calculator.cost("claude-sonnet-5-free", usage(1_000, 0, 0, 0, 500));

    assertThat(cost.isKnown()).isFalse();
    assertThat(cost.total()).isNull();
    assertThat(cost.input()).isNull();
    assertThat(cost.reason()).isEqualTo("the catalogue has no model 'claude-sonnet-5-free'");
  }

  @Test
  void cost_ofZeroTokensIsZero() {
    assertThat(dollars(calculator.cost("claude-sonnet-5", usage(0, 0, 0, 0, 0))))
        .isEqualTo("0");
  }

  @Test
  void cost_ofNoCountsIsUnknown() {
    assertThat(calculator.cost("claude-sonnet-5", TokenUsage.NONE).reason())
        .isEqualTo("the usage tells no count");
  }

  @ParameterizedTest
  @CsvSource(textBlock = """
          200000, 0,      0.615,    the last request at the base price
          200001, 0,      1.222506, one more token and all of it is long
          200001, 100000, 0.682506, cache reads count for the length
          """)
  void cost_ofLongContextIsOfTheWholeRequest(long input, long read, String expected, String why) {
    assertThat(dollars(calculator.cost("claude-sonnet-4-5", usage(input, read, 0, 0, 1_000))))
        .as(why)
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(textBlock = """
          claude-haiku-5-5, 100000, 0.0105
          claude-haiku-5-5, 100001, 0.0525005
          gpt-5.4,          272000, 0.695
          gpt-5.4,          272001, 1.382505
          gpt-5.6-luna,     272000, 0.0556
          gpt-5.6-luna,     272001, 0.1106004
          gemini-2.5-pro,   200000, 0.26
          gemini-2.5-pro,   200001, 0.5150025
          grok-4.3,         199999, 0.25249875
          grok-4.3,         200000, 0.505
          """)
  void cost_ofLongContextBeginsWhereTheProviderSays(String model, long input, String expected) {
    assertThat(dollars(calculator.cost(model, usage(input, 0, 0, 0, 1_000)))).isEqualTo(expected);
  }

  @Test
  void cost_ofANameThatMovesIsThatOfTheModelItMeansNow() {
    var request = CostRequest.builder("gemini-flash-latest", usage(1_000, 0, 0, 0, 1_000));

    assertThat(dollars(calculator.cost(request.setTime(NOVEMBER).build()))).isEqualTo("0.0045");
    assertThat(
            calculator.cost(request.setTime(NOVEMBER.minus(365, DAYS)).build()).reason())
        .isEqualTo("no price of google/gemini-flash-latest is known for that time");
  }

  @ParameterizedTest
  @CsvSource(textBlock = """
          o3,              2025-06-09T23:59:59Z, 0.05
          o3,              2025-06-10T00:00:00Z, 0.01
          gpt-5.6-luna,    2026-07-29T12:00:00Z, 0.007
          gpt-5.6-luna,    2026-07-30T00:00:00Z, 0.0014
          gpt-5.6-sol,     2026-08-20T00:00:00Z, 0.035
          gpt-5.6-sol,     2026-08-21T00:00:00Z, 0.024
          claude-sonnet-5, 2026-09-15T00:00:00Z, 0.012
          gemini-3.7-flash, 2026-12-31T23:59:59Z, 0.0045
          gemini-3.7-flash, 2027-01-01T00:00:00Z, 0.009
          deepseek-v4-flash, 2026-09-09T12:00:00Z, 0.00088
          deepseek-v4-flash, 2026-09-10T12:00:00Z, 0.00075
          deepseek-v4-flash, 2026-09-10T02:00:00Z, 0.0015
          deepseek-chat,   2025-09-04T12:00:00Z, 0.00137
          deepseek-chat,   2025-09-04T20:00:00Z, 0.000685
          deepseek-chat,   2025-09-28T20:00:00Z, 0.00224
          deepseek-chat,   2025-09-29T00:00:00Z, 0.0007
          """)
  void cost_isThatOfItsTime(String model, Instant time, String expected) {
    var request =
        CostRequest.builder(model, usage(1_000, 0, 0, 0, 1_000)).setTime(time).build();

    assertThat(dollars(calculator.cost(request))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(nullValues = "-", textBlock = """
          claude-sonnet-4-5, anthropic, batch,    -,    -,             0.00525
          claude-opus-4-8,   anthropic, -,        fast, -,             0.035
          claude-opus-4-8,   anthropic, -,        fast, us,            0.0385
          claude-opus-4-8,   anthropic, batch,    -,    us,            0.009625
          claude-opus-4-6,   anthropic, -,        fast, -,             0.105
          claude-sonnet-5,   anthropic, standard, -,    us,            0.0077
          claude-sonnet-5,   anthropic, auto,     -,    global,        0.007
          claude-sonnet-5,   anthropic, -,        -,    not_available, 0.007
          gpt-5,             openai,    flex,     -,    -,             0.003125
          gpt-5,             openai,    priority, -,    -,             0.0125
          gpt-5-mini,        openai,    priority, -,    -,             0.00225
          o4-mini,           openai,    priority, -,    -,             0.006
          gpt-3.5-turbo-1106, openai,   batch,    -,    -,             0.002
          claude-fable-5-2,  anthropic, -,        fast, -,             0.056
          bedrock/claude_platform/claude-sonnet-5, -, -, -, us, 0.0077
          gpt-4o,            openai,    default,  -,    -,             0.0075
          gpt-4o,            openai,    batch,    -,    -,             0.00375
          gemini-2.5-pro,    google,    priority, -,    -,             0.01125
          gemini-2.5-pro,    google,    batch,    -,    -,             0.003125
          claude-sonnet-4-5, google,    -,        -,    us-east5,      0.01155
          claude-sonnet-4-5, google,    -,        -,    global,        0.0105
          anthropic.claude-sonnet-4-5-20250929-v1:0, aws, -, -, us-east-1, 0.01155
          anthropic.claude-sonnet-4-5-20250929-v1:0, aws, -, -, us-gov-west-1, 0.0126
          anthropic.claude-sonnet-4-20250514-v1:0,   aws, -, -, eu-west-1, 0.0105
          azure/eu/gpt-4o,   -,      -,        -,    -,             0.00825
          gpt-5,             azure,  -,        -,    us,            0.006875
          gpt-5.4,           azure,  batch,    -,    eu,            0.0055
          gpt-4o,            azure,  -,        -,    swedencentral, 0.0075
          gpt-4o,            openai, -,        -,    us,            0.0075
          """)
  void cost_followsTheTerms(
      String model,
      @Nullable String provider,
      @Nullable String tier,
      @Nullable String speed,
      @Nullable String region,
      String expected) {
    var request = CostRequest.builder(model, usage(1_000, 0, 0, 0, 500))
        .setProvider(provider)
        .setServiceTier(tier)
        .setSpeed(speed)
        .setRegion(region)
        .build();

    assertThat(dollars(calculator.cost(request))).isEqualTo(expected);
  }

  @Test
  void cost_halvesABatchOnceCacheIncluded() {
    var request = CostRequest.builder("claude-sonnet-4-5", usage(1_000_00, 50_000, 0, 0, 0))
        .setBatch(true)
        .setServiceTier("batch")
        .build();

    assertThat(dollars(calculator.cost(request))).isEqualTo("0.0825");
  }

  @Test
  void cost_ofATierWithoutAPriceIsUnknown() {
    var request = CostRequest.builder("gpt-5-nano", usage(1_000, 0, 0, 0, 0))
        .setServiceTier("priority")
        .build();

    assertThat(calculator.cost(request).reason())
        .isEqualTo("no price of the tier 'priority' is known for openai/gpt-5-nano");
  }

  @Test
  void cost_readsTermsFromTheUsageObject() {
    Map<String, Object> object = Map.of(
        "input_tokens",
        1_000,
        "output_tokens",
        500,
        "service_tier",
        "batch",
        "inference_geo",
        "us",
        "speed",
        "standard");
    var request = CostRequest.builder("claude-sonnet-5", TokenUsage.ofAnthropic(object))
        .readTerms(object)
        .build();

    assertThat(dollars(calculator.cost(request))).isEqualTo("0.00385");
  }

  @Test
  void cost_whereARegionsPriceIsNotKnownIsUnknown() {
    var request =
        CostRequest.builder("eu.amazon.nova-pro-v1:0", usage(1_000, 0, 0, 0, 0)).build();

    assertThat(calculator.cost(request).reason())
        .isEqualTo("no price of the region 'eu' is known for aws/amazon.nova-pro-v1:0");
  }

  @ParameterizedTest
  @CsvSource({
    "many, output_tokens is not a number",
    "1.5, output_tokens is not a whole number",
    "1e30, output_tokens is more than can be billed",
    "576460752303423488, a count is more than can be billed"
  })
  void cost_ofWhatIsNoCountIsUnknownAndNeverThatOfTheRest(String count, String reason) {
    TokenUsage usage =
        TokenUsage.ofAnthropic(Map.of("input_tokens", 1_000, "output_tokens", count));
    ModelPrice price = calculator.price("claude-sonnet-4-5");

    assertThat(price.cost(usage).reason()).isEqualTo(reason);
    assertThat(price.cost(usage).total()).isNull();
    assertThat(price.picoDollars(usage)).isEqualTo(ModelPrice.UNKNOWN_AMOUNT);
    assertThat(price.dollars(usage)).isNaN();
  }

  @Test
  void picoDollars_agreesWithTheExactCost() {
    TokenUsage usage = usage(150_000, 100_000, 20_000, 10_000, 3_333);
    ModelPrice price = calculator.price("claude-fable-5-1");

    assertThat(BigDecimal.valueOf(price.picoDollars(usage), 12))
        .isEqualByComparingTo(price.cost(usage).total());
  }

  /** Where sums need no check, where they do, and where longs end: always the same amount. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, (1L << 29) - 1, 1L << 29, (1L << 29) + 1, 1L << 31, 1L << 32})
  void picoDollars_isTheExactCostAtEverySize(long count) {
    for (String model : List.of("o1-pro", "claude-opus-4-1", "gpt-4o", "gemini-2.5-flash")) {
      var usage = TokenUsage.builder()
          .setInput(3 * count)
          .setCacheRead(count)
          .setCacheWrite5m(count)
          .setOutput(count)
          .build();
      BigDecimal exact = calculator.cost(model, usage).total();

      assertThat(BigDecimal.valueOf(calculator.picoDollars(model, usage), 12))
          .as(model)
          .isEqualByComparingTo(exact);
    }
  }

  @Test
  void picoDollars_takesACountThatWasNotToldForNone() {
    var usage = TokenUsage.builder().setOutput(1_000).setCacheRead(10).build();

    assertThat(calculator.picoDollars("claude-sonnet-4-5", usage)).isEqualTo(15_003_000_000L);
  }

  @Test
  void picoDollars_givesUpBeforeItOverflows() {
    TokenUsage usage = usage(1_000_000_000_000_000L, 0, 0, 0, 0);

    assertThat(calculator.picoDollars("o1-pro", usage)).isEqualTo(ModelPrice.UNKNOWN_AMOUNT);
    assertThat(calculator.price("o1-pro").dollars(usage)).isEqualTo(150e9);
    assertThat(dollars(calculator.cost("o1-pro", usage))).isEqualTo("150000000000");
  }

  @Test
  void dollars_ofAnUnknownModelIsNotANumber() {
    assertThat(calculator.price("nobody").dollars(CostPart.INPUT, usage(1, 0, 0, 0, 1)))
        .isNaN();
  }
}
