// SPDX-License-Identifier: Apache-2.0
import type { Labels } from "../../label-selector";
import { listOf } from "../../reach/difference/lists";
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
    const then = timeOf(worlds.before, questionsOf(before, worlds.before, isWhole, places));
    const later = timeOf(worlds.after, questionsOf(after, worlds.after, isWhole, places));
    const touched = touchedNamespaces(worlds);
    const isForAll = [...then.questions, ...later.questions].flatMap(providersOf).some((name) => touched.has(name));
    const names = [...worlds.after.namespaces.keys()].filter((name) => isForAll || touched.has(name)).sort();
    return names.flatMap((name) => askedOfOne(name, then, later));
}

interface Time {
    readonly world: World;
    readonly questions: readonly Question[];
    readonly pods: ReadonlyMap<string, readonly Workload[]>;
    readonly policies: ReadonlyMap<string, readonly NetworkPolicy[]>;
}

/** A world with what is in each namespace, which is asked about many times. */
function timeOf(world: World, questions: readonly Question[]): Time {
    const [pods, policies] = [byNamespace(world.workloads), byNamespace(world.policies)];
    return { world, questions, pods, policies };
}

function byNamespace<T extends { readonly namespace: string }>(list: readonly T[]): ReadonlyMap<string, T[]> {
    const namespaces = new Map<string, T[]>();
    for (const each of list) {
        listOf(namespaces, each.namespace).push(each);
    }
    return namespaces;
}

/** The namespaces of those whom a question is about. */
function providersOf({ others }: Question): string[] {
    return others.flatMap((other) => ("namespace" in other ? [other.namespace] : []));
}

function askedOfOne(namespace: string, then: Time, later: Time): Asked[] {
    return later.questions
        .filter((question) => !providersOf(question).includes(namespace))
        .map((question) => {
            const earlier = then.questions.find(({ id }) => id === question.id);
            const was = then.world.namespaces.has(namespace) && earlier ? ask(earlier, namespace, then) : undefined;
            const is = ask(question, namespace, later);
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

/** Only policies of the two namespaces decide it. Where a namespace has no workloads, one stands for those to come. */
function ask(question: Question, namespace: string, { world, pods, policies }: Time): Answered {
    const names = [...new Set([namespace, ...providersOf(question)])];
    const own = pods.get(namespace) ?? [anyPod(namespace)];
    return answer(question, own, { ...world, policies: names.flatMap((name) => policies.get(name) ?? []) });
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
