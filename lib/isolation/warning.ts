// SPDX-License-Identifier: Apache-2.0
import { finding } from "../findings";
import type { Finding } from "../rule";

/** What is said of a property although it may be meant: its name and value first, then what follows from it. */
export function warning(property: string, value: unknown, rest: string): Finding {
    return { ...finding(property, value, rest), severity: "warning" };
}
