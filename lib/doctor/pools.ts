// SPDX-License-Identifier: Apache-2.0
import {
    type ConfigMapObject,
    kubeProxyRanges,
    type ServiceCidrObject,
    serviceRanges,
} from "../cluster/address-ranges";
import type { NodeObject } from "../cluster/objects";
import { LIVE_IP_POOL_RULES } from "../ippool/live-rules";
import { OVERLAP_RULE, overlappingPools } from "../ippool/overlap";
import { IP_POOL_RULES } from "../ippool/rules";
import type { NamedIPPool } from "../ippool/spec";
import { type IPPoolObject, liveNodes, livePools, PoolApi, type Surroundings } from "../ippool/surroundings";
import { CONFIG_MAP, IP_POOL, type Kind, NODE, SERVICE_CIDR } from "../kinds";
import type { Problem } from "../problem";
import { MODE_MISSING_RULE } from "../report/rules/pool-rules";
import type { Severity } from "../report/report";
import { listed, numbered } from "../report/words";
import { problemsOf } from "../rule";
import { type Check, infoOf, saidOf } from "./check";
import { type ClusterFacts, listOf } from "./facts";
import type { Said } from "./finding";
import { refTo } from "./objects";

const MODES = ["ipipMode", "vxlanMode"] as const;

/** The library's rules for a pool among what is on its cluster, and how bad it is where the pool is there already. */
const LIVE: readonly (readonly [id: string, severity: Severity, reads: readonly Kind[]])[] = [
    ["ippool-overlap-services", "danger", [SERVICE_CIDR, CONFIG_MAP]],
    ["ippool-overlap-nodes", "danger", [NODE]],
    ["ippool-outside-cluster-cidr", "warning", [CONFIG_MAP]],
    ["ippool-fewer-blocks-than-nodes", "warning", [NODE]],
];

/** What is wrong with pools, by themselves and among all that has addresses. */
export const POOL_CHECKS: readonly Check[] = [
    ...IP_POOL_RULES.map((rule): Check => ({
        ...infoOf(rule),
        area: "pools",
        of: "each",
        reads: [IP_POOL],
        check: ({ here }) =>
            poolsOf(here).flatMap((object) =>
                problemsOf([rule], modelOf(object)).map((problem) => saidOfProblem(object, problem, "danger")),
            ),
    })),
    {
        ...OVERLAP_RULE,
        area: "pools",
        of: "each",
        reads: [IP_POOL],
        check: ({ here }) => {
            const ranges = poolsOf(here).map((object) => ({
                poolName: object.metadata?.name ?? "",
                cidr: object.spec?.cidr ?? "",
                object,
            }));
            return overlappingPools(ranges).map(([first, second]) => {
                const { object } = ranges.find(({ poolName }) => poolName === second.poolName) ?? { object: {} };
                return saidOfPool(object, {
                    severity: "danger",
                    message: `Its addresses (${second.cidr}) overlap those of "${first.poolName}" (${first.cidr}): two pods can get the same one.`,
                    fix: "Disable one of the two, move its pods to a pool with a CIDR of its own (ksnet migrate), and delete it.",
                });
            });
        },
    },
    ...LIVE.flatMap(([id, severity, reads]) =>
        LIVE_IP_POOL_RULES.filter((rule) => rule.id === id).map((rule): Check => ({
            ...infoOf(rule),
            area: "pools",
            of: "each",
            reads: [IP_POOL, ...reads],
            check: ({ here }) => {
                const cluster = surroundingsOf(here);
                return poolsOf(here)
                    .filter(isSound)
                    .flatMap((object) =>
                        problemsOf([rule], { pool: modelOf(object), cluster }).map((problem) =>
                            saidOfProblem(object, problem, severity),
                        ),
                    );
            },
        })),
    ),
    {
        ...MODE_MISSING_RULE,
        area: "pools",
        of: "each",
        reads: [IP_POOL],
        check: ({ here }) =>
            poolsOf(here).flatMap((object) => {
                const missing = MODES.filter((mode) => object.spec?.[mode] === undefined);
                return missing.length === 0
                    ? []
                    : [
                          saidOfPool(object, {
                              severity: "warning",
                              message: `It has no ${listed(missing.map((mode) => `'spec.${mode}'`))}.`,
                              fix: `Write ${numbered(missing.length, "it", "both")}, Never where no packet is to be wrapped.`,
                          }),
                      ];
            }),
    },
];

function poolsOf(here: ClusterFacts): readonly IPPoolObject[] {
    return listOf<IPPoolObject>(here, IP_POOL);
}

function modelOf({ metadata, spec }: IPPoolObject): NamedIPPool {
    return { cidr: "", ...spec, poolName: metadata?.name ?? "" };
}

/** Whether a pool can be compared with anything: one whose selector or CIDR cannot be read is told of by itself. */
function isSound(object: IPPoolObject): boolean {
    return problemsOf(IP_POOL_RULES, modelOf(object)).length === 0;
}

function surroundingsOf(here: ClusterFacts): Surroundings {
    const configOf = (name: string): ConfigMapObject | undefined =>
        listOf<ConfigMapObject>(here, CONFIG_MAP).find(({ metadata }) => metadata?.name === name);
    return {
        api: PoolApi.V1,
        pools: livePools(poolsOf(here)),
        services: serviceRanges(listOf<ServiceCidrObject>(here, SERVICE_CIDR), configOf("kubeadm-config")),
        nodes: liveNodes(listOf<NodeObject>(here, NODE)),
        clusterCidrs: kubeProxyRanges(configOf("kube-proxy")),
    };
}

function pathOf(property: string): readonly (readonly [string, string])[] {
    return [[`${property}'`, property === "poolName" ? "metadata.name'" : `spec.${property}'`]];
}

/** What a pool has for good. */
const IMMUTABLE: readonly string[] = ["poolName", "cidr", "blockSize"];

/** What the library says of a pool, with the way out that is left for one that is there. */
function saidOfProblem(object: IPPoolObject, problem: Problem, severity: Severity): Said {
    const said = saidOf(problem, {
        severity: { error: severity, warning: severity },
        paths: pathOf(problem.property),
        fix: "Correct the pool.",
    });
    const more = IMMUTABLE.includes(problem.property)
        ? " A pool keeps its name, CIDR and block size: make another one, and move the pods there with ksnet migrate."
        : "";
    return saidOfPool(object, { ...said, fix: `${said.fix}${more}` });
}

function saidOfPool(object: IPPoolObject, said: Pick<Said, "severity" | "message" | "fix">): Said {
    return {
        ...said,
        object: refTo(IP_POOL, object),
        seen: `get ippools.crd.projectcalico.org ${object.metadata?.name ?? ""} -o yaml`,
    };
}
