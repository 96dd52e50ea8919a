// SPDX-License-Identifier: Apache-2.0
import { IMMUTABLE_REASON, type Migration, migrationOf } from "../../ippool/migration";
import { DELETED_RULE, DISABLED_RULE, IMMUTABLE_RULE } from "../rules/pool-rules";
import { counted, listed, numbered } from "../words";
import { eachPool, type PoolCheck, type Said } from "./check";
import type { PoolPair } from "./pairs";
import { isDecided, type Pool } from "./pool";
import type { PoolUse } from "./usage";
import { namespacesOf, podsPhrase, useOf } from "./users";

/** Pools that go, are disabled, or would have to become other ones. */
export const LIFECYCLE_CHECKS: readonly PoolCheck[] = [
    eachPool(DELETED_RULE, [], (pair, { usage }) =>
        pair.before && !pair.after ? [{ ...deleted(pair.name, useOf(pair, usage)), ...cidrBefore(pair.before) }] : [],
    ),
    eachPool(IMMUTABLE_RULE, [], (pair) => {
        const { before, after } = pair;
        const migration = migrationOfPair(pair);
        return before && after && migration
            ? [
                  {
                      severity: "danger",
                      before: identity(before),
                      after: identity(after),
                      message: [...migration.changes, IMMUTABLE_REASON].join(" "),
                      wayOut: `Migrate instead: ${migration.steps.map((step, index) => `${index + 1}. ${step}`).join(" ")}`,
                  },
              ]
            : [];
    }),
    eachPool(DISABLED_RULE, [], (pair, { usage }) => (isDisabledNow(pair) ? [disabled(pair, useOf(pair, usage))] : [])),
];

/** The migration that a change of a pool needs; undefined if it needs none, or none that could be told. */
export function migrationOfPair({ name, before, after }: PoolPair): Migration | undefined {
    const isKnown = [before, after].every((pool) => pool && isDecided(pool, ["cidr", "blockSize"]));
    return before && after && isKnown ? migrationOf(name, before.spec, after.spec) : undefined;
}

/** Whether a pool that stays gives no addresses any more. */
export function isDisabledNow({ before, after }: PoolPair): boolean {
    return isEnabled(before) && after !== undefined && isDecided(after, ["disabled"]) && after.spec.disabled;
}

/** Whether a pool gives addresses as far as its switch is concerned. */
export function isEnabled(pool: Pool | undefined): boolean {
    return pool !== undefined && isDecided(pool, ["disabled"]) && !pool.spec.disabled;
}

function deleted(name: string, use: PoolUse | undefined): Said {
    const first = `Set disabled: true on "${name}" first`;
    const then = "delete it once no pod has an address of it";
    const loss = "without the pool's routes, encapsulation and NAT";
    if (use === undefined) {
        return {
            severity: "warning",
            message: `Pods with addresses of "${name}" keep them, ${loss}. Whether there are any is not known here.`,
            wayOut: `Look for them on the cluster. ${first}, restart what has addresses of it, and ${then}.`,
        };
    }
    const { pods, allocations } = use;
    if (pods.length > 0) {
        const have = numbered(pods.length, "has an address", "have addresses");
        return {
            severity: "danger",
            message: `${podsPhrase(pods)} ${have} of "${name}". What has one keeps it, ${loss}.`,
            wayOut: `${first}, restart the workloads of ${listed(namespacesOf(pods))}, and ${then}.`,
        };
    }
    return allocations > 0
        ? {
              severity: "warning",
              message: `${counted(allocations, "address of", "addresses of")} "${name}" ${numbered(allocations, "is", "are")} given away, to no pod that stays: tunnels of nodes may have them, or pods that are gone.`,
              wayOut: `${first}, see who has them (calicoctl ipam check --show-all-ips), and ${then}.`,
          }
        : { severity: "notice", message: `No address of "${name}" is in use.` };
}

function disabled({ name }: PoolPair, use: PoolUse | undefined): Said {
    const those = use && use.pods.length > 0 ? `those of ${podsPhrase(use.pods)}` : "those that pods have";
    return {
        severity: "notice",
        before: "enabled",
        after: "disabled",
        message: `No pod gets a new address of "${name}"; ${those} stay until a restart.`,
    };
}

function cidrBefore({ spec: { cidr } }: Pool): Pick<Said, "before"> {
    return cidr === "" ? {} : { before: cidr };
}

function identity({ spec: { cidr, blockSize } }: Pool): string {
    return `${cidr} in blocks of /${blockSize}`;
}
