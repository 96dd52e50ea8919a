// SPDX-License-Identifier: Apache-2.0
import type { PolicyObject } from "kubesphere-network-policies/objects/object";
import { BadInput } from "./bad-input";
import type { Input } from "./input";
import { leftOut, type Preview, previewOf } from "./pulumi/preview";
import { objectOfState, resourcesOf, type ResourceState } from "./pulumi/state";

/** What a stack has or will have; undefined if the content is neither a preview nor an export. */
export function stackInput(content: unknown, label: string): Input | undefined {
    const resources = resourcesOf(content);
    const preview = resources === undefined ? previewOf(content, label) : undefined;
    const objects = resources?.flatMap((state) => objectsOf(state, false)) ?? (preview && previewed(preview, label));
    // Two files may be of one stack, which does not clash with itself.
    return (
        objects && {
            kind: "stack",
            label,
            objects: objects.map((object) => ({ ...object, cluster: `${label} ${object.cluster ?? ""}` })),
        }
    );
}

function previewed(preview: Preview, label: string): PolicyObject[] {
    assertWhole(preview, label);
    // With --refresh a resource has two steps, of which the later one tells what will be.
    const objects = new Map<string, PolicyObject[]>();
    for (const { op, urn, oldState, newState } of preview.steps ?? []) {
        if (newState !== undefined) {
            objects.set(urn, objectsOf(newState, false));
        } else if (op === "delete") {
            objects.set(urn, oldState?.retainOnDelete === true ? [] : objectsOf(oldState, true));
        }
    }
    return [...objects.values()].flat();
}

/** Rules about a stack would miss what is left out, or take it for missing. */
function assertWhole(preview: Preview, label: string): void {
    const left = leftOut(preview);
    if (left > 0) {
        throw new BadInput([
            `${label}: this preview leaves out what stays as it is (${left} resources), which rules about the whole stack need. Write it with: pulumi preview --json --show-sames`,
        ]);
    }
}

/** The object of a resource, if it has one that is not about to go all the same. */
function objectsOf(state: ResourceState | undefined, isDeleted: boolean): PolicyObject[] {
    const object = state === undefined || state.delete === true ? undefined : objectOfState(state);
    return object === undefined ? [] : [{ ...object, isDeleted }];
}
