// SPDX-License-Identifier: Apache-2.0
import type { DetailedDiff } from "../model";
import type { Properties } from "../values";

/** One resource that a provider is asked about. Properties hold no secret envelopes; in a preview they may be UNKNOWN. */
export interface ResourceRequest {
    readonly urn: string;
    /** Type token, e.g. "kubernetes:core/v1:Namespace". */
    readonly type: string;
    /** Logical name in the program. */
    readonly name: string;
    /** True if nothing may be written. */
    readonly preview: boolean;
    /** Seconds that the operation may take; absent means the provider's own limit. */
    readonly timeoutSeconds?: number;
    /** Aborted when the run is cancelled. */
    readonly signal?: AbortSignal;
    /** Tells the person who watches, beside this resource. */
    readonly log: (severity: "info" | "warning", message: string) => void;
}

export interface Checked {
    readonly inputs: Properties;
    readonly failures: readonly { property: string; reason: string }[];
}

export interface Diff {
    readonly changed: boolean;
    /** Paths that can only change by replacing the resource. */
    readonly replaces: readonly string[];
    readonly deleteBeforeReplace: boolean;
    readonly detailedDiff: DetailedDiff;
}

export interface Live {
    readonly id: string;
    readonly inputs: Properties;
    readonly outputs: Properties;
}

/** The old side of a resource: as the state has it. */
export interface Existing {
    readonly id: string;
    readonly inputs: Properties;
    readonly outputs: Properties;
}

/** The object was written, then something went wrong: it belongs in the state, and the step failed. */
export class PartialFailure extends Error {
    constructor(
        message: string,
        public readonly live: { id: string; outputs: Properties },
    ) {
        super(message);
        this.name = "PartialFailure";
    }
}

/** What Pulumi's engine asks of a provider, and no more. Errors are thrown with a message that is shown as it is. */
export interface Provider {
    /** Fills in what the program left out (a name, say) and refuses what cannot work. */
    check(request: ResourceRequest, news: Properties, olds?: Properties): Promise<Checked>;
    diff(request: ResourceRequest, old: Existing, news: Properties, ignoreChanges: readonly string[]): Promise<Diff>;
    /** In a preview: a server-side dry run, or the inputs as outputs where nothing can be asked. */
    create(request: ResourceRequest, inputs: Properties): Promise<{ id: string; outputs: Properties }>;
    /** Ignored properties keep the value that the cluster has. */
    update(
        request: ResourceRequest,
        old: Existing,
        inputs: Properties,
        ignoreChanges?: readonly string[],
    ): Promise<{ outputs: Properties }>;
    delete(request: ResourceRequest, old: Existing): Promise<void>;
    /** The live object; undefined if it is gone. */
    read(
        request: ResourceRequest,
        id: string,
        state?: { inputs: Properties; outputs: Properties },
    ): Promise<Live | undefined>;
    invoke(token: string, args: Properties): Promise<Properties>;
    close(): Promise<void>;
}
