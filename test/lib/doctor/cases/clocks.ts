// SPDX-License-Identifier: Apache-2.0
import { JOB, NODE } from "../../../../lib/kinds";
import { type Case, edit, minutesAgo, NOW, objectIn, plan, plus, renewed, UPGRADE_JOB, upgrading } from "../support";

const UPGRADING = plan({ status: upgrading(30) });
const finished = (minutes: number) =>
    plus(
        JOB,
        objectIn("extension-network", UPGRADE_JOB, {
            status: { completionTime: minutesAgo(minutes), conditions: [{ type: "Complete", status: "True" }] },
        }),
    );
const server =
    (seconds: number): Case["broken"][number] =>
    (facts) => ({
        ...facts,
        clocks: { server: NOW, local: NOW - seconds * 1000 },
    });

/** Clocks that differ. */
export const CLOCK_CASES: Readonly<Record<string, Case>> = {
    "clock-result-dropped": { broken: [UPGRADING, finished(90)], near: [UPGRADING, finished(29)] },
    "clock-server": { broken: [server(31)], near: [server(-30)], isMember: true },
    "clock-nodes": {
        broken: [renewed(-61)],
        // A node that is not ready may have stopped, which says nothing of its clock.
        near: [renewed(-61), edit(NODE, "node-1", { status: { conditions: [{ type: "Ready", status: "Unknown" }] } })],
    },
};
