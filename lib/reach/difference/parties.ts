// SPDX-License-Identifier: Apache-2.0
import type { Parties } from "../../report/report";
import { AddressSet } from "../addresses";
import type { Workload } from "../world";
import { listOf } from "./lists";
import type { PartySet } from "./party-set";
import { countOthers, isWhole, othersOf, type Share, sharesOf } from "./shares";

/** How many names or ranges a text lists before it says how many more there are. */
const LISTED = 3;

const LIST = new Intl.ListFormat("en-GB");

/** A group as reports show it: in words, and by namespaces and ranges. Whoever takes fewer words is named: members or others. */
export function partiesOf(group: PartySet): Parties {
    const shares = sharesOf(group);
    const { ranges, among } = group;
    return {
        text: sentence([...podsText(shares, among), ...rangesText(ranges)]),
        namespaces: shares.map((share) =>
            isWhole(share)
                ? share.namespace.whole
                : { name: share.namespace.name, workloads: share.workloads.map(fullNameOf) },
        ),
        ranges: ranges.toTexts(),
    };
}

function podsText(shares: readonly Share[], among: readonly Workload[]): string[] {
    if (shares.length === 0) {
        return [];
    }
    const others = countOthers(shares, among);
    if (others === 0) {
        return ["all pods"];
    }
    return others < shares.length
        ? [`all pods but ${sentence(sharesText(othersOf(shares, among), "those"))}`]
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
    const whole = shares.filter(isWhole).map(({ namespace }) => namespace.name);
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
    if (parts.length <= LISTED) {
        return parts.map((share) => `${listed(namesOf(share))} of ${share.namespace.name}`);
    }
    const count = parts.reduce((sum, { workloads }) => sum + workloads.length, 0);
    // Each of them has a name at least.
    const names = parts
        .slice(0, LISTED)
        .flatMap((share) => namesOf(share).map((name) => `${share.namespace.name}/${name}`));
    return [`${count} workloads of ${parts.length} namespaces: ${listed(names, count)}`];
}

/** With the kind where the namespace has two of a name. */
function namesOf({ namespace, workloads }: Share): string[] {
    const kinds = new Map<string, string[]>();
    for (const { kind, name } of namespace.workloads) {
        listOf(kinds, name).push(kind);
    }
    return workloads.map((each) => (listOf(kinds, each.name).length > 1 ? fullNameOf(each) : each.name));
}

function fullNameOf({ kind, name }: Workload): string {
    return `${kind}/${name}`;
}

/** Such as "a, b, c and 4 more": the first texts of so many. */
function listed(texts: readonly string[], count = texts.length): string {
    const rest = count - LISTED;
    return LIST.format(rest > 0 ? [...texts.slice(0, LISTED), `${rest} more`] : texts);
}

/** Joins texts that may have lists in them. */
function sentence(texts: readonly string[]): string {
    const last = texts.at(-1) ?? "nobody";
    return texts.length < 2 ? last : `${texts.slice(0, -1).join(", ")}, and ${last}`;
}
