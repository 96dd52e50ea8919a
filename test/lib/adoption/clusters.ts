// SPDX-License-Identifier: Apache-2.0
import type { LiveObject } from "../../../lib/adoption/adoption";
import type { ClusterContents } from "../../../lib/adoption/contents";
import type { PlatformSection } from "../../../lib/platform/spec";
import type { Recorded } from "../../components/recorder";

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
