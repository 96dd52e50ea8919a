// SPDX-License-Identifier: Apache-2.0
import { parts } from "../bounds";
import { means } from "../peers";
import type { PolicyPeer, Workload, World } from "../world";
import type { IpBlock } from "./address-parts";
import { Bits } from "./bits";
import type { Everybody, Time } from "./everybody";
import { LabelIndex } from "./label-index";
import { listOf } from "./lists";

/** Says whom peers of rules mean in one world: what `means` says of each. */
export class PeerIndex {
    private readonly workloads: readonly Workload[];
    private readonly pods: LabelIndex;
    private readonly namespaces: LabelIndex;
    /** Where the workloads of each namespace begin and where they have ended; in the order of the index of namespaces. */
    private readonly runs = new Map<string, readonly [number, number]>();
    /** The workloads that have an address of a part. */
    private readonly holders = new Map<number | undefined, number[]>();
    private readonly withoutAddress: number[] = [];
    private readonly known = new Map<string, Bits>();

    constructor(
        private readonly everybody: Everybody,
        time: Time,
        private readonly world: World,
    ) {
        this.workloads = everybody.workloads[time];
        const pods = new Bits(this.workloads.length);
        for (const [index, workload] of this.workloads.entries()) {
            this.place(workload, index);
            if (!workload.isHostNetwork) {
                pods.add(index);
            }
        }
        this.pods = new LabelIndex(
            this.workloads.map(({ labels }) => labels),
            pods,
        );
        this.namespaces = new LabelIndex([...this.runs.keys()].map((name) => world.namespaces.get(name) ?? {}));
    }

    private place(workload: Workload, index: number): void {
        this.runs.set(workload.namespace, [this.runs.get(workload.namespace)?.[0] ?? index, index + 1]);
        if (workload.addresses.length === 0) {
            this.withoutAddress.push(index);
        }
        for (const part of new Set(workload.addresses.map((address) => this.everybody.addresses.partOf(address)))) {
            listOf(this.holders, part).push(index);
        }
    }

    /** Whom the peers of a rule mean together, in a policy of the namespace. */
    of(peers: readonly PolicyPeer[] = [], namespace: string): Bits {
        if (peers.length === 0) {
            return Bits.all(this.everybody.size);
        }
        const result = new Bits(this.everybody.size);
        for (const peer of peers) {
            result.addAll(this.ofOne(peer, namespace));
        }
        return result;
    }

    private ofOne(peer: PolicyPeer, namespace: string): Bits {
        const { ipBlock, podSelector, namespaceSelector } = peer;
        if (ipBlock !== undefined) {
            return this.once(JSON.stringify(ipBlock), () => this.inBlock(ipBlock));
        }
        if (podSelector === undefined && namespaceSelector === undefined) {
            return new Bits(0);
        }
        const result = new Bits(this.workloads.length);
        result.addAll(this.pods.matching(podSelector ?? {}));
        result.keep(
            namespaceSelector === undefined
                ? this.inNamespaces([namespace])
                : this.once(JSON.stringify(namespaceSelector), () => {
                      const matching = this.namespaces.matching(namespaceSelector);
                      return this.inNamespaces([...this.runs.keys()].filter((_, index) => matching.has(index)));
                  }),
        );
        return result;
    }

    private inNamespaces(names: readonly string[]): Bits {
        const result = new Bits(this.workloads.length);
        for (const name of names) {
            result.addRange(...(this.runs.get(name) ?? [0, 0]));
        }
        return result;
    }

    private inBlock(ipBlock: IpBlock): Bits {
        const { addresses, size } = this.everybody;
        const result = new Bits(size);
        for (const { first, end } of parts(addresses.boundsOf(ipBlock))) {
            result.addRange(this.workloads.length + first, this.workloads.length + end);
            for (let part = first; part < end; part++) {
                result.addEach(this.holders.get(part) ?? []);
            }
        }
        // A block means all of them or none.
        const [index = -1] = this.withoutAddress;
        const workload = this.workloads[index];
        if (workload !== undefined && means({ ipBlock }, workload, workload.namespace, this.world)) {
            result.addEach(this.withoutAddress);
        }
        return result;
    }

    private once(key: string, make: () => Bits): Bits {
        const found = this.known.get(key) ?? make();
        this.known.set(key, found);
        return found;
    }
}
