// SPDX-License-Identifier: Apache-2.0

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { InstallPlan, InstallPlanSpec, InstallPlanStatus } from "../../../sandbox/controllers/plan";
import type { InstallationStatus } from "../../../sandbox/controllers/status";

/** One write to an InstallPlan, without what differs from run to run: times and random ends of names. */
export interface Write {
    readonly event: string;
    readonly protected: boolean;
    readonly spec: InstallPlanSpec;
    readonly status: object;
}

/** One step of a recorded run: what the user wrote, and all writes that were seen, the user's own included. */
export interface Step {
    readonly name: string;
    readonly spec: InstallPlanSpec;
    readonly writes: readonly Write[];
}

interface Line {
    readonly run: number;
    readonly step: string;
    readonly type: string;
    readonly spec: InstallPlanSpec;
    readonly finalizers?: string[];
    readonly status?: InstallPlanStatus;
}

function installation(status: InstallationStatus): object {
    const { jobName, conditions = [], stateHistory = [], ...rest } = status;
    return {
        ...rest,
        job: jobName?.replace(/-[a-z0-9]{6}$/, ""),
        conditions: conditions.map((one) => `${one.type}=${one.status} ${one.reason}: ${one.message}`),
        history: stateHistory.map(({ state }) => state),
    };
}

function normalised({ clusterSchedulingStatuses = {}, ...host }: InstallPlanStatus): object {
    const agents = Object.entries(clusterSchedulingStatuses).map(([name, status]) => [name, installation(status)]);
    return { ...installation(host), agents: Object.fromEntries(agents) as object };
}

/** A write as it is seen in a watch. */
export function writeOf(event: string, plan: Pick<InstallPlan, "spec" | "status" | "metadata">): Write {
    const { spec, status = {}, metadata } = plan;
    return { event, protected: (metadata.finalizers ?? []).length > 0, spec, status: normalised(status) };
}

/** The recorded steps of a run. */
export function recordedRun(run: number): Step[] {
    const text = readFileSync(join(__dirname, "traces", "installplan-traces.jsonl"), "utf8");
    const lines = text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Line);
    const steps = new Map<string, { name: string; spec: InstallPlanSpec; writes: Write[] }>();
    for (const { step: name, type, spec, finalizers = [], status = {} } of lines.filter((line) => line.run === run)) {
        const step = steps.get(name) ?? { name, spec, writes: [] };
        step.writes.push(writeOf(type, { spec, status, metadata: { finalizers } }));
        steps.set(name, step);
    }
    return [...steps.values()];
}
