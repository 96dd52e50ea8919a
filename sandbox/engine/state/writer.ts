// SPDX-License-Identifier: Apache-2.0
import type { PendingOperation, ResourceState } from "../model";

/** How a run writes down what it did. Every call resolves once a crash cannot undo it. */
export interface StateWriter {
    /** Notes an operation that is about to begin; the token ends it. */
    begin(operation: PendingOperation): Promise<number>;
    done(token: number): Promise<void>;
    /** The new state of a resource of this run. */
    put(state: ResourceState): Promise<void>;
    /** A resource of this run whose state is as it was. */
    same(state: ResourceState): Promise<void>;
    remove(state: ResourceState): Promise<void>;
    /** An operation that an earlier run had begun has been looked into. */
    settle(operation: PendingOperation): Promise<void>;
}

/** What a preview writes: nothing. */
export const NO_STATE: StateWriter = {
    begin: () => Promise.resolve(0),
    done: () => Promise.resolve(),
    put: () => Promise.resolve(),
    same: () => Promise.resolve(),
    remove: () => Promise.resolve(),
    settle: () => Promise.resolve(),
};
