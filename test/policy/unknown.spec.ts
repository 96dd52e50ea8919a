// SPDX-License-Identifier: Apache-2.0
// Proves what holds for every value that a preview may not know, as far as the fixtures have it; not which advice is given,
// which the fixtures say themselves.
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Finding } from "../../policy/check";
import { isObjectRule } from "../../policy/rule";
import { rules } from "../../policy/rules";
import { findingsOf } from "./checked";
import { changed, type FixtureResource, LATER, type Path, withValue } from "./fixture";
import { type Part, partsOf, STACKS } from "./stacks";

/** Rules that may say the same at one of several properties. */
const ABOUT_STACKS = new Set(rules.filter((rule) => !isObjectRule(rule)).map(({ name }) => name));

/**
 * Stacks in which everything is known. Not those that leave objects out by name: an object whose name comes later is not
 * left out.
 */
const KNOWN = STACKS.filter(({ stack, config }) => !JSON.stringify(stack).includes(LATER) && !("exclude" in config));

/** Parts of a resource that may come later; what is about to be deleted has none. */
const PARTS = KNOWN.flatMap(({ title, stack, settings }) => {
    const known = findingsOf(rules, stack, settings);
    return partsOf(stack).map(({ name, path }) => ({
        title: `${title}: ${path.join(".")} of ${name}`,
        place: letters(path.join(".")),
        // Keys of a mapping, the one that tells the kind of a peer, and places in a list.
        isThere:
            ["labels", "annotations", "overrides"].includes(String(path.at(-2))) ||
            path.at(-1) === "ipBlock" ||
            typeof path.at(-1) === "number",
        known,
        late: findingsOf(rules, hidden(stack, [{ name, path }]), settings),
        without: () => findingsOf(rules, changed(stack, { of: name, path }), settings),
    }));
});

/** The stack as a preview sees it that does not know the parts. */
function hidden(stack: readonly FixtureResource[], parts: readonly Part[]): FixtureResource[] {
    return parts.reduce<FixtureResource[]>(
        (all, { name, path }) =>
            all.map((resource) =>
                resource.name === name && valueAt(resource.props, path) !== undefined
                    ? { ...resource, props: withValue(resource.props, path, LATER) as FixtureResource["props"] }
                    : resource,
            ),
        [...stack],
    );
}

function valueAt(tree: unknown, path: Path): unknown {
    return path.reduce<unknown>(
        (value, key) =>
            typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined,
        tree,
    );
}

/** What is wrong: rule, object and, in a rule about objects, property, without the values that a message shows. */
function violationsIn(findings: readonly Finding[]): string[] {
    return findings
        .filter(({ isUndecided }) => !isUndecided)
        .map(({ rule, object, property = "" }) => [rule, object?.id, ABOUT_STACKS.has(rule) ? "" : property].join(" "));
}

/** The parts that rules say they wait for. */
function waitingIn(findings: readonly Finding[]): { rule: string; part: string }[] {
    return findings
        .filter(({ isUndecided }) => isUndecided)
        .map(({ rule, message }) => ({ rule, part: letters(/^'([^']*)'/.exec(message)?.[1] ?? "") }));
}

/** A path as letters, whatever separates its steps. */
function letters(path: string): string {
    return path.replace(/[^\w-/]/g, "");
}

/** The violations of one list that are not in another. */
function missing(some: readonly Finding[], others: readonly Finding[]): string[] {
    const found = new Set(violationsIn(others));
    return violationsIn(some).filter((each) => !found.has(each));
}

describe("A value that a preview does not know", function () {
    this.timeout(120_000);

    it("adds no violation to those of the value", () => {
        for (const { title, known, late } of PARTS) {
            assert.deepEqual(missing(late, known), [], title);
        }
    });

    it("adds none to those of a stack without it; only keys and items of lists are taken to be there", () => {
        for (const { title, isThere, late, without } of PARTS) {
            assert.deepEqual(isThere ? [] : missing(late, without()), [], title);
        }
    });

    it("silences no rule: one that says less names the part that it waits for", () => {
        for (const { title, place, known, late } of PARTS) {
            const waiting = waitingIn(late).filter(({ part }) => place.startsWith(part));
            const silent = missing(known, late).filter(
                (each) => !waiting.some(({ rule }) => each.startsWith(`${rule} `)),
            );
            assert.deepEqual(silent, [], title);
        }
    });

    it("is named as far as nothing of it is known, and by each rule once for each object", () => {
        for (const { title, place, late } of PARTS) {
            const told = late.map(({ rule, object, message }) => [rule, object?.id, message].join(" "));
            assert.deepEqual([...new Set(told)], told, title);
            const others = waitingIn(late).filter(({ part }) => !place.startsWith(part));
            assert.deepEqual(others, [], title);
        }
    });

    it("is not shown in any message", () => {
        for (const { title, late } of PARTS) {
            for (const { message } of late) {
                assert.ok(!message.includes(LATER), title);
                assert.doesNotMatch(message, /Symbol|\[object|undefined|NaN/, title);
            }
        }
    });

    it("does none of this beside others", () => {
        const cases = fc.constantFrom(...KNOWN).chain(({ stack, settings }) =>
            fc.record({
                stack: fc.constant(stack),
                settings: fc.constant(settings),
                parts: fc.subarray(partsOf(stack), { minLength: 2 }),
            }),
        );
        fc.assert(
            fc.property(cases, ({ stack, settings, parts }) => {
                const known = findingsOf(rules, stack, settings);
                const late = findingsOf(rules, hidden(stack, parts), settings);
                assert.deepEqual(missing(late, known), []);
                const waiting = waitingIn(late);
                const silent = missing(known, late).filter(
                    (each) => !waiting.some(({ rule }) => each.startsWith(`${rule} `)),
                );
                assert.deepEqual(silent, []);
            }),
            { numRuns: 500 },
        );
    });
});
