// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceCatalogTest {
  private static final TokenUsage MILLION =
      TokenUsage.builder().setInput(1_000_000).setOutput(0).build();

  @TempDir
  Path directory;

  private static CostCalculator calculator(PriceCatalog catalog, String time) {
    return CostCalculator.builder()
        .setCatalog(catalog)
        .setClock(() -> Instant.parse(time))
        .build();
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("prices.txt"), text);
  }

  @Test
  void addPrice_winsWhileItIsValid() {
    PriceCatalog catalog = PriceCatalog.builder()
        .addPrice(Price.builder("openai", "gpt-5")
            .setInput("1")
            .setOutput("8")
            .setFrom(LocalDate.of(2026, 6, 1))
            .setUntil(LocalDate.of(2026, 12, 1))
            .build())
        .build();

    assertThat(
            calculator(catalog, "2026-05-31T23:59:59Z").cost("gpt-5", MILLION).total())
        .isEqualByComparingTo("1.25");
    assertThat(calculator(catalog, "2026-06-01T00:00:00Z")
            .cost("gpt-5-2025-08-07", MILLION)
            .total())
        .isEqualByComparingTo("1");
    assertThat(
            calculator(catalog, "2026-12-01T00:00:00Z").cost("gpt-5", MILLION).total())
        .isEqualByComparingTo("1.25");
  }

  @Test
  void addFile_addsModelsAndNames() throws IOException {
    Path file = file(
        "version ours-1\nprice acme/large input=2 output=4 batch=x0.25\nalias acme/large big\n");
    PriceCatalog catalog = PriceCatalog.builder().addFile(file).build();
    CostCalculator calculator = calculator(catalog, "2026-11-22T00:00:00Z");

    assertThat(calculator.cost("acme/big", MILLION).total()).isEqualByComparingTo("2");
    assertThat(calculator.cost("acme/big", MILLION).priceVersion()).endsWith("+ours-1");
    assertThat(calculator
            .cost(CostRequest.builder("big", MILLION)
                .setProvider("acme")
                .setBatch(true)
                .build())
            .total())
        .isEqualByComparingTo("0.5");
  }

  @Test
  void addAlias_namesADeployment() {
    PriceCatalog catalog =
        PriceCatalog.builder().addAlias("openai", "gpt-5", "our-deployment").build();

    assertThat(calculator(catalog, "2026-11-22T00:00:00Z")
            .cost("our-deployment", MILLION)
            .matched())
        .isEqualTo("openai/gpt-5");
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', textBlock = """
          price acme/m input=cheap; line 2: input is 'cheap', expected a decimal number
          price acme/m input=-1; line 2: input is '-1', expected 0 or more
          price acme/m; neither input nor output: set at least one
          price acme input=1; names no model: write PROVIDER/MODEL second
          price acme/m input=1 from=soon; line 2: 'soon' is not a date: write for example 2026-03-31
          price acme/m input=1 from=2026-02-01 until=2026-01-01; expected a later end
          price acme/m input=1 inptu=2; 'inptu' is not a price: use one of
          price acme/m input=1 above=many; write a number of tokens
          prise acme/m input=1; line 2: a line begins with 'prise': begin each line with price
          price acme/m input=1 until=2026-02-30; line 2: '2026-02-30' is not a date
          date yesterday; line 2: 'yesterday' is not a date
          price acme/m input=1 above=9; line 2: 'price acme/m above=9 input=1' has no price for shorter requests
          alias acme/m; the alias has no name: write alias PROVIDER/MODEL NAME
          """)
  void addFile_saysWhichLineIsWrongAndWhatToDo(String line, String message) throws IOException {
    Path file = file("# ours\n" + line + "\n");

    assertThatThrownBy(() -> PriceCatalog.builder().addFile(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("prices.txt line 2")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', textBlock = """
          input=1; input=2
          input=1 until=2026-03-02; input=2 from=2026-03-01
          input=1 from=2026-01-01 until=2026-06-01; input=2 from=2026-02-01 until=2026-03-01
          input=1 tier=batch; input=2 tier=batch from=2026-03-01
          input=1 daily=08:00-16:00; input=2 daily=15:00-20:00
          input=1 daily=22:00-04:00; input=2 daily=03:00-05:00
          """)
  void addFile_refusesTwoPricesAtOneTime(String first, String second) throws IOException {
    Path file = file("price acme/m " + first + "\n\nprice ACME/m\t" + second + "\r\n");

    assertThatThrownBy(() -> PriceCatalog.builder().addFile(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("prices.txt line 3: 'price acme/m")
        .hasMessageContaining("holds at the same time as 'price acme/m")
        .hasMessageContaining("end one where the other begins");
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', textBlock = """
          input=1 until=2026-03-01; input=2 from=2026-03-01
          input=1; input=2 tier=batch
          input=1; input=2 above=200000
          input=1; input=2 daily=15:00-20:00
          input=1 daily=20:00-15:00; input=2 daily=15:00-20:00
          """)
  void addFile_takesPricesOfOtherTimesAndTerms(String first, String second) throws IOException {
    Path file = file("price acme/m " + first + "\nprice acme/m " + second + "\n");

    assertThat(PriceCatalog.builder().addFile(file).build().models()).contains("acme/m");
  }

  @Test
  void addPrice_takesALongContextBesideItsBase() {
    PriceCatalog catalog = PriceCatalog.builder()
        .addPrice(Price.builder("acme", "m").setInput("1").build())
        .addPrice(Price.builder("acme", "m").setInput("3").setAbove(999_999).build())
        .build();

    assertThat(
            calculator(catalog, "2026-11-22T00:00:00Z").cost("acme/m", MILLION).total())
        .isEqualByComparingTo("3");
  }

  @Test
  void build_refusesTwoPricesFromCodeAtOneTime() {
    PriceCatalogBuilder builder = PriceCatalog.builder()
        .addPrice(Price.builder("acme", "m").setInput("1").build())
        .addPrice(Price.builder("acme", "m").setInput("2").build());

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'price acme/m input=2' holds at the same time as")
        .hasMessageContaining("end one where the other begins");
  }

  @Test
  void addFile_saysWhatToDoAboutAMissingFile() {
    Path file = directory.resolve("missing.txt");

    assertThatThrownBy(() -> PriceCatalog.builder().addEnvironment(file.toString()))
        .hasMessageContaining("missing.txt cannot be read")
        .hasMessageContaining("unset SPOOR_PRICES");
  }

  @Test
  void build_refusesAnAliasOfNothing() {
    assertThatThrownBy(
            () -> PriceCatalog.builder().addAlias("acme", "none", "x").build())
        .hasMessageContaining("acme/none, which has no price");
  }

  @Test
  void build_withoutAdditionsIsTheShippedTable() {
    assertThat(PriceCatalog.builder().addEnvironment(null).build())
        .isSameAs(PriceCatalog.shipped());
  }
}
