// SPDX-License-Identifier: Apache-2.0
import { IPAM_BLOCK } from "kubesphere-network/lib/kinds";
import { SIMULATED } from "../../controllers/names";
import type { KubernetesClient, KubernetesObject } from "../../kubernetes/client";
import { hasReason } from "../../kubernetes/error";
import { MANAGER } from "../names";
import type { Blocks } from "./assign";
import { blockName, type Block } from "./block";

/** A change of blocks: what it answers, and the blocks that are other than before. May be tried again on newer blocks. */
export type Change<T> = (blocks: Blocks) => { readonly answer: T; readonly changed: readonly Block[] };

interface Waiting {
    /** Works the change out on the blocks; what then answers it. */
    readonly attempt: (blocks: Map<string, Block>) => () => void;
    readonly failed: (error: unknown) => void;
}

/**
 * Calico's IPAMBlocks. Changes that come together are worked out one after the other and written at once, each block a
 * single time; blocks that somebody else has changed meanwhile are read again and the changes worked out anew.
 */
export class Ledger {
    private readonly stored = new Map<string, KubernetesObject>();
    private waiting: Waiting[] = [];
    private writing = false;

    constructor(private readonly client: KubernetesClient) {}

    /** Reads all blocks. */
    async load(): Promise<void> {
        const { items } = await this.client.list(IPAM_BLOCK);
        this.stored.clear();
        items.forEach((item) => this.stored.set(specOf(item).cidr, item));
    }

    /** The blocks as they are stored. */
    get blocks(): Blocks {
        return new Map([...this.stored].map(([cidr, object]) => [cidr, specOf(object)]));
    }

    /** Carries a change out; resolves once it is stored. */
    change<T>(change: Change<T>): Promise<T> {
        return new Promise<T>((resolve, reject) => {
            const waiting: Waiting = {
                failed: reject,
                attempt(blocks) {
                    try {
                        const { answer, changed } = change(blocks);
                        changed.forEach((block) => blocks.set(block.cidr, block));
                        return () => {
                            resolve(answer);
                        };
                    } catch (error) {
                        return () => {
                            waiting.failed(error);
                        };
                    }
                },
            };
            this.waiting.push(waiting);
            void this.run();
        });
    }

    private async run(): Promise<void> {
        if (this.writing) {
            return;
        }
        this.writing = true;
        while (this.waiting.length > 0) {
            const batch = this.waiting.splice(0);
            try {
                const answers = await this.store(batch);
                answers.forEach((answer) => {
                    answer();
                });
            } catch (error) {
                batch.forEach(({ failed }) => {
                    failed(error);
                });
            }
        }
        this.writing = false;
    }

    private async store(batch: readonly Waiting[]): Promise<(() => void)[]> {
        for (;;) {
            const before = this.blocks;
            const after = new Map(before);
            const answers = batch.map(({ attempt }) => attempt(after));
            const changed = [...after.values()].filter((block) => before.get(block.cidr) !== block);
            const written = await Promise.allSettled(changed.map((block) => this.write(block)));
            const failures = written.flatMap((one) => (one.status === "rejected" ? [one.reason as Error] : []));
            if (failures.length === 0) {
                return answers;
            }
            const fatal = failures.find((error) => !isStale(error));
            await this.load();
            if (fatal !== undefined) {
                throw fatal;
            }
        }
    }

    private async write(block: Block): Promise<void> {
        const name = blockName(block.cidr);
        const options = { fieldManager: MANAGER };
        const known = this.stored.get(block.cidr);
        const written =
            known === undefined
                ? await this.client.create(IPAM_BLOCK, objectOf(name, block), options)
                : await this.client.replace({ kind: IPAM_BLOCK, name }, { ...known, spec: block }, options);
        this.stored.set(block.cidr, written);
    }
}

function objectOf(name: string, spec: Block): KubernetesObject {
    const { apiVersion, kind } = IPAM_BLOCK;
    return { apiVersion, kind, metadata: { name, annotations: SIMULATED }, spec };
}

function specOf(object: KubernetesObject): Block {
    return object.spec as Block;
}

function isStale(error: unknown): boolean {
    return ["Conflict", "AlreadyExists", "NotFound"].some((reason) => hasReason(error, reason));
}
