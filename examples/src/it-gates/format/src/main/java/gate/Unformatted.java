// Copyright The Spoor Authors
// SPDX-License-Identifier: Apache-2.0
package gate;

final class Unformatted { int  answer( ) {return 42;} }
