// SPDX-License-Identifier: Apache-2.0
import { NAMESPACE, WORKSPACE, WORKSPACE_TEMPLATE } from "../../kinds";
import { ISOLATION, NETWORK_ISOLATE_ANNOTATION, WORKSPACE_LABEL } from "../../labels";
import { at, type Tree, UNKNOWN } from "../../tree";
import type { ClusterChange, KubeObject, Objects } from "../objects";
import type { Isolation } from "../report";

/** What is said of an isolation; undefined where nobody says anything, though somebody else may have. */
export type Stated = Isolation | undefined;

/**
 * The isolation of the workspace that a namespace belongs to. "outside" is one without a workspace, or with one that does
 * not exist: KubeSphere leaves it alone. "unstated" is where nobody says what it is.
 */
export type Around = Isolation | "outside" | "unstated";

/** What the objects of one time say of isolation; `earlier` is what was said before. */
export class StatedIsolation {
    constructor(
        private readonly objects: Objects,
        private readonly isWhole: boolean,
        private readonly earlier?: StatedIsolation,
    ) {}

    project(name: string): Stated {
        const object = this.objects.of(NAMESPACE).get(name);
        return written(object?.tree, "metadata", "annotations") ?? (this.tellsAll(object) ? "off" : undefined);
    }

    /**
     * A template forces its value on the Workspaces, and a key that goes from a template stays on them.
     * Source: workspacetemplate_controller.go of KubeSphere.
     */
    workspace(name: string): Stated {
        const object = this.objects.of(WORKSPACE).get(name);
        const isOff = object === undefined ? this.lacks(name) : isThere(object);
        const own = written(object?.tree, "metadata", "annotations") ?? (isOff ? "off" : undefined);
        return this.template(name) ?? own ?? this.earlier?.template(name);
    }

    /** What a WorkspaceTemplate writes into the Workspaces; undefined if it writes nothing. */
    template(name: string): Stated {
        const tree = this.objects.of(WORKSPACE_TEMPLATE).get(name)?.tree;
        return written(tree, "spec", "template", "metadata", "annotations");
    }

    /** Name of the workspace that a namespace belongs to; undefined if it is in none, or nobody says or knows in which. */
    workspaceOf(namespace: string): string | undefined {
        const label = this.label(namespace);
        return typeof label === "string" && label !== "" ? label : undefined;
    }

    around(namespace: string): Around {
        const label = this.label(namespace);
        if (label === UNKNOWN) {
            return "unknown";
        }
        const workspace = this.workspaceOf(namespace);
        if (workspace === undefined) {
            return this.tellsAll(this.objects.of(NAMESPACE).get(namespace)) ? "outside" : "unstated";
        }
        return this.lacks(workspace) ? "outside" : (this.workspace(workspace) ?? "unstated");
    }

    private label(namespace: string): Tree {
        return at(this.objects.of(NAMESPACE).get(namespace)?.tree, "metadata", "labels", WORKSPACE_LABEL);
    }

    /** Not so where no workspace is known at all, since they may not have been looked at; those of a template may be elsewhere. */
    private lacks(workspace: string): boolean {
        const [workspaces, templates] = [this.objects.of(WORKSPACE), this.objects.of(WORKSPACE_TEMPLATE)];
        return this.isWhole && workspaces.size > 0 && !workspaces.has(workspace) && !templates.has(workspace);
    }

    private tellsAll(object: KubeObject | undefined): boolean {
        return object === undefined ? this.isWhole : isThere(object);
    }
}

/** What an annotation says, if it is there. Anything but "enabled" is off. */
function written(tree: Tree, ...path: readonly string[]): Stated {
    const value = at(tree, ...path, NETWORK_ISOLATE_ANNOTATION);
    return value === UNKNOWN ? "unknown" : value === undefined ? undefined : value === ISOLATION.on ? "on" : "off";
}

/** What is said before and after a change. */
export function sidesOf({
    before,
    after,
    isWhole,
}: ClusterChange): readonly [was: StatedIsolation, will: StatedIsolation] {
    const was = new StatedIsolation(before, isWhole);
    return [was, new StatedIsolation(after, isWhole, was)];
}

/** Both as they are shown: a key that nobody writes is off as soon as somebody says or said something else. */
export function switchOf(before: Stated, after: Stated): { readonly before: Isolation; readonly after: Isolation } {
    return before === undefined && after === undefined
        ? { before: "unknown", after: "unknown" }
        : { before: before ?? "off", after: after ?? "off" };
}

/** Whether an object is there with all that it has, and not only some keys of it. */
export function isThere(object: KubeObject | undefined): boolean {
    return object !== undefined && !object.isPartial;
}
