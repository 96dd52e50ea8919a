// SPDX-License-Identifier: Apache-2.0
import { DEFAULT_FORMAT, formatFor, surveyFormats } from "../binding/format";
import { bindingAnnotations, bindingLabels } from "../binding/metadata";
import { type ByName, byName, type ClusterObject } from "../cluster/objects";
import { installPlanManifest } from "../extension/install-plan";
import { ipPoolManifest } from "../ippool/manifest";
import { ipPoolDefaults } from "../ippool/spec";
import { isolationAnnotation, IsolationTarget, workspaceIsolationPatch } from "../isolation/annotation";
import { namedPolicyManifest, type PolicyRule } from "../isolation/policy";
import { NAMESPACE } from "../kinds";
import { NETWORK_ISOLATE_ANNOTATION } from "../labels";
import { manifest, type Manifest } from "../manifest";
import { extensionPlan } from "../platform/extension-plan";
import { writtenOut } from "../platform/ready-rules";
import type { PlatformExtension, PlatformSection } from "../platform/spec";
import { withoutNulls } from "../tree";
import { NETWORK_FILE } from "./source";
import type { Wanted } from "./wanted";

/** What decides how a network.yaml is written to a cluster. */
export interface PlatformSite {
    /** All namespaces: bindings are written as those of the cluster are. */
    readonly namespaces: readonly ClusterObject[];
    /** Address family of a pool that the file does not make; undefined if nobody knows it. */
    readonly familyOf: (pool: string) => 4 | 6 | undefined;
}

const FILE = { component: "NetworkPlatform", name: NETWORK_FILE };

/** What one section of a network.yaml wants of the objects of its cluster. */
export function wantedBySection(section: PlatformSection, site: PlatformSite, member?: string): Wanted[] {
    const source = { ...FILE, ...(member !== undefined && { member }) };
    const want = ({ metadata, ...object }: Manifest, isPatch: boolean): Wanted => {
        const { name, namespace } = metadata as { name: string; namespace?: string };
        const place = {
            apiVersion: object.apiVersion,
            kind: object.kind,
            name,
            ...(namespace !== undefined && { namespace }),
        };
        return { object: { ...place, tree: withoutNulls({ ...object, metadata }) }, isPatch, source };
    };
    return [
        ...poolManifests(section).map((pool) => want(pool, false)),
        ...bindingManifests(section, site).map((patch) => want(patch, true)),
        ...workspaceManifests(section).map((patch) => want(patch, true)),
        ...projectManifests(section).map((patch) => want(patch, true)),
        ...policyManifests(section).map((policy) => want(policy, false)),
    ];
}

/** What a network.yaml wants of the network extension. */
export function wantedByExtension(extension: PlatformExtension): Wanted {
    const { apiVersion, kind, metadata, spec } = installPlanManifest(extensionPlan(extension));
    return {
        object: { apiVersion, kind, name: metadata.name, tree: { apiVersion, kind, metadata, spec } },
        isPatch: false,
        source: { ...FILE, ...(extension.configYaml !== undefined && { hasConfigText: true }) },
    };
}

function poolManifests({ pools = {} }: PlatformSection): Manifest[] {
    return Object.entries(pools).map(([name, pool]) => ipPoolManifest(name, { ...ipPoolDefaults(pool.cidr), ...pool }));
}

function bindingManifests({ pools = {}, projects = {} }: PlatformSection, site: PlatformSite): Manifest[] {
    const survey = surveyFormats(site.namespaces);
    const known: ByName = byName(site.namespaces);
    const familyOf = (pool: string): 4 | 6 =>
        (pools[pool] ? (pools[pool].cidr.includes(":") ? 6 : 4) : site.familyOf(pool)) ?? 4;
    return Object.entries(projects).flatMap(([name, { pools: names }]) => {
        if (names === undefined) {
            return [];
        }
        const { labelValue, calicoAnnotation } = formatFor(known.get(name), names, survey) ?? DEFAULT_FORMAT;
        const annotations = calicoAnnotation ? bindingAnnotations(names, familyOf) : {};
        return [manifest(NAMESPACE, { name, labels: bindingLabels(names, labelValue), annotations })];
    });
}

function workspaceManifests({ workspaces = {} }: PlatformSection): Manifest[] {
    return Object.entries(workspaces).flatMap(([name, { isolated, target, annotationKey }]) =>
        isolated === undefined
            ? []
            : [
                  workspaceIsolationPatch(
                      target === IsolationTarget.WorkspaceTemplate ? target : IsolationTarget.Workspace,
                      name,
                      {
                          isolation: isolationAnnotation(annotationKey ?? NETWORK_ISOLATE_ANNOTATION, isolated),
                          both: isolationAnnotation(annotationKey ?? NETWORK_ISOLATE_ANNOTATION, isolated),
                      },
                  ),
              ],
    );
}

function projectManifests({ projects = {} }: PlatformSection): Manifest[] {
    return Object.entries(projects).flatMap(([name, { isolated, annotationKey }]) =>
        isolated === undefined
            ? []
            : [
                  manifest(NAMESPACE, {
                      name,
                      annotations: isolationAnnotation(annotationKey ?? NETWORK_ISOLATE_ANNOTATION, isolated),
                  }),
              ],
    );
}

function policyManifests({ projects = {} }: PlatformSection): Manifest[] {
    return Object.entries(projects).flatMap(([namespace, { isolated, allow = {} }]) =>
        isolated === true
            ? Object.entries(allow).map(([policyName, rule]) =>
                  namedPolicyManifest({ ...writtenOut<PolicyRule>(rule as PolicyRule), policyName, namespace }),
              )
            : [],
    );
}
