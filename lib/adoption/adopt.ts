// SPDX-License-Identifier: Apache-2.0
import { surveyFormats } from "../binding/format";
import { memberName } from "../platform/names";
import type { AdoptedCluster, Adoption, LeftOut } from "./adoption";
import { adoptBinding } from "./bindings";
import { type Candidate, type Found, together } from "./candidate";
import { type ClusterContents, nameOf, sorted } from "./contents";
import { withDistinctNames } from "./distinct";
import { adoptExtension } from "./extension";
import { platformOf } from "./platform";
import { adoptPool } from "./pools";
import { adoptProject } from "./projects";
import { isEverything, type Selection, selectsNamespace, selectsPool } from "./selection";
import { settle } from "./settle";
import { sectionPath, type Site, siteOf } from "./site";
import { adoptWorkspaces } from "./workspaces";

/** What is asked of an adoption. */
export interface AdoptionOptions {
    /** Name of the NetworkPlatform. */
    readonly platform: string;
    readonly selection: Selection;
}

/**
 * The program that has everything as it is: for each object that a NetworkPlatform could have made, what its components
 * would write is made with the same functions and compared with what is there. What they would change is left out and
 * listed. The host comes first.
 */
export function adopt(clusters: readonly ClusterContents[], { platform, selection }: AdoptionOptions): Adoption {
    const looks = clusters.map((contents) => lookAt(siteOf(platform, contents, selection), clusters));
    const { candidates: all, leftOut } = withDistinctNames(together(looks));
    const sections = new Map(clusters.map((contents) => [contents.name, sectionPath(contents)]));
    const settled = settle(
        all,
        (candidates) => platformOf(clusters, candidates, selection),
        (cluster) => sections.get(cluster) ?? [],
    );
    const adopted = inOrder(settled.candidates, clusters).map(({ object }) => object);
    const names = new Set(adopted.map(({ name }) => name));
    return {
        platform,
        spec: settled.platform,
        clusters: clusters.map((contents) => clusterOf(platform, contents, clusters.length > 1)),
        objects: adopted.map((object) => ({
            ...object,
            dependsOn: object.dependsOn.filter((name) => names.has(name)),
        })),
        leftOut: listed([...leftOut, ...settled.leftOut], clusters),
    };
}

function lookAt(site: Site, clusters: readonly ClusterContents[]): Found {
    const { contents, selection } = site;
    const { host } = contents;
    const namespaces = sorted(contents.namespaces).filter((each) => selectsNamespace(selection, each));
    const formats = surveyFormats(contents.namespaces);
    const templates = clusters.flatMap((cluster) => cluster.host?.workspaceTemplates ?? []);
    return together([
        ...(host && isEverything(selection) ? [adoptExtension(host, site)] : []),
        ...sorted(contents.pools)
            .filter((pool) => selectsPool(selection, nameOf(pool)))
            .map((pool) => adoptPool(pool, site)),
        ...namespaces.map((namespace) => adoptBinding(namespace, formats, site)),
        adoptWorkspaces(site, templates),
        ...namespaces.map((namespace) => adoptProject(namespace, site)),
    ]);
}

function clusterOf(platform: string, { name, context }: ClusterContents, isOneOfSeveral: boolean): AdoptedCluster {
    return { name, context, ...(isOneOfSeveral && { provider: memberName(platform, name) }) };
}

/** In the order in which the component registers them: by cluster, then as they were looked at. */
function inOrder(candidates: readonly Candidate[], clusters: readonly ClusterContents[]): Candidate[] {
    return clusters.flatMap(({ name }) => candidates.filter(({ title }) => title.cluster === name));
}

function listed(leftOut: readonly LeftOut[], clusters: readonly ClusterContents[]): LeftOut[] {
    const order = clusters.map(({ name }) => name);
    const key = ({ cluster, kind, name, part = "" }: LeftOut): string =>
        [String(order.indexOf(cluster)).padStart(4, "0"), kind, name, part].join(" ");
    return [...leftOut].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
