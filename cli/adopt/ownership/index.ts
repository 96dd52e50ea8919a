// SPDX-License-Identifier: Apache-2.0
import type { LiveOptions } from "../../cluster/cluster";
import { Refused } from "../../cluster/write";
import type { ProgressLine } from "../../text/progress";
import { counted } from "../../text/words";
import { type Claim, claimsOf, titleOf } from "./claims";
import { openClusters } from "./clusters";
import type { Ended } from "./outputs";
import { take } from "./take";
import { readWanted } from "./wanted";

/** What the stack would take of the objects of an import file; nothing is written. */
export async function claimsOfFile(path: string, options: LiveOptions, line: ProgressLine): Promise<Claim[]> {
    const file = readWanted(path);
    const clusters = await openClusters(file, options);
    const clusterOf = ({ provider }: { provider?: string }) => {
        const cluster = clusters.get(provider);
        if (cluster === undefined) {
            throw new Error(`There is no cluster for the provider ${String(provider)}.`);
        }
        return cluster;
    };
    try {
        return await claimsOf(file.wanted, clusterOf, (done) => {
            line.show(`Looked at ${counted(done, "object")} of ${file.wanted.length}`);
        });
    } finally {
        line.clear();
    }
}

/** Takes everything, one object after the other. What cannot be written does not keep the rest. */
export async function takeAll(claims: readonly Claim[], line: ProgressLine): Promise<Ended> {
    const failures: { object: string; message: string }[] = [];
    for (const [index, claim] of claims.entries()) {
        line.show(`Took ${counted(index, "object")} of ${claims.length}`);
        try {
            await take(claim);
        } catch (error) {
            if (!(error instanceof Refused)) {
                line.clear();
                throw error;
            }
            failures.push({ object: titleOf(claim.wanted), message: error.message });
        }
    }
    line.clear();
    return { done: true, failures };
}
