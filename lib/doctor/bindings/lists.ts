// SPDX-License-Identifier: Apache-2.0
import { hasEnded } from "../../cluster/pods";
import { poolList, type WorkloadObject } from "../../ippool/pins";
import { CRON_JOB, DAEMON_SET, DEPLOYMENT, JOB, type Kind, NAMESPACE, POD, STATEFUL_SET } from "../../kinds";
import { POOL_ANNOTATIONS } from "../../labels";
import type { ObjectRef } from "../../report/report";
import { type ClusterFacts, listOf } from "../facts";
import { refTo } from "../objects";

/** Kinds that may ask for pools, the pods that they make included. */
export const HOLDERS: readonly Kind[] = [NAMESPACE, DEPLOYMENT, STATEFUL_SET, DAEMON_SET, CRON_JOB, JOB, POD];

/** Where the annotations of the pods stand that an object makes. */
const TEMPLATES = [
    ["{.metadata.annotations}", (object: WorkloadObject) => object],
    ["{.spec.template.metadata.annotations}", ({ spec }: WorkloadObject) => spec?.template],
    [
        "{.spec.jobTemplate.spec.template.metadata.annotations}",
        ({ spec }: WorkloadObject) => spec?.jobTemplate?.spec?.template,
    ],
] as const;

/** One of Calico's annotations on an object that gives it to pods. */
export interface PoolAnnotation {
    readonly holder: ObjectRef;
    readonly key: string;
    /** Family that all pools of the list must have. */
    readonly family: 4 | 6;
    readonly text: string;
    /** Names or CIDRs; undefined if the text is no JSON list of texts. */
    readonly pools?: readonly string[];
    /** What follows "kubectl" in the command that shows it. */
    readonly seen: string;
}

/** What may be over: a pod, or a job, which makes no pods any more. */
interface Ending extends WorkloadObject {
    readonly metadata?: WorkloadObject["metadata"] & { readonly ownerReferences?: readonly object[] };
    readonly status?: { readonly phase?: string; readonly completionTime?: string };
}

/** Every annotation of the kinds, each once: what a workload gives to its pods is the workload's. */
export function poolAnnotations(facts: ClusterFacts): PoolAnnotation[] {
    return HOLDERS.flatMap((kind) =>
        listOf<Ending>(facts, kind)
            .filter((object) => (object.metadata?.ownerReferences ?? []).length === 0 && !isOver(object))
            .flatMap((object) => ofObject(kind, object)),
    );
}

function isOver(object: Ending): boolean {
    return hasEnded(object) || object.status?.completionTime !== undefined;
}

function ofObject(kind: Kind, object: WorkloadObject): PoolAnnotation[] {
    const { name = "", namespace } = object.metadata ?? {};
    const where = namespace === undefined ? "" : ` -n ${namespace}`;
    return poolAnnotationsOf(object).map(({ path, ...annotation }) => ({
        holder: refTo(kind, object),
        ...annotation,
        seen: `get ${kind.kind.toLowerCase()} ${name}${where} -o jsonpath='${path}'`,
    }));
}

/** Calico's annotations of an object, and of the pods that it makes, each with its place. */
export function poolAnnotationsOf(
    object: WorkloadObject,
): (Omit<PoolAnnotation, "holder" | "seen"> & { readonly path: string })[] {
    return TEMPLATES.flatMap(([path, template]) =>
        ([4, 6] as const).flatMap((family) => {
            const key = POOL_ANNOTATIONS[family];
            const text = template(object)?.metadata?.annotations?.[key];
            const pools = poolList(text);
            return text === undefined ? [] : [{ key, family, text, ...(pools && { pools }), path }];
        }),
    );
}

/** The holder as sentences name it: "Namespace shop", "Deployment shop/api". */
export function holderName({ kind, namespace, name }: ObjectRef): string {
    return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}
