// SPDX-License-Identifier: Apache-2.0
import { conditionOf } from "../cluster/conditions";
import { CRON_JOB, DAEMON_SET, DEPLOYMENT, JOB, POD, STATEFUL_SET } from "../kinds";
import { isRunning } from "./old-pods";
import { objectTitle, ownerKey, Owners, titleOf } from "./owners";
import type { JobObject, MigrationWorld, OwnedObject } from "./world";

/** Where the annotations of pods come from. */
export interface PodMaker {
    readonly title: string;
    readonly namespace: string;
    /** Whether pods are made from it for ever: none are of a pod that nothing owns, and of a Job until it ends. */
    readonly isTemplate: boolean;
    readonly annotations: Readonly<Record<string, string>>;
}

/** Everything that decides about the annotations of pods: templates, and pods of which no template is read here. */
export function podMakers(world: MigrationWorld): PodMaker[] {
    const templates = [
        ...world.deployments.map((each) => makerOf(DEPLOYMENT.kind, each, each.spec?.template)),
        ...world.statefulSets.map((each) => makerOf(STATEFUL_SET.kind, each, each.spec?.template)),
        ...world.daemonSets.map((each) => makerOf(DAEMON_SET.kind, each, each.spec?.template)),
        ...world.cronJobs.map((each) => makerOf(CRON_JOB.kind, each, each.spec?.jobTemplate?.spec?.template)),
        ...world.jobs
            .filter((job) => !hasEnded(job))
            .map((each) => ({ ...makerOf(JOB.kind, each, each.spec?.template), isTemplate: false })),
    ];
    const known = new Set([DEPLOYMENT.kind, STATEFUL_SET.kind, DAEMON_SET.kind, JOB.kind]);
    const owners = new Owners(world.replicaSets);
    const others = new Map<string, PodMaker>();
    for (const pod of world.pods.filter(isRunning)) {
        const owner = owners.of(pod);
        if (!known.has(owner.kind)) {
            const isTemplate = owner.kind !== POD.kind;
            const { annotations = {} } = pod.metadata ?? {};
            others.set(ownerKey(owner), { title: titleOf(owner), namespace: owner.namespace, isTemplate, annotations });
        }
    }
    return [...templates, ...others.values()];
}

function makerOf(kind: string, object: OwnedObject, template: OwnedObject | undefined): PodMaker {
    return {
        title: objectTitle(kind, object),
        namespace: object.metadata?.namespace ?? "",
        isTemplate: true,
        annotations: template?.metadata?.annotations ?? {},
    };
}

/** Source: https://kubernetes.io/docs/concepts/workloads/controllers/job/#terminal-job-conditions */
function hasEnded({ status }: JobObject): boolean {
    return ["Complete", "Failed"].some((type) => conditionOf(status?.conditions, type, "True") !== undefined);
}
