// SPDX-License-Identifier: Apache-2.0
import type { Shape } from "./shape";

/** What says which object it is, its labels, and the annotations that are named. */
export function metadata(...annotations: readonly string[]): Readonly<Record<string, Shape>> {
    const whole = { name: true, namespace: true, labels: true } as const;
    return annotations.length === 0
        ? whole
        : { ...whole, annotations: Object.fromEntries(annotations.map((key) => [key, true as const])) };
}

/** Who wrote an object, and when; not which fields. */
export const MANAGERS: Shape = [{ manager: true, time: true, subresource: true }];
