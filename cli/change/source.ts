// SPDX-License-Identifier: Apache-2.0
import type { Pair } from "./said";

/** A change as it was read. */
export interface Source {
    /** What was read, such as "preview.json" or "before/ and after/". */
    readonly title: string;
    /** What messages call that which tells what there was, such as "the stack's state". */
    readonly former: string;
    readonly pairs: readonly Pair[];
    /** What follows from what is left out, in whole sentences. It does not where the cluster tells it. */
    readonly narrow?: string;
}
