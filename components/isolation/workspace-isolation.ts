// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import {
    isolationAnnotation,
    IsolationTarget,
    WORKSPACE_ISOLATION_RULES,
    type WorkspaceIsolationModel,
    workspaceIsolationPatch,
} from "../../lib/isolation/annotation";
import { typeToken, WORKSPACE } from "../../lib/kinds";
import { NETWORK_ISOLATE_ANNOTATION } from "../../lib/labels";
import { checked } from "../checked";
import { onceFound } from "../cluster/gate";
import { comesLater, waits } from "../comes-later";
import { after, customResourcePatch, derived, providerOf } from "../objects";
import { ownershipAnnotations } from "../ownership";
import { liveWorkspaceProblems } from "./surroundings";

export { IsolationTarget };

/** What a WorkspaceIsolation is made of. */
export interface WorkspaceIsolationArgs {
    /** Name of the workspace, which must exist. */
    workspace: pulumi.Input<string>;
    /** True to isolate the workspace, false to say explicitly that it is not. Defaults to true. */
    enabled?: pulumi.Input<boolean>;
    /**
     * What is annotated. "Workspace": the workspace on the one cluster of the provider. "WorkspaceTemplate": the
     * template on the host cluster, from which KubeSphere writes it over the workspace of every cluster at each sync.
     * Defaults to "Workspace".
     */
    target?: IsolationTarget;
    /**
     * Key of the annotation. It is said if objects of the target's kind have "kubesphere.io/workspace-isolate", unless a
     * key is set. Defaults to "kubesphere.io/network-isolate".
     */
    annotationKey?: pulumi.Input<string>;
    /** True to isolate "system-workspace", which the cluster itself runs in. Defaults to false, which refuses that. */
    allowSystem?: pulumi.Input<boolean>;
    /**
     * True to take the key over from whoever has written it, for instance KubeSphere's console; false to fail when
     * somebody else has. Defaults to false.
     */
    takeOwnership?: pulumi.Input<boolean>;
}

/** The same isolation as a resource among others. */
export interface WorkspaceIsolationResource {
    readonly resource: pulumi.CustomResource;
    /** Name of what is annotated, checked. */
    readonly workspace: pulumi.Input<string>;
}

/** Checks and registers the patch of one Workspace or WorkspaceTemplate. */
export function workspaceIsolationResource(
    name: string,
    args: WorkspaceIsolationArgs,
    opts: pulumi.CustomResourceOptions = {},
    isLate = waits(opts),
): WorkspaceIsolationResource {
    const where = { subject: `WorkspaceIsolation "${name}"`, resource: opts.parent };
    const target = args.target ?? IsolationTarget.Workspace;
    const isolation = checked<WorkspaceIsolationArgs, WorkspaceIsolationModel>(
        "WorkspaceIsolation",
        args,
        WORKSPACE_ISOLATION_RULES,
        where,
    );
    const { workspace, annotationKey, enabled, takeOwnership } = isolation;
    const provider = providerOf(typeToken(WORKSPACE), opts);
    const stated = { workspace, annotationKey, enabled, target };
    const found = onceFound<WorkspaceIsolationModel, string>(workspace, stated, {
        provider,
        where,
        check: async (values, world) =>
            liveWorkspaceProblems(values, isLate || (await comesLater(args.workspace)), world),
    });
    const annotations = derived(
        [annotationKey, enabled] as pulumi.Input<[string | undefined, boolean | undefined]>,
        ([key, on]) => isolationAnnotation(key ?? NETWORK_ISOLATE_ANNOTATION, on ?? true),
    );
    // Nothing rather than an empty map, of which the patch would become the owner.
    const own = derived(takeOwnership, (take) => (take === true ? ownershipAnnotations(take) : undefined));
    const both = derived(
        [annotations, own] as pulumi.Input<[Record<string, string>, Record<string, string>?]>,
        ([isolating, owning]) => ({ ...isolating, ...owning }),
    );
    const patch = workspaceIsolationPatch(target, found, { isolation: annotations, own, both });
    const resource = customResourcePatch(name, patch, opts);
    return { resource, workspace };
}

/**
 * Isolates a workspace: pods of its namespaces take connections from each other and from nobody outside it. One patch of
 * the Workspace, or of the WorkspaceTemplate for all clusters, which keeps all other keys. Gateways, load balancers and
 * monitoring outside the workspace are cut off too.
 *
 * Switching isolation off makes KubeSphere delete the policies of projects that are not isolated themselves; previews list
 * them.
 *
 * Destroying it removes the key. On a Workspace that ends the isolation; the workspaces of a WorkspaceTemplate keep what
 * they have, so set enabled to false and update before destroying.
 *
 * Example: new WorkspaceIsolation("retail", { workspace: "retail" })
 */
export class WorkspaceIsolation extends pulumi.ComponentResource {
    /** Name of the workspace. */
    public readonly workspace: pulumi.Output<string>;

    constructor(name: string, args: WorkspaceIsolationArgs, opts?: pulumi.ComponentResourceOptions) {
        super("kubesphere-network:index:WorkspaceIsolation", name, args, opts);
        const child = { parent: this, dependsOn: opts?.dependsOn };
        const { resource, workspace } = workspaceIsolationResource(name, args, child);
        this.workspace = after(resource, workspace);
        this.registerOutputs({ workspace: this.workspace });
    }
}
