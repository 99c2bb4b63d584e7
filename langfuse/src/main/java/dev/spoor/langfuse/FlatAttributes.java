// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package dev.spoor.langfuse;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Attributes in the order in which they were put, kept in an array that is used again: building
 * OpenTelemetry's own sorts and copies, which costs as much as sending them. For one thread; the
 * content is gone with {@link #clear}.
 */
final class FlatAttributes implements Attributes {
  private @Nullable Object[] pairs = new @Nullable Object[48];
  private int length;

  void clear() {
    Arrays.fill(pairs, 0, length, null);
    length = 0;
  }

  /** Adds a pair; that there is none of this name yet is the caller's to know. */
  <T> void add(AttributeKey<T> key, T value) {
    addAny(key, value);
  }

  /** Adds a pair if there is a value. */
  <T> void addIfPresent(AttributeKey<T> key, @Nullable T value) {
    if (value != null) {
      addAny(key, value);
    }
  }

  void addAny(AttributeKey<?> key, Object value) {
    if (length == pairs.length) {
      pairs = Arrays.copyOf(pairs, length * 2);
    }
    pairs[length++] = key;
    pairs[length++] = value;
  }

  AttributeKey<?> keyAt(int index) {
    return (AttributeKey<?>) at(2 * index);
  }

  Object valueAt(int index) {
    return at(2 * index + 1);
  }

  void setAt(int index, AttributeKey<?> key, Object value) {
    pairs[2 * index] = key;
    pairs[2 * index + 1] = value;
  }

  private Object at(int index) {
    Object found = pairs[index];
    if (found == null) {
      throw new IndexOutOfBoundsException(index);
    }
    return found;
  }

  /** Returns the index of the attribute {@code name}, or -1. */
  int indexOf(String name) {
    for (int i = 0; i < size(); i++) {
      if (keyAt(i).getKey().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  @SuppressWarnings("unchecked") // A key is only ever added with a value of its type.
  public <T> @Nullable T get(AttributeKey<T> key) {
    for (int i = 0; i < length; i += 2) {
      if (key.equals(pairs[i])) {
        return (T) pairs[i + 1];
      }
    }
    return null;
  }

  @Override
  public void forEach(BiConsumer<? super AttributeKey<?>, ? super Object> consumer) {
    for (int i = 0; i < size(); i++) {
      consumer.accept(keyAt(i), valueAt(i));
    }
  }

  @Override
  public int size() {
    return length / 2;
  }

  @Override
  public boolean isEmpty() {
    return length == 0;
  }

  @Override
  public Map<AttributeKey<?>, Object> asMap() {
    Map<AttributeKey<?>, Object> map = new LinkedHashMap<>();
    forEach(map::put);
    return map;
  }

  @Override
  public AttributesBuilder toBuilder() {
    return Attributes.builder().putAll(this);
  }

  @Override
  public String toString() {
    return asMap().toString();
  }
}
