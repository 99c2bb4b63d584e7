// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code java} block of a Markdown file. {@code given} lists what the text around it takes as
 * given, as parameters: the block may use them without declaring them.
 */
record Snippet(String place, boolean outline, String given, String code) {
  private static final Pattern COMMENT = Pattern.compile("<!--\\s*(outline|java:\\s*(.*?))\\s*-->");
  private static final Pattern TYPE = Pattern.compile(
      "(?m)^(public |final |abstract |sealed )*(class|record|interface|enum|@interface) \\w+");
  private static final Pattern DESCRIPTOR = Pattern.compile("(?m)^(open )?module [\\w.]+ \\{");

  /** The packages whose types a block may use without importing them, where they have any. */
  static final List<String> PACKAGES = List.of(
      "dev.spoor",
      "dev.spoor.cost",
      "dev.spoor.semconv",
      "dev.spoor.stream",
      "dev.spoor.sse",
      "dev.spoor.sandbox",
      "dev.spoor.sandbox.e2b",
      "dev.spoor.langfuse",
      "dev.spoor.autoconfigure",
      "dev.spoor.testing",
      "io.opentelemetry.api",
      "io.opentelemetry.api.common",
      "io.opentelemetry.api.trace",
      "io.opentelemetry.context",
      "io.opentelemetry.sdk",
      "io.opentelemetry.sdk.trace",
      "com.github.dockerjava.api",
      "io.fabric8.kubernetes.client",
      "io.fabric8.kubernetes.client.dsl",
      "org.testcontainers.containers",
      "java.io",
      "java.math",
      "java.net",
      "java.net.http",
      "java.nio.file",
      "java.time",
      "java.util",
      "java.util.concurrent",
      "java.util.function");

  /** Returns the {@code java} blocks of a Markdown text. */
  static List<Snippet> in(String file, String markdown) {
    var snippets = new ArrayList<Snippet>();
    var code = new ArrayList<String>();
    String comment = "";
    boolean inside = false;
    int line = 0;
    int start = 0;
    for (String text : markdown.lines().toList()) {
      line++;
      if (inside && text.strip().equals("```")) {
        snippets.add(of(file + ":" + start, comment, String.join("\n", code)));
        inside = false;
        comment = "";
      } else if (inside) {
        code.add(text);
      } else if (text.strip().equals("```java")) {
        inside = true;
        start = line;
        code.clear();
      } else if (!text.isBlank()) {
        comment = text;
      }
    }
    return snippets;
  }

  private static Snippet of(String place, String comment, String code) {
    Matcher matcher = COMMENT.matcher(comment);
    boolean marked = matcher.find();
    boolean outline = marked && matcher.group(1).equals("outline");
    String given = marked && matcher.group(2) != null ? matcher.group(2) : "";
    return new Snippet(place, outline, given, code);
  }

  boolean isModuleDescriptor() {
    return DESCRIPTOR.matcher(code).find();
  }

  /** Returns this block as a file that can be compiled, in a package {@code name} of its own. */
  String source(String name, List<String> packages) {
    var imports = new StringBuilder();
    packages.forEach(known -> imports.append("import ").append(known).append(".*;\n"));
    imports.append("import static org.assertj.core.api.Assertions.assertThat;\n");
    var body = new StringBuilder();
    for (String text : code.lines().toList()) {
      (text.startsWith("import ") ? imports : body).append(text).append('\n');
    }
    String declared = TYPE.matcher(code).find() ? body.toString() : inMethod(body);
    return "package " + name + ";\n" + imports + "\n" + declared;
  }

  private String inMethod(CharSequence body) {
    return """
        abstract class Snippet {
          void run(%s) throws Exception {
        %s  }
        }
        """.formatted(given, body);
  }
}
