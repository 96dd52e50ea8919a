// SPDX-License-Identifier: Apache-2.0
import type { Labels } from "../../label-selector";
import type { NetworkPolicy, Workload, World } from "../../reach/world";
import type { ClusterChange } from "../objects";
import type { StandingAnswer } from "../report";
import { answer, type Answered } from "./answers";
import type { Places } from "./places";
import { type Question, questionsOf } from "./questions";
import { anyPod } from "./any-pod";
import { distinctions } from "./workloads";
import type { Worlds } from "./worlds";

/** An answer before and after, with what it is about. */
export interface Asked extends StandingAnswer {
    readonly question: Question["id"];
}

/** Asks the standing questions of every namespace whose answers the change may touch. */
export function askedOf({ before, after, isWhole }: ClusterChange, worlds: Worlds, places: Places): Asked[] {
    const then = { world: worlds.before, questions: questionsOf(before, worlds.before, isWhole, places) };
    const later = { world: worlds.after, questions: questionsOf(after, worlds.after, isWhole, places) };
    const touched = touchedNamespaces(worlds);
    const providers = [...then.questions, ...later.questions].flatMap(({ others }) =>
        others.flatMap((other) => ("namespace" in other ? [other.namespace] : [])),
    );
    const isForAll = providers.some((name) => touched.has(name));
    const names = [...worlds.after.namespaces.keys()].filter((name) => isForAll || touched.has(name)).sort();
    return names.flatMap((name) => askedOfOne(name, then, later));
}

interface Time {
    readonly world: World;
    readonly questions: readonly Question[];
}

function askedOfOne(namespace: string, then: Time, later: Time): Asked[] {
    return later.questions
        .filter(({ others }) => !others.some((other) => "namespace" in other && other.namespace === namespace))
        .map((question) => {
            const earlier = then.questions.find(({ id }) => id === question.id);
            const was =
                then.world.namespaces.has(namespace) && earlier ? ask(earlier, namespace, then.world) : undefined;
            const is = ask(question, namespace, later.world);
            return {
                question: question.id,
                text: `${namespace}: ${question.text}`,
                namespace,
                before: was?.answer ?? "unknown",
                after: is.answer,
                reason: is.reason,
            };
        });
}

function ask(question: Question, namespace: string, world: World): Answered {
    const pods = podsOf(world, namespace);
    const ours = (policy: NetworkPolicy): boolean =>
        policy.namespace === namespace ||
        question.others.some((other) => "namespace" in other && other.namespace === policy.namespace);
    return answer(question, pods, { ...world, policies: world.policies.filter(ours) });
}

/** The workloads of a namespace; where there are none, one that stands for those to come. */
function podsOf(world: World, namespace: string): Workload[] {
    const pods = world.workloads.filter((each) => each.namespace === namespace);
    return pods.length > 0 ? pods : [anyPod(namespace)];
}

/** Namespaces that are new, or have other policies, pods or labels that policies ask for. */
function touchedNamespaces({ before, after }: Worlds): Set<string> {
    const keys = distinctions([...before.policies, ...after.policies], []).namespaceKeys;
    const [was, is] = [fingerprints(before, keys), fingerprints(after, keys)];
    return new Set([...is.keys()].filter((name) => was.get(name) !== is.get(name)));
}

function fingerprints({ namespaces, policies, workloads }: World, keys: ReadonlySet<string>): Map<string, string> {
    const asked = (labels: Labels): [string, string][] => Object.entries(labels).filter(([key]) => keys.has(key));
    const parts = new Map([...namespaces].map(([name, labels]) => [name, [JSON.stringify(asked(labels).sort())]]));
    for (const policy of policies) {
        parts.get(policy.namespace)?.push(JSON.stringify(policy));
    }
    for (const { namespace, kind, name, labels } of workloads) {
        parts.get(namespace)?.push(JSON.stringify([kind, name, labels]));
    }
    return new Map([...parts].map(([name, texts]) => [name, texts.sort().join()]));
}
