// SPDX-License-Identifier: Apache-2.0
import { adopt } from "../../../lib/adoption/adopt";
import type { Adoption, LiveObject } from "../../../lib/adoption/adoption";
import type { ClusterContents } from "../../../lib/adoption/contents";
import { EVERYTHING, type Selection } from "../../../lib/adoption/selection";
import type { PlatformSection } from "../../../lib/platform/spec";
import type { Recorded } from "../../components/recorder";

export const LABEL = "ippool.network.kubesphere.io/";
export const IPV4 = "cni.projectcalico.org/ipv4pools";
export const IPV6 = "cni.projectcalico.org/ipv6pools";
export const ISOLATE = "kubesphere.io/network-isolate";

/** The modes without which no pool is adopted. */
export const MODES = { ipipMode: "Never", vxlanMode: "Never" };

type Metadata = Record<string, Record<string, string> | string | undefined>;

/** A cluster with nothing but what is given. */
export function cluster(parts: Partial<ClusterContents> = {}): ClusterContents {
    return {
        name: "host",
        context: "production",
        pools: [],
        namespaces: [],
        workspaces: [],
        policies: [],
        services: new Map(),
        host: { installPlans: [], workspaceTemplates: [] },
        ...parts,
    };
}

/** An object of a kind. */
export function live(kind: string, metadata: object, fields: object = {}): LiveObject {
    return { apiVersion: "v1", kind, metadata, ...fields };
}

/** A pool with that spec and nothing else. */
export function pool(name: string, spec: object, metadata: object = {}): LiveObject {
    return live("IPPool", { name, ...metadata }, { spec });
}

/** The pools of most tests. */
export const POOLS: readonly LiveObject[] = [
    pool("a", { cidr: "10.0.0.0/16", ...MODES }),
    pool("b", { cidr: "10.1.0.0/16", ...MODES }),
    pool("six", { cidr: "fd00::/64", ...MODES }),
];

/** The adoption of one cluster. */
export function adopted(parts: Partial<ClusterContents>, selection: Selection = EVERYTHING): Adoption {
    return adopt([cluster(parts)], { platform: "platform", selection });
}

/** The cluster on which somebody has written all that a program registers. */
export function clusterAfter(
    resources: readonly Recorded[],
    { workspaces, projects }: PlatformSection,
): ClusterContents {
    const of = (kind: string): LiveObject[] =>
        resources.filter(({ inputs }) => inputs.kind === kind).map(({ inputs }) => inputs as unknown as LiveObject);
    const patched = (kind: string, names: readonly string[], labels: (name: string) => object): LiveObject[] =>
        names.map((name) => {
            const patches = of(kind).map(({ metadata }) => metadata as unknown as Metadata);
            return live(kind, {
                name,
                ...merged([{ labels: labels(name) } as Metadata, ...patches.filter((patch) => patch.name === name)]),
            });
        });
    return cluster({
        pools: of("IPPool"),
        policies: of("NamespaceNetworkPolicy"),
        workspaces: patched("Workspace", Object.keys(workspaces ?? {}), () => ({})),
        namespaces: patched("Namespace", Object.keys(projects ?? {}), (name) => {
            const workspace = projects?.[name]?.workspace;
            return workspace === undefined ? {} : { "kubesphere.io/workspace": workspace };
        }),
        host: { installPlans: of("InstallPlan"), workspaceTemplates: [] },
    });
}

function merged(patches: readonly Metadata[]): object {
    const section = (key: string): object => Object.assign({}, ...patches.map((patch) => patch[key] ?? {})) as object;
    return { labels: section("labels"), annotations: section("annotations") };
}
