// SPDX-License-Identifier: Apache-2.0
import { grouped } from "../../grouped";
import { DAEMON_SET, JOB, POD } from "../../kinds";
import { listed, numbered } from "../../report/words";
import { type ContextCheck, rolled } from "../context";
import { namespaceTitle } from "../namespace-binding";
import { titleOf } from "../owners";
import type { MigrationCheck } from "../plan";
import { rolloutWaitsFor } from "../rollout";
import type { Mover } from "../workload-moves";

/** What the roll of each workload runs into. */
export const workloads: ContextCheck = (context) =>
    rolled(context).flatMap((mover) => [...stopped(mover), ...downtime(mover), ...eviction(mover)]);

/**
 * A workload that is not well is a warning and no more: the migration may be what cures it, and one that is taken up again
 * finds workloads in the middle of their rollout.
 */
function stopped({ move, object }: Mover): MigrationCheck[] {
    if (object?.spec?.paused === true) {
        return [
            {
                severity: "danger",
                rule: "migration-paused",
                object: titleOf(move),
                message: "It is paused: its pods are never replaced, and keep their addresses.",
                wayOut: `Resume it first: kubectl rollout resume deployment ${move.name} -n ${move.namespace}`,
            },
        ];
    }
    const waitsFor = object && rolloutWaitsFor(move.kind, object);
    return waitsFor === undefined
        ? []
        : [
              {
                  severity: "warning",
                  rule: "migration-unhealthy",
                  object: titleOf(move),
                  message: `It is not rolled out now: ${waitsFor}. The migration waits for it, and stops there for as long as this lasts.`,
                  wayOut: "Mend it first, unless the lack of addresses is what it suffers from.",
              },
          ];
}

/** Source: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy */
function downtime({ move, replacement: { gone, pods } }: Mover): MigrationCheck[] {
    return pods === 0 || gone < pods || move.kind === DAEMON_SET.kind
        ? []
        : [
              {
                  severity: "warning",
                  rule: "migration-downtime",
                  object: titleOf(move),
                  message: `${pods === 1 ? "Its only pod is" : `All of its ${pods} pods are`} gone for a moment: nobody answers meanwhile.`,
                  wayOut: "Choose the time for it, or give it more pods that are replaced one after the other.",
              },
          ];
}

function eviction({ move }: Mover): MigrationCheck[] {
    return move.roll !== "evict"
        ? []
        : [
              {
                  severity: "notice",
                  rule: "migration-evicted",
                  object: titleOf(move),
                  message: move.consequences[0] ?? "",
                  wayOut: "See that whatever owns them makes new ones.",
              },
          ];
}

/** Whatever has old addresses and is not rolled. */
export const waited: ContextCheck = ({ waited: movers }) =>
    movers.map(({ move }) => ({
        severity: move.kind === JOB.kind ? "notice" : "warning",
        rule: "migration-waited",
        object: titleOf(move),
        message: move.consequences[0] ?? "",
        wayOut:
            move.kind === POD.kind
                ? `Delete it when it is no longer needed: kubectl delete pod ${move.name} -n ${move.namespace}`
                : "The old pool is drained only after that.",
    }));

/**
 * Workloads whose templates belong to somebody who may see the restart as a change of theirs.
 * Source: https://kubernetes.io/docs/reference/kubectl/generated/kubectl_rollout/kubectl_rollout_restart
 */
export const managed: ContextCheck = (context) => {
    const restarted = rolled(context)
        .map(({ move }) => move)
        .filter(({ managedBy, roll }) => managedBy !== undefined && roll === "restart");
    const groups = grouped(restarted, ({ namespace, managedBy }) => JSON.stringify([namespace, managedBy]));
    return [...groups.values()].map((moves) => ({
        severity: "notice",
        rule: "migration-managed",
        object: namespaceTitle(moves[0]?.namespace ?? ""),
        message: `${listed(moves.map(({ name }) => name))} ${numbered(moves.length, "is", "are")} managed by ${moves[0]?.managedBy ?? ""}, which may see the annotation kubectl.kubernetes.io/restartedAt on the template as a change.`,
        wayOut: "Have it ignore that annotation if it takes it off: that would roll the pods once more.",
    }));
};
