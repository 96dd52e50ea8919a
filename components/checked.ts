// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import { typeProblems } from "../lib/argument-types";
import { type Problem, ProblemsError } from "../lib/problem";
import { problemsOf, type Rule } from "../lib/rule";
import { perProgram } from "./per-program";
import { userError } from "./user-error";

/** The same properties, each of them plain or still to come. */
export type Inputs<T> = { [K in keyof T]: pulumi.Input<T[K]> };

/** Where problems are reported. */
export interface Where {
    /** The thing in the message's first line, e.g. `IPPool "pool-a"`. */
    readonly subject: string;
    /** The resource that the engine shows the message at. */
    readonly resource?: pulumi.Resource;
}

const said = perProgram(() => new Set<string>());

/** Says what may be meant, each thing once, and ends the program with one message and no stack trace for all the rest. */
export function failOn(problems: readonly Problem[], { subject, resource }: Where): void {
    for (const { message } of problems.filter(({ severity }) => severity === "warning")) {
        const text = `${subject}: ${message}`;
        if (!said().has(text)) {
            said().add(text);
            void pulumi.log.warn(text, resource);
        }
    }
    const errors = problems.filter(({ severity }) => severity !== "warning");
    if (errors.length > 0) {
        throw userError(new ProblemsError(subject, errors).message, resource);
    }
}

/** True if no part of the value is still to come. */
export function isPrompt(value: unknown): boolean {
    if (typeof value !== "object" || value === null) {
        return true;
    }
    return !isLate(value) && Object.values(value).every(isPrompt);
}

function isLate(value: unknown): boolean {
    return pulumi.Output.isInstance(value) || value instanceof Promise;
}

/** What is wrong with those arguments that are known now. The type is that of schema.json. */
export function promptProblems<T>(type: string, rules: readonly Rule<T>[], args: object): Problem[] {
    const given = withoutNulls(args) as Partial<Record<string, unknown>>;
    return argumentProblems(type, rules, given as T & object, (property) => isPrompt(given[property]));
}

/** Problems of types, and what the rules find in the properties that are of the right type. */
function argumentProblems<T>(
    type: string,
    rules: readonly Rule<T>[],
    args: T & object,
    isKnown: (property: string) => boolean = () => true,
): Problem[] {
    const mistyped = typeProblems(type, args, (value) => !isLate(value));
    const isSound = (property: string): boolean =>
        mistyped.every((problem) => problem.property.split(/[.[]/)[0] !== property);
    return [...mistyped, ...problemsOf(rules, args, (property) => isKnown(property) && isSound(property))];
}

/** Languages that have no other word for "nothing" say null. */
export function withoutNulls<A extends object>(args: A): A {
    return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== null)) as A;
}

/**
 * The arguments, checked. Those known now are checked now. Each of the others becomes an output that has a value only
 * if the rules hold for all of them together, so that no resource is ever registered with a bad one.
 */
export function checked<A extends object, T>(type: string, given: A, rules: readonly Rule<T>[], where: Where): A {
    failOn(promptProblems(type, rules, given), where);
    const args = withoutNulls(given);
    const read = new Set<string>(rules.flatMap((rule) => rule.reads));
    const entries = Object.entries(args) as [string, unknown][];
    const late = entries.filter(([property, value]) => read.has(property) && !isPrompt(value));
    if (late.length === 0) {
        return args;
    }
    const all = pulumi.output(Object.fromEntries(entries.filter(([property]) => read.has(property))));
    const gate = pulumi.unsecret(
        all.apply(async (values) => {
            const problems = argumentProblems(type, rules, withoutNulls(values) as T & object);
            failOn((await pulumi.isSecret(all)) ? problems.map(withoutValues) : problems, where);
            return true;
        }),
    );
    const gated = late.map(([property, value]) => [
        property,
        pulumi.all([pulumi.output(value), gate]).apply(([checkedValue]) => checkedValue),
    ]);
    return { ...args, ...Object.fromEntries(gated) } as A;
}

/** A secret must not be told by its own error message. */
export function withoutValues({ rule, property, severity }: Problem): Problem {
    return { rule, property, severity, message: `'${property}' (a secret) breaks the rule "${rule}".` };
}
