// SPDX-License-Identifier: Apache-2.0
import type { Parties } from "../../report/report";
import { AddressSet } from "../addresses";
import type { Workload } from "../world";
import { listOf } from "./lists";
import type { PartySet } from "./party-set";

/** How many names or ranges a text lists before it says how many more there are. */
const LISTED = 3;

const LIST = new Intl.ListFormat("en-GB");

/** What is known of a namespace, made once: many groups have all of it. */
interface Known {
    /** All workloads that were looked at. */
    readonly all: readonly Workload[];
    /** The namespace as a report has it where all of it is meant. */
    readonly whole: Parties["namespaces"][number];
}

/** Workloads of one namespace. */
interface Share extends Known {
    readonly namespace: string;
    readonly workloads: readonly Workload[];
}

/** The namespaces of lists of workloads. */
const KNOWN = new WeakMap<readonly Workload[], ReadonlyMap<string, Known>>();

/** A group as reports show it: in words, and by namespaces and ranges. Whoever takes fewer words is named: members or others. */
export function partiesOf({ workloads, ranges, among }: PartySet): Parties {
    const members = new Set(workloads);
    const shares = sharesOf(workloads, among);
    const others = among.filter((workload) => !members.has(workload));
    return {
        text: sentence([...podsText(shares, sharesOf(others, among)), ...rangesText(ranges)]),
        namespaces: shares.map((share) =>
            isWhole(share) ? share.whole : { name: share.namespace, workloads: share.workloads.map(fullNameOf) },
        ),
        ranges: ranges.toTexts(),
    };
}

function sharesOf(workloads: readonly Workload[], among: readonly Workload[]): Share[] {
    const known = KNOWN.get(among) ?? knownOf(among);
    KNOWN.set(among, known);
    return [...byNamespace(workloads)].flatMap(([namespace, own]) => {
        const all = known.get(namespace);
        return all === undefined ? [] : [{ namespace, workloads: own, ...all }];
    });
}

function knownOf(among: readonly Workload[]): ReadonlyMap<string, Known> {
    return new Map(
        [...byNamespace(among)].map(([name, all]): [string, Known] => [
            name,
            { all, whole: { name, workloads: "all" } },
        ]),
    );
}

function byNamespace(workloads: readonly Workload[]): Map<string, Workload[]> {
    const namespaces = new Map<string, Workload[]>();
    for (const workload of workloads) {
        listOf(namespaces, workload.namespace).push(workload);
    }
    return namespaces;
}

function isWhole({ workloads, all }: Share): boolean {
    return workloads.length === all.length;
}

function podsText(shares: readonly Share[], others: readonly Share[]): string[] {
    if (shares.length === 0) {
        return [];
    }
    if (others.length === 0) {
        return ["all pods"];
    }
    return others.length < shares.length
        ? [`all pods but ${sentence(sharesText(others, "those"))}`]
        : sharesText(shares, "all");
}

function rangesText(ranges: AddressSet): string[] {
    const [texts, others] = [ranges.toTexts(), AddressSet.ALL.minus(ranges).toTexts()];
    if (texts.length === 0) {
        return [];
    }
    if (others.length === 0) {
        return ["all addresses outside"];
    }
    return [others.length < texts.length ? `all addresses outside but ${listed(others)}` : listed(texts)];
}

/** `pronoun` stands for all workloads of a namespace. */
function sharesText(shares: readonly Share[], pronoun: "all" | "those"): string[] {
    const whole = shares.filter(isWhole).map(({ namespace }) => namespace);
    return [...wholeText(whole, pronoun), ...partsText(shares.filter((share) => !isWhole(share)))];
}

function wholeText(namespaces: readonly string[], pronoun: "all" | "those"): string[] {
    if (namespaces.length > LISTED) {
        const text = `${namespaces.length} namespaces: ${listed(namespaces)}`;
        return [pronoun === "all" ? text : `${pronoun} of ${text}`];
    }
    return namespaces.length === 0 ? [] : [`${pronoun} of ${listed(namespaces)}`];
}

function partsText(parts: readonly Share[]): string[] {
    if (parts.length > LISTED) {
        const names = parts.flatMap((share) => namesOf(share).map((name) => `${share.namespace}/${name}`));
        return [`${names.length} workloads of ${parts.length} namespaces: ${listed(names)}`];
    }
    return parts.map((share) => `${listed(namesOf(share))} of ${share.namespace}`);
}

/** With the kind where the namespace has two of a name. */
function namesOf({ workloads, all }: Share): string[] {
    const kinds = new Map<string, string[]>();
    for (const { kind, name } of all) {
        listOf(kinds, name).push(kind);
    }
    return workloads.map((each) => (listOf(kinds, each.name).length > 1 ? fullNameOf(each) : each.name));
}

function fullNameOf({ kind, name }: Workload): string {
    return `${kind}/${name}`;
}

/** Such as "a, b, c and 4 more". */
function listed(texts: readonly string[]): string {
    const rest = texts.length - LISTED;
    return LIST.format(rest > 0 ? [...texts.slice(0, LISTED), `${rest} more`] : texts);
}

/** Joins texts that may have lists in them. */
function sentence(texts: readonly string[]): string {
    const last = texts.at(-1) ?? "nobody";
    return texts.length < 2 ? last : `${texts.slice(0, -1).join(", ")}, and ${last}`;
}
