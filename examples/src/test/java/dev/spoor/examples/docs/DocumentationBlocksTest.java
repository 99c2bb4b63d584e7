// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.w3c.dom.NodeList;

/**
 * What the documentation shows besides Java is well-formed and names what exists: shell, XML, JSON,
 * YAML and Python blocks, every link within the repository and every variable of ours.
 */
class DocumentationBlocksTest {
  private static final Path ROOT = Markdown.ROOT;
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern OWN_SCRIPT = Pattern.compile(
      "(?m)(?:^|[\\s|])((?:examples|cost|benchmarks|collector|dashboards|sandbox)/[\\w./-]+)");
  private static final Pattern OWN_VARIABLE =
      Pattern.compile("\\b(?:SPOOR|LANGFUSE)_[A-Z_]+[A-Z]\\b");
  /** What has tests of its own: DocumentationTest, DocumentedOutputTest and DashboardsTest. */
  private static final Set<String> ELSEWHERE = Set.of("java", "text", "promql");

  @TestFactory
  Stream<DynamicTest> everyBlock_isWellFormed() throws IOException {
    return Markdown.blocks().stream()
        .filter(block -> !ELSEWHERE.contains(block.language()))
        .map(block ->
            DynamicTest.dynamicTest(block.place() + " " + block.language(), () -> check(block)));
  }

  @Test
  void everyLink_leadsSomewhere() throws IOException {
    var broken = new ArrayList<String>();
    for (Path file : Markdown.files()) {
      Matcher links = LINK.matcher(Markdown.withoutCode(Files.readString(file)));
      while (links.find()) {
        String link = links.group(1);
        if (!link.matches("(?:https?|mailto):.*") && !leadsSomewhere(file, link)) {
          broken.add(ROOT.relativize(file) + ": " + link);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static void check(Markdown.Block block) throws Exception {
    switch (block.language()) {
      case "sh" -> {
        assertThat(run(block.text(), "bash", "-n")).isEmpty();
        assertThat(missingScripts(block.text())).isEmpty();
      }
      case "xml" -> assertOwnArtifacts(block.text());
      case "json" -> parseJson(block.text());
      case "yaml" -> checkYaml(block.text());
      case "python" -> {
        assumeTrue(isInstalled("python3"), "skipped: python3 is not installed");
        String program = "import ast, sys; ast.parse(sys.stdin.read(), feature_version=(3, 8))";
        assertThat(run(block.text(), "python3", "-c", program)).isEmpty();
      }
      default ->
        throw new AssertionError(
            "A block of a language that nothing checks: '" + block.language() + "'");
    }
  }

  /** What is for Prometheus must be what it takes. */
  private static void checkYaml(String yaml) throws Exception {
    Object read = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    assertThat(read).isInstanceOf(Map.class);
    var keys = ((Map<?, ?>) read).keySet();
    if (keys.contains("scrape_configs") || keys.contains("rule_files")) {
      assumeTrue(isInstalled("promtool"), "skipped: promtool is not installed");
      String ours =
          yaml.replace("/etc/spoor/dashboards", ROOT.resolve("dashboards").toString());
      assertThat(run(ours, "promtool", "check", "config", "/dev/stdin")).contains("SUCCESS");
    }
  }

  @Test
  void everyVariableOfOurs_isReadByTheSources() throws IOException {
    var read = new TreeSet<String>();
    for (Path file : sources()) {
      OWN_VARIABLE.matcher(Files.readString(file)).results().forEach(v -> read.add(v.group()));
    }
    for (Path file : Markdown.files()) {
      var told = OWN_VARIABLE.matcher(Files.readString(file)).results().map(v -> v.group());
      assertThat(read).as(file.toString()).containsAll(told.toList());
    }
  }

  /** The scripts, and the main sources of the modules. */
  private static List<Path> sources() throws IOException {
    var sources = new ArrayList<Path>();
    for (String script : List.of("examples/spoor", "sandbox/python/spoor.py", "collector/check")) {
      sources.add(ROOT.resolve(script));
    }
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path main : modules.map(module -> module.resolve("src/main/java")).toList()) {
        if (Files.exists(main)) {
          try (Stream<Path> files = Files.walk(main)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
    return sources;
  }

  /** An artifact of ours that the documentation tells to use is one of the modules. */
  private static void assertOwnArtifacts(String xml) throws Exception {
    var document = DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(
            ("<snippet>" + xml + "</snippet>").getBytes(StandardCharsets.UTF_8)));
    NodeList artifacts = document.getElementsByTagName("artifactId");
    for (int i = 0; i < artifacts.getLength(); i++) {
      String artifact = artifacts.item(i).getTextContent();
      if (artifact.startsWith("spoor-")) {
        assertThat(ROOT.resolve(artifact.substring("spoor-".length())).resolve("pom.xml"))
            .exists();
      }
    }
  }

  private static void parseJson(String json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      while (parser.nextToken() != null) {
        // Reading to the end finds what is wrong.
      }
    }
  }

  private static List<String> missingScripts(String shell) {
    return OWN_SCRIPT
        .matcher(shell)
        .results()
        .map(result -> result.group(1))
        .filter(path -> !path.contains("target/") && !Files.exists(ROOT.resolve(path)))
        .toList();
  }

  private static boolean leadsSomewhere(Path from, String link) throws IOException {
    int hash = link.indexOf('#');
    String path = hash < 0 ? link : link.substring(0, hash);
    Path target = path.isEmpty() ? from : from.resolveSibling(path).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return hash < 0 || anchors(target).contains(link.substring(hash + 1));
  }

  /** The anchors that are made of headings: lower case, no punctuation, hyphens for spaces. */
  private static List<String> anchors(Path file) throws IOException {
    return Markdown.withoutCode(Files.readString(file))
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ +", "").toLowerCase(java.util.Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{Alnum}_ -]", "").replace(' ', '-'))
        .toList();
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  /** Runs a program with {@code input} and returns what it complains about. */
  private static String run(String input, String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var out = process.getOutputStream()) {
      out.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return said + (process.exitValue() == 0 ? "" : " (exit code " + process.exitValue() + ")");
  }
}
