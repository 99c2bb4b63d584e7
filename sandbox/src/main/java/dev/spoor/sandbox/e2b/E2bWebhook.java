// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spoor.sandbox.internal.JsonTree;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks and reads what E2B's webhooks send. Immutable and safe for use by many threads.
 *
 * <pre>{@code
 * var webhook = E2bWebhook.create(secret);
 * if (webhook.isAuthentic(body, request.getHeader(E2bWebhook.SIGNATURE_HEADER))) {
 *   E2bEvent event = webhook.read(body);
 *   Context context = propagator.extractLabels(event.metadata());
 * }
 * }</pre>
 */
public final class E2bWebhook {
  /** The header that carries the signature. */
  public static final String SIGNATURE_HEADER = "e2b-signature";

  private final byte[] secret;

  /** Returns a webhook whose messages are signed with {@code secret}. */
  public static E2bWebhook create(String secret) {
    if (secret.isEmpty()) {
      throw new IllegalArgumentException(
          "The secret of the webhook is empty, so anybody could sign."
              + " Expected the signatureSecret that the webhook was registered with.");
    }
    return new E2bWebhook(secret);
  }

  private E2bWebhook(String secret) {
    this.secret = secret.getBytes(UTF_8);
  }

  /**
   * Returns whether {@code signature}, the header as it came, was made for these bytes by somebody
   * who knows the secret. Takes the same time whatever is wrong. Give it the body before anything
   * reads or changes it.
   */
  public boolean isAuthentic(byte[] body, @Nullable String signature) {
    return signature != null
        && MessageDigest.isEqual(sign(body).getBytes(UTF_8), signature.getBytes(UTF_8));
  }

  /**
   * Returns what the message says.
   *
   * @throws IOException when it is no message of a webhook
   */
  public E2bEvent read(byte[] body) throws IOException {
    Map<String, Object> json = E2bHttp.object(body);
    Map<String, String> metadata = new HashMap<>();
    JsonTree.asObject(JsonTree.asObject(json.get("eventData")).get("sandbox_metadata"))
        .forEach((key, value) -> metadata.put(key, value.toString()));
    return new E2bEvent(
        required(json, "id"),
        required(json, "type"),
        required(json, "sandboxId"),
        JsonTree.asString(json.get("sandboxTemplateId")),
        JsonTree.asString(json.get("timestamp")),
        metadata);
  }

  /** A plain hash of the secret and the body, in the alphabet of URLs, without padding. */
  private String sign(byte[] body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(secret);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  private static String required(Map<String, Object> json, String field) throws IOException {
    String value = JsonTree.asString(json.get(field));
    if (value == null) {
      throw new IOException(
          "The message has no \"" + field + "\". Expected one of E2B's webhooks.");
    }
    return value;
  }
}
