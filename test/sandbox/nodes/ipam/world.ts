// SPDX-License-Identifier: Apache-2.0
import { AllowedUse } from "../../../../lib/ippool/spec";
import { assign, type AddressRequest, type Blocks, type World } from "../../../../sandbox/nodes/ipam/assign";
import type { Block } from "../../../../sandbox/nodes/ipam/block";
import type { Pool } from "../../../../sandbox/nodes/ipam/pools";

/** A pool of the given range, with blocks of 4 addresses unless it says otherwise. */
export function pool(name: string, cidr: string, more: Partial<Pool> = {}): Pool {
    return { name, cidr, blockSize: 30, ...more };
}

/** Pools at a fixed time, with the given addresses reserved. */
export function world(pools: readonly Pool[], reserved: readonly string[] = [], now = "2026-01-01T00:00:00Z"): World {
    return { pools, reserved: (address) => reserved.includes(address), now: new Date(now) };
}

/** What a pod of a node asks for: an IPv4 address of any pool unless it says otherwise. */
export function request(handle: string, node: string, more: Partial<AddressRequest> = {}): AddressRequest {
    return {
        family: 4,
        use: AllowedUse.Workload,
        requested: [],
        node: { name: node, labels: {} },
        namespaceLabels: {},
        owner: { handle_id: handle, secondary: { pod: handle } },
        ...more,
    };
}

/** The blocks with some of them replaced. */
export function changed(blocks: Blocks, replaced: readonly Block[]): Blocks {
    return new Map([...blocks, ...replaced.map((block) => [block.cidr, block] as const)]);
}

/** Gives addresses to requests one after the other; the addresses, and the blocks afterwards. */
export function assigned(
    requests: readonly AddressRequest[],
    of: World,
    before: Blocks = new Map(),
): { readonly addresses: string[]; readonly blocks: Blocks } {
    let blocks = before;
    const addresses = requests.map((one) => {
        const { address, block } = assign(blocks, one, of);
        blocks = changed(blocks, [block]);
        return address;
    });
    return { addresses, blocks };
}
