// SPDX-License-Identifier: Apache-2.0
import { ipamPools, type IPAMPool } from "../ipam/pool";
import { poolUses } from "../ipam/use";
import type { Problem } from "../problem";
import type { RuleInfo } from "../rule";
import { checkAsked, DEFAULT_BATCH_SIZE, type MigrationOptions } from "./asked";
import { batchesOf } from "./batches";
import { migrationChecks } from "./checks/all";
import type { MigrationContext } from "./context";
import { isBoundTo, type NamespaceBinding, namespaceBinding } from "./namespace-binding";
import { namespaceMove } from "./namespace-moves";
import { oldPods } from "./old-pods";
import type { MigrationPlan } from "./plan";
import { migrationPool, type TwoPools } from "./pools";
import { tunnelsIn } from "./tunnels";
import { type Mover, moversOf } from "./workload-moves";
import type { MigrationWorld } from "./world";

export type { MigrationOptions } from "./asked";

/** The rule that a migration goes from one pool for pods to another one of the same address family. */
export const ASKED_RULE: RuleInfo = {
    id: "migration-asked",
    reason: "Pods of one pool can only get addresses of another one that is there, for pods, and of the same family.",
    source: "filterPoolsByUse in libcalico-go/lib/ipam/ipam.go of Calico",
};

/** A plan, or why none can be made of what was asked: the properties are FROM, TO, batchSize and namespaces. */
export type Planned =
    | { readonly plan: MigrationPlan; readonly problems?: undefined }
    | { readonly plan?: undefined; readonly problems: readonly Problem[] };

/** The migration from one pool to another, by their names. The same world gives the same plan. */
export function migrationPlan(
    from: string,
    to: string,
    world: MigrationWorld,
    options: MigrationOptions = {},
): Planned {
    const { found, findings } = checkAsked({ ...options, from, to }, world);
    return found
        ? { plan: planOf(contextOf(found, world, options)) }
        : { problems: findings.map((finding) => ({ rule: ASKED_RULE.id, ...finding })) };
}

function planOf(context: MigrationContext): MigrationPlan {
    const moves = (movers: readonly Mover[]) => movers.map(({ move }) => move);
    return {
        from: migrationPool(context.from),
        to: migrationPool(context.to),
        checks: migrationChecks(context),
        namespaces: context.moving.map((binding) => namespaceMove(binding, context)),
        batches: context.batches.map(moves),
        others: moves(context.others),
        waited: moves(context.waited),
        remaining: context.remaining.map(({ name }) => name),
        tunnels: context.tunnels,
    };
}

function contextOf(two: TwoPools, world: MigrationWorld, options: MigrationOptions): MigrationContext {
    const { from } = two;
    const pools = ipamPools(world.pools);
    const old = oldPods(from.cidr, world.pods);
    const bindings = world.namespaces
        .map((namespace) => namespaceBinding(namespace, from.cidr.family))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    const { moving, remaining } = chosen(bindings, { ...two, withOld: namespacesOf(old) }, options.namespaces);
    const names = new Set(moving.map(({ name }) => name));
    const movers = moversOf(old, world);
    const isMoving = ({ move }: Mover): boolean => names.has(move.namespace);
    const isWaited = ({ move }: Mover): boolean => move.roll === "wait";
    const inBatches = movers.filter((mover) => isMoving(mover) && !isWaited(mover));
    // While the old pool stays enabled, those who draw from it without being bound would get its addresses again.
    const isWhole = remaining.length === 0;
    return {
        ...two,
        world,
        pools,
        bindings,
        moving,
        remaining,
        batches: batchesOf(inBatches, world.budgets, options.batchSize ?? DEFAULT_BATCH_SIZE),
        others: isWhole ? movers.filter((mover) => !isMoving(mover) && !isWaited(mover)) : [],
        waited: movers.filter((mover) => isWaited(mover) && (isWhole || isMoving(mover))),
        tunnels: tunnelNodes(from, world),
    };
}

/** The namespaces that move: those bound to the old pool, and those bound to the new one that have pods to roll yet. */
function chosen(
    bindings: readonly NamespaceBinding[],
    { from, to, withOld }: TwoPools & { readonly withOld: ReadonlySet<string> },
    asked: readonly string[] | undefined,
): Pick<MigrationContext, "moving" | "remaining"> {
    const isAsked = ({ name }: NamespaceBinding): boolean => asked === undefined || asked.includes(name);
    const bound = bindings.filter((binding) => isBoundTo(binding, from));
    const moved = bindings.filter(
        (binding) => !isBoundTo(binding, from) && isBoundTo(binding, to) && withOld.has(binding.name),
    );
    return {
        moving: [...bound, ...moved].filter(isAsked).sort((a, b) => (a.name < b.name ? -1 : 1)),
        remaining: bound.filter((binding) => !isAsked(binding)),
    };
}

function namespacesOf(pods: MigrationWorld["pods"]): Set<string> {
    return new Set(pods.map(({ metadata }) => metadata?.namespace ?? ""));
}

function tunnelNodes(from: IPAMPool, { nodes, blocks }: MigrationWorld): string[] {
    const allocated = poolUses([from], blocks).flatMap((use) => use.allocated);
    return [...new Set(tunnelsIn(from.cidr, nodes, allocated).map(({ node }) => node))];
}
