// SPDX-License-Identifier: Apache-2.0
import {
    type Area,
    type BindingCell,
    type Difference,
    type Finding,
    type ObjectRef,
    type Report,
    SEVERITIES,
    type Severity,
} from "kubesphere-network/lib/report/report";
import { severityCounts } from "../../text/words";

/** What an area is called in titles. */
export const AREA_TITLES: Readonly<Record<Area, string>> = {
    pools: "Pools",
    bindings: "Bindings",
    isolation: "Isolation",
    connectivity: "Connectivity",
    extension: "Extension",
};

/** What stands for the use of a pool in a matrix. */
export const BINDING_MARKS: Readonly<Record<BindingCell, string>> = { added: "+", removed: "-", kept: "=", none: "·" };

/** What the marks of a matrix mean. */
export const BINDING_LEGEND = "+ gets the pool, - loses it, = keeps it, · does not use it.";

const QUESTIONS: Readonly<Record<string, string>> = {
    dns: "DNS",
    gateway: "Gateway",
    monitoring: "Monitoring",
    apiserver: "API server",
    node: "Node",
};

/** What a standing question is called. */
export function questionTitle(question: string): string {
    return QUESTIONS[question] ?? question;
}

/** An object for people: IPPool "retail", or Policy "project/name". */
export function objectTitle({ kind, name, namespace }: ObjectRef, cluster?: string): string {
    const title = `${kind} "${namespace === undefined ? name : `${namespace}/${name}`}"`;
    return cluster === undefined ? title : `${title} in ${cluster}`;
}

/** What something was and will be. */
export function transition(before = "(none)", after = "(none)"): string {
    return before === after ? after : `${before} → ${after}`;
}

/** A property that changes. */
export function differenceText({ property, before, after }: Difference): string {
    return `${property}: ${transition(before, after)}`;
}

/** A finding's change in one piece; undefined where it is about none. */
export function changeText({ before, after }: Finding): string | undefined {
    return before === undefined && after === undefined ? undefined : transition(before, after);
}

/** The worst severity that a report has; undefined if it has nothing that a reviewer must look at. */
export function worstOf({ findings, summary }: Report): Severity | undefined {
    const found = new Set([...findings, ...summary].map(({ severity }) => severity));
    return SEVERITIES.find((severity) => found.has(severity));
}

/** How many findings of each severity there are, such as "2 dangers, 1 notice". */
export function findingCounts(findings: readonly Finding[]): string {
    return severityCounts(findings) || "no findings";
}
