// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
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
    if (pulumi.Output.isInstance(value) || value instanceof Promise) {
        return false;
    }
    return Object.values(value).every(isPrompt);
}

/** What the rules find in those arguments that are known now. */
export function promptProblems<T>(rules: readonly Rule<T>[], args: object): Problem[] {
    return problemsOf(rules, args as T, (property) => isPrompt((args as Partial<Record<string, unknown>>)[property]));
}

/**
 * The arguments, checked. Those known now are checked now. Each of the others becomes an output that has a value only
 * if the rules hold for all of them together, so that no resource is ever registered with a bad one.
 */
export function checked<A extends object, T>(args: A, rules: readonly Rule<T>[], where: Where): A {
    failOn(promptProblems(rules, args), where);
    const read = new Set<string>(rules.flatMap((rule) => rule.reads));
    const entries = Object.entries(args) as [string, unknown][];
    const late = entries.filter(([property, value]) => read.has(property) && !isPrompt(value));
    if (late.length === 0) {
        return args;
    }
    const all = pulumi.output(Object.fromEntries(entries.filter(([property]) => read.has(property))));
    const gate = pulumi.unsecret(
        all.apply(async (values) => {
            const problems = problemsOf(rules, values as T);
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
