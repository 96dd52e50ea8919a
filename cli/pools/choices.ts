// SPDX-License-Identifier: Apache-2.0
import type { ClusterObject } from "kubesphere-network/lib/cluster/objects";
import { closest } from "kubesphere-network/lib/closest";
import { type PoolChoice, poolsFor, targetsOf } from "kubesphere-network/lib/ipam/choices";
import type { PoolFinding } from "kubesphere-network/lib/ipam/findings";
import { type IPAMPool, ipamPools } from "kubesphere-network/lib/ipam/pool";
import type { IPPoolObject } from "kubesphere-network/lib/ippool/surroundings";
import type { IPAMBlock } from "kubesphere-network/lib/ipam/block";
import type { IPReservationObject } from "kubesphere-network/lib/ipam/ranges";
import { poolUses } from "kubesphere-network/lib/ipam/use";
import { IP_POOL, IP_RESERVATION, IPAM_BLOCK, NAMESPACE } from "kubesphere-network/lib/kinds";
import type { LiveCluster } from "../cluster/cluster";
import { Reads } from "../cluster/reads";
import { BadInput } from "../inputs/bad-input";
import { choiceDisagreement } from "./compare";
import { OPTIONAL_OF_TARGETS } from "./needs";
import { type SourceOptions, told } from "./ask-kubesphere";
import { poolNamed } from "./state";

/** Which pools something can use, and why the others not. */
export interface Choices {
    /** The question, as a title. */
    readonly title: string;
    readonly choices: readonly PoolChoice[];
    /** Addresses by pool that can be given away; undefined where that is not asked, or may not be counted. */
    readonly free?: ReadonlyMap<string, bigint>;
    readonly findings: readonly PoolFinding[];
    readonly notes: readonly string[];
}

/** The pools that new pods of a namespace get addresses of. */
export async function choicesFor(cluster: LiveCluster, name: string, options: SourceOptions): Promise<Choices> {
    const reads = new Reads(cluster);
    const pools = await readPoolsOf(reads);
    const namespace = await reads.get<ClusterObject>(NAMESPACE, name);
    reads.assertAllowed();
    if (namespace === undefined) {
        throw new BadInput([await noNamespace(cluster, name)]);
    }
    const { answer, notes } = await told(cluster, options, (kapis) => kapis.poolsOf(name));
    const title = `Pools for new pods of the namespace "${name}"`;
    return { title, ...compared(poolsFor(namespace, pools), answer, options), notes };
}

/** The pools that the pods of a pool can move to. */
export async function targetChoices(cluster: LiveCluster, name: string, options: SourceOptions): Promise<Choices> {
    const reads = new Reads(cluster);
    const pools = await readPoolsOf(reads);
    reads.assertAllowed();
    const pool = poolNamed(name, pools, (each) => each.name);
    const { answer, notes } = await told(cluster, options, (kapis) => kapis.targets(name));
    const title = `Pools that the pods of "${name}" can move to`;
    const { free, unread } = await freeOf(reads, pools);
    return {
        title,
        ...compared(targetsOf(pool, pools), answer, options),
        ...(free && { free }),
        notes: [...notes, ...unread],
    };
}

/** How many addresses of each pool can be given away, as Calico's blocks tell; what may not be read is told. */
async function freeOf(
    reads: Reads,
    pools: readonly IPAMPool[],
): Promise<{ readonly free?: ReadonlyMap<string, bigint>; readonly unread: readonly string[] }> {
    const blocks = await reads.listIfAllowed<IPAMBlock>(IPAM_BLOCK);
    const reservations = blocks && (await reads.listIfAllowed<IPReservationObject>(IP_RESERVATION));
    const uses = blocks && poolUses(pools, blocks, reservations ?? []);
    return {
        ...(uses && { free: new Map(uses.map(({ pool, unallocated }) => [pool.name, unallocated])) }),
        unread: OPTIONAL_OF_TARGETS.filter(({ kind }) => reads.notRead.includes(kind)).map(({ without }) => without),
    };
}

/** With KubeSphere as the only source its answer counts, and otherwise it is compared. */
function compared(
    own: readonly PoolChoice[],
    ofKapis: readonly string[] | undefined,
    { source }: SourceOptions,
): Pick<Choices, "choices" | "findings"> {
    if (ofKapis === undefined) {
        return { choices: own, findings: [] };
    }
    return source === "kapis"
        ? { choices: own.map((choice) => asTold(choice, ofKapis.includes(choice.pool))), findings: [] }
        : { choices: own, findings: choiceDisagreement(ofKapis, own) };
}

function asTold(choice: PoolChoice, isPossible: boolean): PoolChoice {
    if (choice.isPossible === isPossible) {
        return choice;
    }
    return { ...choice, isPossible, reason: `KubeSphere's API ${isPossible ? "offers" : "does not offer"} it.` };
}

async function readPoolsOf(reads: Reads): Promise<IPAMPool[]> {
    return ipamPools(await reads.list<IPPoolObject>(IP_POOL));
}

/** Whoever may not list namespaces is not told which one may be meant. */
async function noNamespace(cluster: LiveCluster, name: string): Promise<string> {
    const all = await new Reads(cluster).listIfAllowed<ClusterObject>(NAMESPACE);
    const near = closest(
        name,
        (all ?? []).map(({ metadata }) => metadata?.name ?? ""),
    );
    return `There is no Namespace "${name}".${near === undefined ? "" : ` Did you mean "${near}"?`}`;
}
