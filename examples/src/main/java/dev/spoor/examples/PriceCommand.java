// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.spoor.cost.Cost;
import dev.spoor.cost.CostCalculator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prices requests: one JSON object a line comes in, one goes out, in the same order. What cannot be
 * priced has the amount null and a reason; no line stops the others.
 */
final class PriceCommand {
  private static final int DONE = 0;
  private static final int MISUSED = 2;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final CostCalculator calculator;
  private final JsonFactory json = new JsonFactory();

  private PriceCommand(CostCalculator calculator) {
    this.calculator = calculator;
  }

  /** Reads lines from {@code in} until it ends; returns the exit code. */
  static int run(List<String> arguments, InputStream in, PrintStream out, PrintStream err) {
    if (!arguments.isEmpty()) {
      err.println("spoor: price takes no arguments, but got " + String.join(" ", arguments)
          + ". Give it JSON lines on standard input, and prices of your own by SPOOR_PRICES.");
      return MISUSED;
    }
    try {
      new PriceCommand(CostCalculator.create()).run(in, out);
      return DONE;
    } catch (IllegalArgumentException | IOException e) {
      err.println("spoor: " + e.getMessage());
      return MISUSED;
    } finally {
      out.flush();
    }
  }

  private void run(InputStream in, PrintStream out) throws IOException {
    var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    boolean first = true;
    // Who reads the answers may have seen enough: an endless input would never end us.
    String line = reader.readLine();
    while (line != null && !out.checkError()) {
      boolean marked = first && !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK;
      first = false;
      out.print(answer(marked ? line.substring(1) : line) + '\n');
      line = reader.readLine();
    }
  }

  private String answer(String line) throws IOException {
    Map<String, Object> fields = JsonLine.parse(line);
    if (fields == null) {
      return write(null, Cost.unknown("the line is not a JSON object"));
    }
    return write(fields.get("id"), cost(fields));
  }

  private Cost cost(Map<String, Object> fields) {
    try {
      return calculator.cost(PriceLine.request(fields));
    } catch (PriceLine.Unreadable e) {
      return Cost.unknown(String.valueOf(e.getMessage()));
    }
  }

  private String write(@Nullable Object id, Cost cost) throws IOException {
    var text = new StringWriter();
    try (JsonGenerator generator = json.createGenerator(text)) {
      generator.writeStartObject();
      generator.writeFieldName("id");
      writeId(generator, id);
      BigDecimal total = cost.total();
      generator.writeStringField("usd", total == null ? null : total.toPlainString());
      generator.writeStringField("matched", cost.matched());
      generator.writeStringField("reason", cost.reason());
      generator.writeEndObject();
    }
    return text.toString();
  }

  private static void writeId(JsonGenerator generator, @Nullable Object id) throws IOException {
    if (id instanceof String text) {
      generator.writeString(text);
    } else if (id instanceof Number number) {
      generator.writeNumber(number.toString());
    } else if (id instanceof Boolean truth) {
      generator.writeBoolean(truth);
    } else {
      generator.writeNull();
    }
  }
}
