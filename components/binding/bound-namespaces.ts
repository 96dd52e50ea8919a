// SPDX-License-Identifier: Apache-2.0
import type { ByName, NodeObject } from "../../lib/cluster/objects";
import { type FormatSurvey, surveyFormats } from "../../lib/binding/format";
import { liveNodes } from "../../lib/ippool/surroundings";
import { IP_POOL, NAMESPACE, NODE } from "../../lib/kinds";
import type { World } from "../cluster/world";
import { poolsNow } from "../ippool/surroundings";

/** The namespaces of a cluster, and how they are bound to pools. */
export interface Namespaces {
    readonly byName: ByName;
    readonly formats: FormatSurvey;
}

/** Read once for all bindings of a program; undefined if namespaces may not be read. */
export function namespacesNow(world: World): Promise<Namespaces | undefined> {
    return world.once("bound namespaces", async () => {
        const byName = await world.named(NAMESPACE);
        return byName && { byName, formats: surveyFormats([...byName.values()]) };
    });
}

/** The pools that bindings can name; undefined where they may not be read or are no objects of this kind. */
export function poolsToBind(world: World): ReturnType<typeof poolsNow> {
    return world.once("pools to bind", async () => {
        const pools = await poolsNow(world);
        // A cluster with native v3 pools lists none of these, which does not mean that it has none.
        return pools?.size === 0 && (await world.serves(IP_POOL)) === false ? undefined : pools;
    });
}

/** The address families that the nodes have; undefined if nodes may not be read. */
export function nodeFamilies(world: World): Promise<ReadonlySet<4 | 6> | undefined> {
    return world.once("families of nodes", async () => {
        const nodes = await world.list<NodeObject>(NODE);
        return nodes && new Set(liveNodes(nodes).flatMap(({ addresses }) => addresses.map(({ family }) => family)));
    });
}
