// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package gate;

import java.util.List;

final class Raw {
  static int size(List list) {
    return list.size();
  }

  private Raw() {}
}
