// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.examples.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page in a real Chromium. Pictures of it are in {@code target/screenshots}. */
class BrowserTest {
  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final Duration HEARTBEAT = Duration.ofMillis(500);
  private static final Duration LONGER_HEARTBEAT = Duration.ofSeconds(5);
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("sse.outcome");
  private static final AttributeKey<String> RESUMED = AttributeKey.stringKey("sse.resumed_from");

  /** Notes each event of the agent and each breach of the page's policy, beside the page. */
  private static final String WITNESS = """
      window.text = id => document.getElementById(id)?.textContent ?? "";
      window.spans = () => Array.from(document.querySelectorAll("#waterfall > li"), row => row.dataset.name);
      window.row = name => document.querySelector(`#waterfall > li[data-name="${name}"]`);
      window.seen = [];
      window.breaches = [];
      document.addEventListener("securitypolicyviolation", e => breaches.push(e.blockedURI));
      window.EventSource = class extends EventSource {
        constructor(url) {
          super(url);
          for (const type of ["text", "thinking", "tool_use", "tool_result", "result", "error"]) {
            this.addEventListener(type, event => {
              if (event.data !== undefined) seen.push({type, id: event.lastEventId});
            });
          }
        }
      };
      """;

  private static @Nullable Chromium browser;

  @BeforeAll
  static void start() {
    Optional<Path> program = Chromium.find();
    assumeTrue(program.isPresent(), "skipped: Chromium is not installed");
    browser = Chromium.start(program.orElseThrow());
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void page_showsTheAgentItsCostAndItsTraceAsTheyCome() {
    try (var rig = ServeRig.startWithAnyAgent(HEARTBEAT);
        Tab tab = open(1440, 1000, false)) {
      tab.go(rig.url());

      tab.await("text('state') === 'working' && text('cost').startsWith('$')");
      assertThat(tab.evaluate("seen.at(-1).type")).isNotEqualTo("result");
      assertThat(tab.evaluate("spans().includes('invoke_agent claude-code')")).isEqualTo("true");
      tab.screenshot(PICTURES.resolve("working.png"));

      awaitDone(tab);
      assertThat(numbersOfEvents(tab)).isEqualTo(upTo(numbersOfEvents(tab).size()));
      assertThat(tab.evaluate("seen.at(-1).type")).isEqualTo("result");
      assertThat(tab.evaluate("['cost', 'input', 'output', 'tools', 'time'].map(text).join(' | ')"))
          .isEqualTo("$0.0745 | 44,549 | 1,095 | 7 | 7.73 s");
      assertThat(tab.evaluate("text('log')"))
          .contains(
              "The failing test rounds a negative amount.", "All tests pass, MoneyTest included")
          .contains("expected: <-500> but was: <-600>", "\"pattern\": \"roundUp\"");
      assertThat(tab.evaluate("window.breaches.length")).isEqualTo("0");
      assertThat(rig.ended("sse.session"))
          .singleElement()
          .satisfies(
              session -> assertThat(session.getAttributes().get(OUTCOME)).isEqualTo("completed"));
      tab.screenshot(PICTURES.resolve("desktop.png"));
    }
  }

  @Test
  void waterfall_hasEverySpanUnderItsParentPythonsOwnIncluded() {
    assumeTrue(PythonAgent.isPossible(), "skipped: python3 is not installed");
    try (var rig = ServeRig.startWithAnyAgent(HEARTBEAT);
        Tab tab = open(1440, 1000, true)) {
      tab.go(rig.url());
      awaitDone(tab);

      assertThat(tab.evaluate("spans().slice(0, 5).join(' > ')"))
          .isEqualTo("sse.session > invoke_agent claude-code > sandbox.create"
              + " > sandbox.execute > agent.python_execution");
      assertThat(tab.evaluate("row('agent.python_execution').dataset.depth")).isEqualTo("3");
      assertThat(tab.evaluate("row('agent.python_execution').innerText")).contains("Python", " s");
      assertThat(tab.evaluate("row('agent.python_execution').textContent"))
          .contains("agent.languagepython", "sandbox.environmentlocal", "agent.result_length236");
      assertThat(tab.evaluate("row('invoke_agent claude-code').innerText"))
          .contains("44,549 in · 1,095 out", "$0.0745", "ok");
      assertThat(tab.evaluate("row('execute_tool Bash').innerText")).contains("error");
      tab.screenshot(PICTURES.resolve("dark.png"));
    }
  }

  @Test
  void page_getsWhatItMissedOnceWhenItsConnectionIsCut() {
    var agent = ScriptedAgent.waitingAfter(40);
    try (var rig = ServeRig.start(agent, HEARTBEAT);
        var proxy = CuttingProxy.to(rig.port());
        Tab tab = open(1000, 800, false)) {
      tab.go(proxy.url());
      tab.await("seen.length > 10");

      proxy.cut();
      tab.await("text('state') === 'reconnecting'");
      agent.goOn();
      awaitDone(tab);

      assertThat(numbersOfEvents(tab)).isEqualTo(upTo(numbersOfEvents(tab).size()));
      assertThat(tab.evaluate("text('log').split('I will look at the rounding').length - 1"))
          .isEqualTo("1");
      List<SpanData> sessions = rig.awaitEnded("sse.session", 2);
      assertThat(sessions)
          .extracting(span -> span.getAttributes().get(OUTCOME))
          .containsExactlyInAnyOrder("client_disconnect", "completed");
      assertThat(sessions)
          .filteredOn(span -> span.getAttributes().get(RESUMED) != null)
          .hasSize(1);
      assertThat(rig.ended("invoke_agent claude-code")).hasSize(1);
      tab.await("spans().filter(name => name === 'sse.session').length === 2");
    }
  }

  @Test
  void closingTheTab_endsTheSpanAsDisconnectWithinTheHeartbeatInterval() {
    var agent = ScriptedAgent.waitingAfter(40);
    try (var rig = ServeRig.start(agent, LONGER_HEARTBEAT);
        Tab tab = open(1000, 800, false)) {
      tab.go(rig.url());
      tab.await("seen.length > 10");

      tab.close();
      Instant closed = Instant.now();
      SpanData session = rig.awaitEnded("sse.session", 1).get(0);
      agent.goOn();

      assertThat(session.getAttributes().get(OUTCOME)).isEqualTo("client_disconnect");
      // Of the silence, a part has passed before the tab was closed: the bound is not tight.
      assertThat(closed.plus(LONGER_HEARTBEAT).compareTo(endOf(session))).isPositive();
    }
  }

  @Test
  void page_saysThatTheServerHasNoRoomForARunMore() {
    var agent = ScriptedAgent.waitingAfter(40);
    try (var rig = ServeRig.start(agent, HEARTBEAT, 1);
        Tab first = open(1000, 800, false);
        Tab second = open(1000, 800, false)) {
      first.go(rig.url());
      first.await("seen.length > 10");

      second.go(rig.url());
      second.await("text('state') === 'refused'");
      second.await("text('log').includes('The server is busy: it runs no more than 1 at once.')");

      agent.goOn();
      awaitDone(first);
      rig.awaitEnded("sse.session", 1);
      second.evaluate("document.getElementById('run').click()");
      awaitDone(second);
    }
  }

  @Test
  void page_fitsAPhoneInDarkMode() {
    try (var rig = ServeRig.start(ScriptedAgent.quick(), HEARTBEAT);
        Tab tab = open(390, 844, true)) {
      tab.go(rig.url());
      awaitDone(tab);
      tab.screenshot(PICTURES.resolve("phone.png"));
      tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })");

      assertThat(tab.evaluate("document.documentElement.scrollWidth")).isEqualTo("390");
      assertThat(tab.evaluate("getComputedStyle(document.body).backgroundColor"))
          .isEqualTo("rgb(20, 24, 23)");
    }
  }

  @Test
  void page_worksByKeyboardAlone() {
    var agent = ScriptedAgent.waitingAfter(40);
    try (var rig = ServeRig.start(agent, HEARTBEAT);
        Tab tab = open(1000, 800, false)) {
      tab.go(rig.url());
      tab.await("seen.length > 10");

      assertThat(pressTab(tab)).isEqualTo("Skip to the agent's work");
      assertThat(pressTab(tab)).isEqualTo("prompt");
      assertThat(tab.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
          .isEqualTo("solid");
      tab.type("Why <b>not</b>?");
      tab.press("Enter");
      tab.await("text('log').includes('You said: Why <b>not</b>?.')");
      assertThat(tab.evaluate("document.querySelector('#log b:not(summary b)')"))
          .isEqualTo("null");

      assertThat(pressTab(tab)).isEqualTo("run");
      assertThat(pressTab(tab)).isEqualTo("stop");
      tab.press("Enter");
      tab.await("text('state') === 'stopped'");
      assertThat(tab.evaluate("document.activeElement.id")).isEqualTo("run");

      pressTab(tab);
      assertThat(tab.evaluate("document.activeElement.tagName")).isEqualTo("SUMMARY");
      tab.press(" ");
      tab.await("document.activeElement.parentElement.open");
      agent.goOn();
    }
  }

  /** Presses the tab key and returns the id, or else the text, of what has the focus then. */
  private static String pressTab(Tab tab) {
    tab.press("Tab");
    return tab.evaluate("document.activeElement.id || document.activeElement.textContent");
  }

  private static Instant endOf(SpanData span) {
    return Instant.EPOCH.plusNanos(span.getEndEpochNanos());
  }

  private static void awaitDone(Tab tab) {
    tab.await("text('state') === 'done'");
    tab.await("row('sse.session') && !document.querySelector('#waterfall .open')");
  }

  private static Tab open(int width, int height, boolean dark) {
    if (browser == null) {
      throw new IllegalStateException("no browser");
    }
    Tab tab = browser.open(width, height, dark);
    tab.beforeEachDocument(WITNESS);
    return tab;
  }

  /** Returns what stands behind the dot of each event's id, in the order of arrival. */
  private static List<Integer> numbersOfEvents(Tab tab) {
    String ids = tab.evaluate("seen.map(event => event.id.split('.')[1])");
    return List.of(ids.split(",", -1)).stream().map(Integer::valueOf).toList();
  }

  private static List<Integer> upTo(int count) {
    return IntStream.rangeClosed(1, count).boxed().toList();
  }
}
