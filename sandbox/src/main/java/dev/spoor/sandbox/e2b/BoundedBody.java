// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.sandbox.e2b;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Takes an answer in whole, and refuses one that would fill the heap. */
final class BoundedBody implements BodySubscriber<byte[]> {
  /** No answer of the API is larger; files that are come as a stream. */
  static final int MAX_BYTES = 16 << 20;

  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private Flow.@Nullable Subscription subscription;

  private BoundedBody() {}

  static BodyHandler<byte[]> handler() {
    return response -> new BoundedBody();
  }

  /** Takes a stream as it comes, but a refusal in whole: who refuses may never end it. */
  static BodyHandler<InputStream> unlessSuccess() {
    return response -> response.statusCode() / 100 == 2
        ? BodySubscribers.ofInputStream()
        : BodySubscribers.mapping(new BoundedBody(), ByteArrayInputStream::new);
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      if (buffer.remaining() > MAX_BYTES - bytes.size()) {
        refuse();
        return;
      }
      byte[] chunk = new byte[buffer.remaining()];
      buffer.get(chunk);
      bytes.writeBytes(chunk);
    }
  }

  @Override
  public void onError(Throwable thrown) {
    body.completeExceptionally(thrown);
  }

  @Override
  public void onComplete() {
    body.complete(bytes.toByteArray());
  }

  private void refuse() {
    if (subscription != null) {
      subscription.cancel();
    }
    body.completeExceptionally(new IOException("E2B's answer is longer than " + MAX_BYTES
        + " bytes. Read a file of that size as a stream, by openFile."));
  }
}
