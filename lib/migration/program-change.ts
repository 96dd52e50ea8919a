// SPDX-License-Identifier: Apache-2.0
import { means, poolList } from "../ippool/pins";
import { below } from "../platform/document";
import type { PlatformSection } from "../platform/spec";
import { listed, quoted } from "../report/words";
import type { MigrationPlan, NamespaceMove } from "./plan";

/** One value of network.yaml. */
export interface YamlChange {
    /** Such as "projects.shop.pools". */
    readonly path: string;
    /** What it is to be; undefined if it is to be removed. */
    readonly value?: unknown;
}

/** When a change of the program has its turn: before the migration runs, once it has run, once nobody has an old address. */
export type ProgramTime = "before" | "after" | "drained";

/** What has to be changed at one time, so that the next update changes nothing on the cluster that the migration did. */
export interface ProgramStage {
    readonly time: ProgramTime;
    /** Whole sentences. */
    readonly sentences: readonly string[];
    readonly yaml: readonly YamlChange[];
    /** Lines of a TypeScript program, with those arguments that count here. */
    readonly typescript: readonly string[];
}

/** The part of network.yaml that is for the cluster of a migration. */
export interface ProgramSection {
    readonly section: PlatformSection;
    /** Where in the file it is, such as "members.member-1"; the host's part is the file itself. */
    readonly path?: string;
}

/**
 * What the stack needs, so that its state and the cluster agree after the migration: one stage for each time. Without the
 * stack's network.yaml it is taken to have the pools and all namespaces of the plan.
 */
export function programChange(plan: MigrationPlan, program?: ProgramSection): readonly ProgramStage[] {
    const { section, path = "" } = program ?? {};
    const at = (...keys: readonly string[]): string => keys.reduce<string>((all, key) => below(all, key), path);
    const stages = [before(plan, section, at), after(plan, section, at)];
    return plan.remaining.length > 0 ? stages : [...stages, drained(plan, section, at)];
}

type At = (...keys: readonly string[]) => string;

function before({ to }: MigrationPlan, section: PlatformSection | undefined, at: At): ProgramStage {
    const isKnown = section === undefined || to.name in (section.pools ?? {});
    const external = section?.externalPools ?? [];
    if (isKnown || external.includes(to.name)) {
        const sentence = `Before the migration nothing changes: the program ${isKnown ? "has" : "knows"} the pool "${to.name}".`;
        return { time: "before", sentences: [sentence], yaml: [], typescript: [] };
    }
    return {
        time: "before",
        sentences: [
            `The program does not know the pool "${to.name}". Add it to the pools with all settings that it has on the cluster, or to those that somebody else makes.`,
        ],
        yaml: [{ path: at("externalPools"), value: [...external, to.name] }],
        typescript: [],
    };
}

function after(plan: MigrationPlan, section: PlatformSection | undefined, at: At): ProgramStage {
    const { from, to, remaining } = plan;
    const bindings = section === undefined ? boundInPlan(plan) : boundInProgram(plan, section);
    const names = [...bindings.keys()];
    const strangers = plan.namespaces.map(({ namespace }) => namespace).filter((name) => !bindings.has(name));
    const isOwn = isOwnPool(from.name, section);
    const isDisabled = remaining.length === 0 && isOwn;
    return {
        time: "after",
        sentences: [
            ...(names.length > 0 ? [`Bind ${listed(names)} to "${to.name}" instead of "${from.name}".`] : []),
            ...(isDisabled ? [`Set disabled: true on "${from.name}".`] : []),
            ...(remaining.length > 0
                ? [`"${from.name}" stays enabled, since ${quoted(remaining)} stay bound to it.`]
                : []),
            ...(strangers.length > 0
                ? [`The program does not bind ${listed(strangers)}: whoever does has to make the same change.`]
                : []),
            ...(isOwn ? [] : [`The program does not make "${from.name}": whoever does has to disable it.`]),
        ],
        yaml: [
            ...[...bindings].map(([name, pools]) => ({ path: at("projects", name, "pools"), value: pools })),
            ...(isDisabled ? [{ path: at("pools", from.name, "disabled"), value: true }] : []),
        ],
        typescript: [
            ...[...bindings].map(([name, pools]) => {
                const [namespace, list] = [JSON.stringify(name), pools.map((pool) => JSON.stringify(pool)).join(", ")];
                return `new NamespaceBinding(${namespace}, { namespace: ${namespace}, pools: [${list}] });`;
            }),
            ...(isDisabled
                ? [`new IPPool(${JSON.stringify(from.name)}, { cidr: ${JSON.stringify(from.cidr)}, disabled: true });`]
                : []),
        ],
    };
}

function drained({ from }: MigrationPlan, section: PlatformSection | undefined, at: At): ProgramStage {
    const isOwn = isOwnPool(from.name, section);
    const external = section?.externalPools ?? [];
    const others = external.filter((name) => name !== from.name);
    return {
        time: "drained",
        sentences: [
            isOwn
                ? `Remove "${from.name}" once no pod and no tunnel has an address of ${from.cidr}: the next update deletes it.`
                : `Whoever makes "${from.name}" removes it once no pod and no tunnel has an address of ${from.cidr}.`,
        ],
        yaml: isOwn
            ? [{ path: at("pools", from.name) }]
            : others.length < external.length
              ? [{ path: at("externalPools"), value: others }]
              : [],
        typescript: isOwn
            ? [
                  `// Take this out: new IPPool(${JSON.stringify(from.name)}, { cidr: ${JSON.stringify(from.cidr)}, disabled: true });`,
              ]
            : [],
    };
}

function isOwnPool(name: string, section: PlatformSection | undefined): boolean {
    return section === undefined || name in (section.pools ?? {});
}

/** The projects of the program that have the old pool, be they on the cluster or not: none may have it when it goes. */
function boundInProgram(plan: MigrationPlan, { projects = {} }: PlatformSection): Map<string, string[]> {
    const { from, to, remaining } = plan;
    return new Map(
        Object.entries(projects).flatMap(([name, { pools = [] }]): [string, string[]][] =>
            pools.includes(from.name) && !remaining.includes(name)
                ? [[name, [...new Set(pools.map((pool) => (pool === from.name ? to.name : pool)))]]]
                : [],
        ),
    );
}

function boundInPlan({ namespaces, to }: MigrationPlan): Map<string, string[]> {
    return new Map(namespaces.map(({ namespace, after: { annotations } }) => [namespace, poolsIn(annotations, to)]));
}

/** The pools of an annotation by name; the new one alone where there is none. */
function poolsIn(annotations: NamespaceMove["after"]["annotations"], to: MigrationPlan["to"]): string[] {
    const lists = Object.values(annotations).map((text) => poolList(text ?? undefined) ?? [to.name]);
    return lists.flat().map((entry) => (means(entry, to) ? to.name : entry));
}
