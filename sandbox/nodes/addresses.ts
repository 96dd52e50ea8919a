// SPDX-License-Identifier: Apache-2.0
import { containsAddress } from "kubesphere-network/lib/cidr";
import { AllowedUse } from "kubesphere-network/lib/ippool/spec";
import type { KubernetesObject } from "../kubernetes/client";
import { cidrOf } from "./ipam/addresses";
import { assignAll, held, release, type AddressRequest, type World } from "./ipam/assign";
import type { Ledger } from "./ipam/ledger";
import { resolvePools, type Pool } from "./ipam/pools";
import { podRequests } from "./ipam/requests";
import { handleOf, isPodHandle } from "./names";
import type { Space, Surroundings } from "./surroundings";

/** Stands in for Calico's address management. */
export class Addresses {
    constructor(
        private readonly surroundings: Surroundings,
        private readonly ledger: Ledger,
    ) {}

    /** All pools as they are now. */
    async pools(): Promise<readonly Pool[]> {
        return (await this.surroundings.world()).pools;
    }

    /** The addresses of a pod, one of each family that it has; those it has already if there are any. */
    async ofPod(pod: KubernetesObject, node: KubernetesObject): Promise<string[]> {
        const { uid = "", namespace = "" } = pod.metadata;
        const had = this.heldBy(handleOf(uid));
        if (had.length > 0) {
            return had;
        }
        const [world, space] = await Promise.all([this.surroundings.world(), this.surroundings.space(namespace)]);
        return this.take(podClaims({ pod, node, space, world }), world);
    }

    /** One address for a tunnel of a node. */
    async ofTunnel(request: Omit<AddressRequest, "family" | "use" | "namespaceLabels">): Promise<string> {
        const world = await this.surroundings.world();
        const whole: AddressRequest = { ...request, family: 4, use: AllowedUse.Tunnel, namespaceLabels: {} };
        const [address = ""] = await this.take([whole], world);
        return address;
    }

    /** The addresses that are held under a handle. */
    heldBy(handle: string): string[] {
        return held(this.ledger.blocks, handle);
    }

    /** Gives back all that a handle holds; whether that was anything. */
    giveBack(handle: string): Promise<boolean> {
        return this.ledger.change((blocks) => {
            const changed = release(blocks, handle);
            return { answer: changed.length > 0, changed };
        });
    }

    /** Gives back the addresses of pods that went while nobody looked: all but those of pods with one of these uids. */
    async giveBackUnknown(uids: readonly string[]): Promise<void> {
        const known = new Set(uids.map(handleOf));
        const handles = [...this.ledger.blocks.values()].flatMap(({ attributes }) =>
            attributes.flatMap(({ handle_id: handle }) => handle ?? []),
        );
        const gone = handles.filter((handle) => isPodHandle(handle) && !known.has(handle));
        await Promise.all(gone.map((handle) => this.giveBack(handle)));
    }

    private take(requests: readonly AddressRequest[], world: World): Promise<string[]> {
        return this.ledger.change((blocks) => {
            const { addresses, changed } = assignAll(blocks, requests, world);
            return { answer: addresses, changed };
        });
    }
}

/** Name of the pool that an address is of. */
export function poolNameOf(address: string, pools: readonly Pool[]): string | undefined {
    return pools.find(({ cidr }) => containsAddress(cidrOf(cidr), address))?.name;
}

interface PodOnNode {
    readonly pod: KubernetesObject;
    readonly node: KubernetesObject;
    readonly space: Space;
    readonly world: World;
}

function podClaims({ pod, node, space, world: { pools } }: PodOnNode): AddressRequest[] {
    const { name = "", namespace = "", uid = "", annotations = {} } = pod.metadata;
    const { name: host = "", labels = {} } = node.metadata;
    const timestamp = new Date().toISOString();
    const owner = { handle_id: handleOf(uid), secondary: { namespace, node: host, pod: name, timestamp } };
    return podRequests(annotations, space.annotations).map(({ family, pools: entries }) => ({
        family,
        use: AllowedUse.Workload,
        requested: resolvePools(entries, pools, family),
        node: { name: host, labels },
        namespaceLabels: space.labels,
        owner,
    }));
}
