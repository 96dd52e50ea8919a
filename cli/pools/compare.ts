// SPDX-License-Identifier: Apache-2.0
import type { PoolChoice } from "kubesphere-network/lib/ipam/choices";
import { type PoolFinding, SOURCES_DIFFER_RULE } from "kubesphere-network/lib/ipam/findings";
import { differences } from "kubesphere-network/lib/ipam/kubesphere-status";
import type { PoolUse } from "kubesphere-network/lib/ipam/use";
import { quoted } from "kubesphere-network/lib/report/words";
import type { KapisPool } from "../kapis/kapis";

const RULE = SOURCES_DIFFER_RULE.id;
const WAY_OUT =
    "Run it again: addresses come and go meanwhile. If it stays, trust the blocks, and look at KubeSphere's network extension: ksnet doctor";

/** Where KubeSphere's API tells something else than Calico's blocks. */
export function disagreements(told: readonly KapisPool[], uses: readonly PoolUse[]): PoolFinding[] {
    const missing = [
        ...uses
            .filter(({ pool }) => !told.some(({ metadata }) => metadata.name === pool.name))
            .map(({ pool }) => ({ name: pool.name, message: "KubeSphere's API does not know this pool." })),
        ...told
            .filter(({ metadata }) => !uses.some(({ pool }) => pool.name === metadata.name))
            .map(({ metadata }) => ({ name: metadata.name, message: "Only KubeSphere's API knows this pool." })),
    ];
    const differing = uses.flatMap((use) => {
        const status = told.find(({ metadata }) => metadata.name === use.pool.name)?.status;
        const found = status === undefined ? [] : differences(status, use);
        const message = `KubeSphere's API and Calico's blocks disagree: ${found.join("; ")}.`;
        return found.length === 0 ? [] : [{ name: use.pool.name, message }];
    });
    return [...missing, ...differing].map(({ name, message }) => ({
        severity: "warning",
        rule: RULE,
        pool: name,
        message,
        wayOut: WAY_OUT,
    }));
}

/** Where KubeSphere's API offers other pools than Calico's rules lead to. */
export function choiceDisagreement(told: readonly string[], choices: readonly PoolChoice[]): PoolFinding[] {
    const own = choices.filter(({ isPossible }) => isPossible).map(({ pool }) => pool);
    const more = told.filter((name) => !own.includes(name));
    const fewer = own.filter((name) => !told.includes(name));
    const parts = [
        ...(more.length === 0 ? [] : [`it offers ${quoted(more)}, too`]),
        ...(fewer.length === 0 ? [] : [`it does not offer ${quoted(fewer)}`]),
    ];
    return parts.length === 0
        ? []
        : [
              {
                  severity: "warning",
                  rule: RULE,
                  message: `KubeSphere's API answers otherwise: ${parts.join(", and ")}.`,
                  wayOut: "The reasons below are Calico's. What KubeSphere itself demands is not published: ask it with --source kapis.",
              },
          ];
}
