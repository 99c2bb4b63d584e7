// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package example.spring;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class DeskApplication {}
