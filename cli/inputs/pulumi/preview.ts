// SPDX-License-Identifier: Apache-2.0
import { isMapping } from "kubesphere-network/lib/mapping";
import { BadInput } from "../bad-input";
import type { ResourceState } from "./state";

/** What an update would do with one resource. */
export interface PreviewStep {
    /** Such as "update". Source: sdk/go/common/apitype/history.go of Pulumi. */
    readonly op: string;
    readonly urn: string;
    readonly oldState?: ResourceState;
    readonly newState?: ResourceState;
}

/** Where the message of a program that has failed goes on with what is of use to its author alone. */
const STACK_TRACE = /\n\s+at /;

/** What `pulumi preview --json` prints. Source: PreviewDigest in sdk/go/common/display/json.go of Pulumi. */
export interface Preview {
    readonly steps?: readonly PreviewStep[];
    readonly diagnostics?: readonly { readonly message: string; readonly severity: string }[];
    readonly changeSummary?: Readonly<Record<string, number>>;
}

/** The preview that something is; undefined if it is something else. Throws a BadInput if the preview failed. */
export function previewOf(content: unknown, label: string): Preview | undefined {
    if (!isMapping(content) || !(Array.isArray(content.steps) || isMapping(content.changeSummary))) {
        return undefined;
    }
    const preview: Preview = content;
    const failure = preview.diagnostics?.find(({ severity }) => severity === "error");
    if (failure !== undefined) {
        const [why = ""] = failure.message.trim().split(STACK_TRACE);
        throw new BadInput([`${label}: this preview failed, so that it does not have everything: ${why}`]);
    }
    return preview;
}

/** How many resources that stay as they are the preview leaves out. */
export function leftOut({ steps = [], changeSummary = {} }: Preview): number {
    return (changeSummary.same ?? 0) - steps.filter(({ op }) => op === "same").length;
}
