// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { ipPoolLabel } from "kubesphere-network/lib/labels";
import type { KubernetesClient, KubernetesObject } from "../kubernetes/client";
import { poolNameOf, type Addresses } from "./addresses";
import { tell } from "./events";
import { NoAddressError } from "./ipam/pools";
import { handleOf, sandboxOf } from "./names";
import { addressOf } from "./node";
import { secondsUntilReady } from "./outcomes";
import { refOf, writePod } from "./pod";
import { creatingStatus, podAddresses, runningSince, runningStatus, statusOf, type Place } from "./status";

/** Label of a pod: the pool that its address is of. KubeSphere's own controller sets it. */
const POOL_LABEL = ipPoolLabel("name");
/** Times in a status have no fractions of a second. */
const ROUNDING_MILLISECONDS = 1000;

interface Options {
    readonly client: KubernetesClient;
    readonly addresses: Addresses;
    readonly signal: AbortSignal;
    /** Looks at a pod once more. */
    readonly again: (uid: string) => void;
}

/** Stands in for kubelet and Calico's CNI plugin on all simulated nodes. */
export class Kubelet {
    /** Pods without an address, and what was last said of them. */
    private readonly waiting = new Map<string, string>();

    constructor(private readonly options: Options) {}

    /** Tries all pods again that got no address. */
    retry(): void {
        [...this.waiting.keys()].forEach(this.options.again);
    }

    /** Gives back what a pod had that is gone. */
    async forget(uid: string): Promise<void> {
        this.waiting.delete(uid);
        if (await this.options.addresses.giveBack(handleOf(uid))) {
            this.retry();
        }
    }

    /** Brings a pod on a simulated node one step on. */
    async sync(pod: KubernetesObject, node: KubernetesObject): Promise<void> {
        const { uid = "", deletionTimestamp } = pod.metadata;
        const { phase } = statusOf(pod);
        if (deletionTimestamp !== undefined) {
            await this.end(pod);
        } else if (phase === "Succeeded" || phase === "Failed") {
            await this.forget(uid);
        } else {
            await this.run(pod, node);
        }
    }

    private async end(pod: KubernetesObject): Promise<void> {
        const { uid = "", deletionGracePeriodSeconds } = pod.metadata;
        await this.forget(uid);
        // Zero: it has ended already, and somebody else holds it by a finalizer.
        if (deletionGracePeriodSeconds !== 0) {
            const options = { gracePeriodSeconds: 0, uid, propagationPolicy: "Background" } as const;
            await this.options.client.delete(refOf(pod), options);
        }
    }

    private async run(pod: KubernetesObject, node: KubernetesObject): Promise<void> {
        const { uid = "" } = pod.metadata;
        const place = { nodeAddress: addressOf(node), sandbox: sandboxOf(uid), now: new Date() };
        try {
            const addresses = await this.addressesFor(pod, node);
            this.waiting.delete(uid);
            await this.show(pod, addresses, place);
        } catch (error) {
            if (!(error instanceof NoAddressError)) {
                throw error;
            }
            await this.wait(pod, node, place, error.message);
        }
    }

    private async addressesFor(pod: KubernetesObject, node: KubernetesObject): Promise<string[]> {
        const had = podAddresses(pod);
        if (had.length > 0) {
            return had;
        }
        return usesHostNetwork(pod) ? [addressOf(node)] : this.options.addresses.ofPod(pod, node);
    }

    private async show(pod: KubernetesObject, addresses: readonly string[], place: Place): Promise<void> {
        const pool = await this.poolOf(pod, addresses);
        const delay = secondsUntilReady(pod, pool);
        const since = runningSince(pod) ?? place.now;
        const left = delay === 0 ? 0 : since.getTime() + delay * 1000 + ROUNDING_MILLISECONDS - place.now.getTime();
        await this.writeStatus(pod, runningStatus(pod, place, { addresses, ready: left <= 0 }));
        await this.label(pod, pool);
        if (left > 0 && Number.isFinite(left)) {
            void this.later(pod.metadata.uid ?? "", left);
        }
    }

    private async poolOf(pod: KubernetesObject, [address = ""]: readonly string[]): Promise<string | undefined> {
        const labelled = pod.metadata.labels?.[POOL_LABEL];
        if (labelled !== undefined || usesHostNetwork(pod)) {
            return labelled;
        }
        return poolNameOf(address, await this.options.addresses.pools());
    }

    private async wait(pod: KubernetesObject, node: KubernetesObject, place: Place, why: string): Promise<void> {
        const { uid = "" } = pod.metadata;
        const told = this.waiting.get(uid);
        this.waiting.set(uid, why);
        await this.writeStatus(pod, creatingStatus(pod, place));
        if (told !== why) {
            await tell(this.options.client, pod, {
                reason: "FailedCreatePodSandBox",
                message:
                    "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox " +
                    `"${place.sandbox}": plugin type="calico" failed (add): ${why}`,
                component: "kubelet",
                host: node.metadata.name ?? "",
            });
        }
    }

    private async label(pod: KubernetesObject, pool: string | undefined): Promise<void> {
        const { labels } = pod.metadata;
        if (pool === undefined || labels?.[POOL_LABEL] === pool) {
            return;
        }
        const operation =
            labels === undefined
                ? { op: "add", path: "/metadata/labels", value: { [POOL_LABEL]: pool } }
                : { op: "add", path: `/metadata/labels/${POOL_LABEL.replaceAll("/", "~1")}`, value: pool };
        await writePod(this.options.client, pod, refOf(pod), operation);
    }

    private async writeStatus(pod: KubernetesObject, value: object): Promise<void> {
        if (!isDeepStrictEqual(value, pod.status)) {
            const ref = { ...refOf(pod), subresource: "status" };
            await writePod(this.options.client, pod, ref, { op: "add", path: "/status", value });
        }
    }

    private async later(uid: string, milliseconds: number): Promise<void> {
        if (await sleep(milliseconds, true, { signal: this.options.signal }).catch(() => false)) {
            this.options.again(uid);
        }
    }
}

function usesHostNetwork({ spec }: KubernetesObject): boolean {
    return (spec as { hostNetwork?: boolean }).hostNetwork === true;
}
