// SPDX-License-Identifier: Apache-2.0
import type { NotCompared } from "kubesphere-network/lib/drift/drift";
import { kindOf } from "kubesphere-network/lib/drift/kinds";
import { titleOf, type Wanted } from "kubesphere-network/lib/drift/wanted";
import { grouped } from "kubesphere-network/lib/grouped";
import { type Kind, WORKSPACE, WORKSPACE_TEMPLATE } from "kubesphere-network/lib/kinds";
import { type KubeObject, nameKey } from "kubesphere-network/lib/report/objects";
import { listed } from "kubesphere-network/lib/report/words";
import { keyOf } from "kubesphere-network/lib/report/writers";
import { withoutNulls } from "kubesphere-network/lib/tree";
import type { LiveCluster } from "../cluster/cluster";
import { Reads } from "../cluster/reads";
import { rightOf } from "../cluster/right";

/** An object as a list has it. */
export interface LiveItem {
    readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** The objects of a cluster, each kind read once: one request for 500 objects. */
export class LiveKinds {
    private readonly reads: Reads;
    private readonly kinds = new Map<Kind, Promise<LiveItem[] | undefined>>();

    constructor(cluster: LiveCluster) {
        this.reads = new Reads(cluster);
    }

    /** All objects of a kind; undefined if they may not be read. */
    list(kind: Kind): Promise<LiveItem[] | undefined> {
        const items = this.kinds.get(kind) ?? this.reads.listIfAllowed<LiveItem>(kind);
        this.kinds.set(kind, items);
        return items;
    }

    /** Those of these names, as "name" or "namespace/name". */
    async named(kind: Kind, names: ReadonlySet<string>): Promise<KubeObject[] | undefined> {
        const items = await this.list(kind);
        return items?.map((item) => objectOf(kind, item)).filter((object) => names.has(nameKey(object)));
    }
}

/** What a cluster has of the wanted objects. */
export interface LiveObjects {
    /** By `keyOf`. */
    readonly objects: ReadonlyMap<string, KubeObject>;
    /** WorkspaceTemplates by name: KubeSphere writes them over the Workspaces. */
    readonly templates: ReadonlyMap<string, KubeObject>;
    /** What is wanted of kinds that may be read. */
    readonly comparable: readonly Wanted[];
    readonly notCompared: readonly NotCompared[];
}

/** Reads the objects that are wanted. */
export async function readLive(live: LiveKinds, wanted: readonly Wanted[]): Promise<LiveObjects> {
    const objects = new Map<string, KubeObject>();
    const comparable: Wanted[] = [];
    const notCompared: NotCompared[] = [];
    for (const [kind, some] of grouped(wanted, ({ object }) => kindOf(object))) {
        const found = await live.named(kind, namesOf(some));
        if (found === undefined) {
            const why = `It may not be read: the right to ${rightOf("list", kind)} is missing. All that are needed: ksnet rbac drift`;
            notCompared.push({ what: whatOf(kind, some), why });
            continue;
        }
        comparable.push(...some);
        for (const object of found) {
            objects.set(keyOf(object), object);
        }
    }
    const workspaces = namesOf(comparable.filter(({ object }) => kindOf(object) === WORKSPACE));
    const templates = workspaces.size === 0 ? [] : ((await live.named(WORKSPACE_TEMPLATE, workspaces)) ?? []);
    return { objects, templates: new Map(templates.map((each) => [each.name, each])), comparable, notCompared };
}

function objectOf({ apiVersion, kind }: Kind, item: LiveItem): KubeObject {
    const { name, namespace } = item.metadata;
    const tree = withoutNulls({ ...item, apiVersion, kind });
    return { apiVersion, kind, name, ...(namespace !== undefined && { namespace }), tree };
}

function namesOf(wanted: readonly Wanted[]): ReadonlySet<string> {
    return new Set(wanted.map(({ object }) => nameKey(object)));
}

function whatOf({ kind }: Kind, wanted: readonly Wanted[]): string {
    const [first, ...others] = [...namesOf(wanted)].sort();
    const only = wanted[0] as Wanted;
    return others.length === 0 ? titleOf(only.object) : `${kind} ${listed([first ?? "", ...others])}`;
}
