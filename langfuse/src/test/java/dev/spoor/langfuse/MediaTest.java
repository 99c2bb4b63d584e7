// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTest {
  private static final byte[] BYTES = "not really a picture".getBytes(StandardCharsets.UTF_8);
  private static final String DATA = Base64.getEncoder().encodeToString(BYTES);
  private static final Media MEDIA = Objects.requireNonNull(Media.decode("image/png", DATA));
  private final FakeLangfuse langfuse = new FakeLangfuse();
  private final Rig rig = Rig.at(langfuse.url(), b -> {});

  @AfterEach
  void close() {
    rig.close();
    langfuse.close();
  }

  private void wantUploads() {
    langfuse.script = request -> request.path().equals("/api/public/media")
        ? new FakeLangfuse.Reply(
            201,
            "{\"mediaId\":\"" + MEDIA.id + "\",\"uploadUrl\":\"" + langfuse.url() + "/bucket/x\"}")
        : null;
  }

  private String sentInput(String input) {
    rig.tracer()
        .spanBuilder("x")
        .setAttribute("langfuse.observation.input", input)
        .startSpan()
        .end();
    assertThat(rig.flush()).isTrue();
    return String.valueOf(langfuse.spans.get(0).attribute("langfuse.observation.input"));
  }

  @Test
  void id_isTheBeginningOfTheHash() {
    assertThat(MEDIA.id).hasSize(22).doesNotContain("=", "+", "/");
    assertThat(MEDIA.sha256).hasSize(44);
    assertThat(MEDIA.tag())
        .isEqualTo("@@@langfuseMedia:type=image/png|id=" + MEDIA.id + "|source=base64_data_uri@@@");
  }

  @Test
  void dataUri_isUploadedAndReplaced() {
    wantUploads();

    assertThat(sentInput("see data:image/png;base64," + DATA + " there"))
        .isEqualTo("see " + MEDIA.tag() + " there");
    rig.close();

    Map<?, ?> announced = langfuse.requests("POST", "/api/public/media").get(0).json();
    assertThat(announced.get("sha256Hash")).isEqualTo(MEDIA.sha256);
    assertThat(announced.get("contentType")).isEqualTo("image/png");
    assertThat(announced.get("field")).isEqualTo("input");
    assertThat(announced.get("observationId")).isEqualTo(langfuse.spans.get(0).spanId());
    assertThat(announced.get("contentLength")).isEqualTo(new Json.Digits("" + BYTES.length));
    var put = langfuse.requests("PUT", "/bucket/x").get(0);
    assertThat(put.body()).isEqualTo(BYTES);
    assertThat(put.headers().get("X-amz-checksum-sha256")).isEqualTo(List.of(MEDIA.sha256));
    assertThat(put.headers()).as("the keys stay with Langfuse").doesNotContainKey("Authorization");
    var patch = langfuse.requests("PATCH", "/api/public/media/" + MEDIA.id).get(0);
    assertThat(patch.json().get("uploadHttpStatus")).isEqualTo(new Json.Digits("200"));
    assertThat(rig.statistics().mediaUploaded()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'type':'image','source':{'type':'base64','media_type':'image/png','data':'%s'}}]",
        "[{'type':'media','mime_type':'image/png','data':'%s'}]",
        "{'parts':[{'inline_data':{'mime_type':'image/png','data':'%s'}}]}",
        "{'parts':[{'inlineData':{'mimeType':'image/png','data':'%s'}}]}",
        "[{'parts':[{'type':'blob','modality':'image','mime_type':'image/png','content':'%s'}]}]",
        "[{'type':'file','mediaType':'image/png','data':'%s'}]",
        "[{'content':[{'image':{'format':'png','source':{'bytes':'%s'}}}]}]",
        "[{'type':'input_image','image_url':'data:image/png;base64,%s'}]",
        "[{'type':'image_url','image_url':{'url':'data:image/png;base64,%s'}}]"
      })
  void blockOfEveryProvider_isReplaced(String form) {
    wantUploads();
    String json = form.replace('\'', '"');

    String sent = sentInput(json.formatted(DATA));

    assertThat(sent).doesNotContain(DATA);
    assertThat(Json.parse(sent))
        .isEqualTo(
            Json.parse(json.replace("data:image/png;base64,%s", "%s").formatted(MEDIA.tag())));
  }

  @Test
  void audioOfOpenAi_isReplaced() {
    wantUploads();

    assertThat(sentInput("[{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"" + DATA
            + "\",\"format\":\"wav\"}}]"))
        .contains("@@@langfuseMedia:type=audio/wav|id=" + MEDIA.id);
  }

  @Test
  void blockThatIsNoFile_isLeft() {
    String json = "[{\"type\":\"text\",\"mime_type\":\"text/plain\",\"content\":\"abcdefgh\"},"
        + "{\"type\":\"blob\",\"uri\":\"x\"},{\"mime_type\":\"text/plain\",\"data\":\"abcdefgh\"}]";

    assertThat(sentInput(json)).isEqualTo(json);
  }

  @Test
  void base64WithEscapedSlashes_isReplacedWhole() {
    byte[] bytes = {(byte) 0xff, (byte) 0xff, (byte) 0xff, 1, 2, 3};
    String data = Base64.getEncoder().encodeToString(bytes);
    assertThat(data).startsWith("////");
    Media media = Objects.requireNonNull(Media.decode("image/png", data));

    assertThat(sentInput("{\"url\":\"data:image\\/png;base64," + data.replace("/", "\\/") + "\"}"))
        .isEqualTo("{\"url\":\"" + media.tag() + "\"}");
  }

  @Test
  void base64ForUrlsAndInLines_isRead() {
    byte[] bytes = {(byte) 0xff, (byte) 0xff, (byte) 0xfe, 1};

    for (Base64.Encoder encoder :
        List.of(Base64.getUrlEncoder(), Base64.getMimeEncoder(4, new byte[] {'\n'}))) {
      Media media = Media.decode("image/png", encoder.encodeToString(bytes));
      assertThat(Objects.requireNonNull(media).bytes).isEqualTo(bytes);
    }
  }

  @Test
  void mediaInMetadata_isReplaced() {
    wantUploads();
    rig.tracer()
        .spanBuilder("x")
        .setAttribute("langfuse.observation.metadata.k", "data:image/png;base64," + DATA)
        .setAttribute("langfuse.trace.metadata.k", "data:image/png;base64," + DATA)
        .startSpan()
        .end();
    assertThat(rig.flush()).isTrue();

    assertThat(langfuse.spans.get(0).attributes())
        .containsEntry("langfuse.observation.metadata.k", MEDIA.tag())
        .containsEntry("langfuse.trace.metadata.k", MEDIA.tag());
  }

  @Test
  void fileThatLangfuseHas_isNotUploadedAgain() {
    langfuse.script = request -> request.path().equals("/api/public/media")
        ? new FakeLangfuse.Reply(201, "{\"mediaId\":\"" + MEDIA.id + "\",\"uploadUrl\":null}")
        : null;
    sentInput("data:image/png;base64," + DATA);
    rig.close();

    assertThat(langfuse.requests("PUT", "/")).isEmpty();
    assertThat(rig.statistics().mediaUploaded()).isEqualTo(1);
  }

  @Test
  void upload_isTriedAgain() {
    var calls = new AtomicInteger();
    wantUploads();
    var usual = langfuse.script;
    langfuse.script = request -> request.method().equals("PUT") && calls.incrementAndGet() < 3
        ? new FakeLangfuse.Reply(503, "")
        : usual.apply(request);
    sentInput("data:image/png;base64," + DATA);
    rig.close();

    assertThat(langfuse.requests("PUT", "/bucket/x")).hasSize(3);
    assertThat(rig.statistics().mediaUploaded()).isEqualTo(1);
  }

  @Test
  void uploadThatFails_isCountedAndHoldsUpNoSpan() {
    langfuse.script = request -> request.path().equals("/api/public/media")
        ? new FakeLangfuse.Reply(400, "{\"message\":\"type\"}")
        : null;
    sentInput("data:image/png;base64," + DATA);
    rig.close();

    assertThat(langfuse.spans).hasSize(1);
    assertThat(rig.statistics().mediaFailed()).isEqualTo(1);
  }

  @Test
  void textThatOnlyLooksLikeMedia_isLeft() {
    String text = "use ;base64, after data: and \"media\"";

    assertThat(sentInput(text)).isEqualTo(text);
  }

  @Test
  void mediaUpload_canBeSwitchedOff() {
    try (var off = Rig.at(langfuse.url(), b -> b.setMediaUpload(false))) {
      off.tracer()
          .spanBuilder("x")
          .setAttribute("langfuse.observation.input", "data:image/png;base64," + DATA)
          .startSpan()
          .end();
      off.flush();
    }

    assertThat(langfuse.requests("POST", "/api/public/media")).isEmpty();
    assertThat(langfuse.spans.get(0).attribute("langfuse.observation.input"))
        .isEqualTo("data:image/png;base64," + DATA);
  }
}
