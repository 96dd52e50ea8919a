// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";
import { goldenIn } from "../../support/golden";

/** Compares a text with a file of golden/. */
export const assertGolden = goldenIn(join(__dirname, "golden"));
