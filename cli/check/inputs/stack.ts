// SPDX-License-Identifier: Apache-2.0
import { isMapping } from "kubesphere-network/lib/mapping";
import { objectOfResource, type PolicyObject } from "kubesphere-network-policies/objects/object";
import { BadInput } from "../bad-input";
import type { Input } from "../input";
import { withoutNulls } from "kubesphere-network/lib/tree";
import { treeOfPulumi } from "./pulumi-value";

/** A resource as a state has it. Source: ResourceV3 in sdk/go/common/apitype/core.go of Pulumi. */
interface ResourceState {
    readonly urn?: string;
    readonly type?: string;
    readonly custom?: boolean;
    /** Whether it is only there until an update deletes it. */
    readonly delete?: boolean;
    /** Whether the object stays where the resource goes. */
    readonly retainOnDelete?: boolean;
    readonly provider?: string;
    readonly inputs?: unknown;
}

/** What `pulumi preview --json` prints. Source: PreviewDigest in sdk/go/common/display/json.go of Pulumi. */
interface Preview {
    readonly steps?: readonly {
        readonly op: string;
        readonly urn: string;
        readonly oldState?: ResourceState;
        readonly newState?: ResourceState;
    }[];
    readonly diagnostics?: readonly { readonly message: string; readonly severity: string }[];
    readonly changeSummary?: Readonly<Record<string, number>>;
}

/** What a stack has or will have; undefined if the content is neither a preview nor an export. */
export function stackInput(content: unknown, label: string): Input | undefined {
    if (!isMapping(content)) {
        return undefined;
    }
    if (isMapping(content.deployment)) {
        const { resources } = content.deployment as { resources?: ResourceState[] | null };
        return { kind: "stack", label, objects: (resources ?? []).flatMap((state) => objectsOf(state, false, label)) };
    }
    return Array.isArray(content.steps) || isMapping(content.changeSummary)
        ? { kind: "stack", label, objects: previewed(content, label) }
        : undefined;
}

function previewed(preview: Preview, label: string): PolicyObject[] {
    assertWhole(preview, label);
    // With --refresh a resource has two steps, of which the later one tells what will be.
    const objects = new Map<string, PolicyObject[]>();
    for (const { op, urn, oldState, newState } of preview.steps ?? []) {
        if (newState !== undefined) {
            objects.set(urn, objectsOf(newState, false, label));
        } else if (op === "delete") {
            objects.set(urn, oldState?.retainOnDelete === true ? [] : objectsOf(oldState, true, label));
        }
    }
    return [...objects.values()].flat();
}

/** Rules about a stack would miss what is left out, or take it for missing. */
function assertWhole({ steps = [], diagnostics = [], changeSummary = {} }: Preview, label: string): void {
    const failure = diagnostics.find(({ severity }) => severity === "error");
    if (failure !== undefined) {
        const why = failure.message.trim().split("\n")[0] ?? "";
        throw new BadInput([`${label}: this preview failed, so that it does not have everything: ${why}`]);
    }
    const left = (changeSummary.same ?? 0) - steps.filter(({ op }) => op === "same").length;
    if (left > 0) {
        throw new BadInput([
            `${label}: this preview leaves out what stays as it is (${left} resources), which rules about the whole stack need. Write it with: pulumi preview --json --show-sames`,
        ]);
    }
}

/** The object of a resource, if it has one: components have none. */
function objectsOf(state: ResourceState | undefined, isDeleted: boolean, label: string): PolicyObject[] {
    const { urn = "", type = "", custom, inputs, provider = "" } = state ?? {};
    if (custom !== true || state?.delete === true) {
        return [];
    }
    const name = urn.split("::").slice(3).join("::");
    const object = objectOfResource({ type, urn, name, tree: withoutNulls(treeOfPulumi(inputs ?? {})) });
    // A reference is the provider's URN, "::" and its id. Two files may be of one stack, which does not clash with itself.
    const cluster = `${label} ${provider.slice(0, Math.max(0, provider.lastIndexOf("::")))}`;
    return object === undefined ? [] : [{ ...object, isDeleted, cluster }];
}
