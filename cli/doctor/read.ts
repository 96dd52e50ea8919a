// SPDX-License-Identifier: Apache-2.0
import { CannotRead } from "kubesphere-network/components/cluster/cannot-read";
import {
    servicesThatMustAnswer,
    type ServiceRef,
    type WebhookConfiguration,
} from "kubesphere-network/lib/cluster/webhooks";
import { type ClusterFacts, listOf, type Unread } from "kubesphere-network/lib/doctor/facts";
import { targetNamespace } from "kubesphere-network/lib/doctor/objects";
import {
    CONFIG_MAP,
    ENDPOINT_SLICE,
    INSTALL_PLAN,
    IP_POOL,
    type Kind,
    MUTATING_WEBHOOK,
    VALIDATING_WEBHOOK,
} from "kubesphere-network/lib/kinds";
import type { LiveCluster, Part } from "../cluster/cluster";
import { counting, type Progress } from "../cluster/reads";
import { rightOf } from "../cluster/right";
import { isForbidden } from "../cluster/status";
import { groupOf } from "../rbac/rules";
import { shaped } from "../snapshot/shape";
import { clause } from "../text/words";
import { absentKinds, clocksOf } from "./discovery";
import { jobLogs } from "./logs";
import { CONFIG_MAPS, MAY_BE_ABSENT, OF_EACH, OF_HOST, type Wanted } from "./wanted";

/** A cluster to read. */
export interface Place {
    /** As KubeSphere calls it. */
    readonly name: string;
    readonly cluster: LiveCluster;
    /** "kubectl", with the context if it is not the current one. */
    readonly kubectl: string;
    /** What was read of the host; undefined for the host itself. */
    readonly host?: ClusterFacts;
}

/** What a cluster is read into. */
interface Filled extends ClusterFacts {
    readonly objects: Map<Kind, readonly object[]>;
    readonly unread: Map<Kind, Unread>;
    readonly logs: Map<string, readonly string[]>;
}

/**
 * Reads what the checks need, a page at a time, and keeps of each page what they look at. What cannot be read is noted.
 * Throws a BadInput if the cluster does not answer at all.
 */
export async function readFacts(place: Place, progress: Progress): Promise<ClusterFacts> {
    const { cluster, name, kubectl, host } = place;
    const clocks = await clocksOf(cluster, name);
    const facts: Filled = { name, kubectl, clocks, objects: new Map(), unread: new Map(), logs: new Map() };
    for (const kind of await absentKinds(cluster, MAY_BE_ABSENT)) {
        const reason = `The cluster does not know ${kind.plural}.${groupOf({ kind })}.`;
        facts.unread.set(kind, { reason, isAbsent: true });
    }
    for (const wanted of [...(host === undefined ? OF_HOST : []), ...OF_EACH]) {
        await fill(facts, wanted.kind, wanted.part, () =>
            keptOf(cluster, wanted, targetNamespace(host ?? facts), progress),
        );
    }
    await fill(facts, ENDPOINT_SLICE, undefined, () => slicesOf(cluster, facts, targetNamespace(host ?? facts)));
    await fill(facts, CONFIG_MAP, { namespace: "kube-system" }, () => configMaps(cluster));
    if (host === undefined) {
        progress("logs", 0);
        await jobLogs(cluster, facts);
    }
    return facts;
}

async function fill(
    { objects, unread }: Filled,
    kind: Kind,
    part: Part | undefined,
    read: () => Promise<readonly object[]>,
): Promise<void> {
    if (unread.has(kind)) {
        return;
    }
    try {
        objects.set(kind, await read());
    } catch (error) {
        if (!(error instanceof CannotRead)) {
            throw error;
        }
        unread.set(
            kind,
            isForbidden(error)
                ? {
                      reason: `${kind.kind} may not be read.`,
                      right: rightOf(kind === CONFIG_MAP ? "get" : "list", kind, part),
                  }
                : { reason: `${kind.kind} cannot be read: ${clause(error.message)}.` },
        );
    }
}

async function keptOf(
    cluster: LiveCluster,
    { kind, shape, part, keep = () => true }: Wanted,
    namespace: string,
    progress: Progress,
): Promise<object[]> {
    const kept: object[] = [];
    const ofPage = counting(kind, progress, (page) =>
        page.filter((object) => keep(object, namespace)).map((object) => shaped(object, shape) as object),
    );
    for await (const page of cluster.pages(kind, part)) {
        kept.push(...ofPage(page));
    }
    return kept;
}

/** The EndpointSlices of the extension's services, and of those behind webhooks of plans and pools. */
async function slicesOf(cluster: LiveCluster, facts: ClusterFacts, namespace: string): Promise<object[]> {
    const configurations = [VALIDATING_WEBHOOK, MUTATING_WEBHOOK].flatMap((kind) =>
        listOf<WebhookConfiguration>(facts, kind),
    );
    const asked = [INSTALL_PLAN, IP_POOL].flatMap((kind) =>
        servicesThatMustAnswer(configurations, groupOf({ kind }), kind.plural),
    );
    const elsewhere = new Map(
        asked
            .filter(({ service }) => service.namespace !== namespace)
            .map(({ service }): [string, ServiceRef] => [`${service.namespace}/${service.name}`, service]),
    );
    const parts: Part[] = [
        { namespace },
        ...[...elsewhere.values()].map((service) => ({
            namespace: service.namespace,
            labelSelector: `kubernetes.io/service-name=${service.name}`,
        })),
    ];
    const lists: object[][] = [];
    for (const part of parts) {
        lists.push(await cluster.list<object>(ENDPOINT_SLICE, part));
    }
    return lists.flat();
}

async function configMaps(cluster: LiveCluster): Promise<object[]> {
    const found: object[] = [];
    for (const name of CONFIG_MAPS) {
        const configMap = await cluster.get<object>(CONFIG_MAP, name, "kube-system");
        found.push(...(configMap ? [configMap] : []));
    }
    return found;
}
