// SPDX-License-Identifier: Apache-2.0
import * as proxy from "@pulumi/policy/proxy";

// Exported by the package for tests like these, but left out of its type declarations.
const { unknownStringValue } = proxy as unknown as { unknownStringValue: string };

/** Stands in a fixture for what a preview does not know. */
export const LATER = unknownStringValue;

/** A resource as the policy runner gets it. */
export interface FixtureResource {
    /** Pulumi's type, such as "kubernetes:core/v1:NamespacePatch". */
    readonly type: string;
    /** Logical name, unique in a fixture. */
    readonly name: string;
    readonly props: Readonly<Record<string, unknown>>;
    /** Stands for the URN of the provider, which tells clusters apart. */
    readonly provider?: string;
    /** Set on what is about to be deleted, which the policy runner does not show to a pack. */
    readonly isDeleted?: true;
}

/** What makes one stack of another: one field of one resource, or one resource more. */
export type Change =
    { readonly of: string; readonly path: Path; readonly value?: unknown } | { readonly added: FixtureResource };

export type Path = readonly (string | number)[];

/** Whole messages by the name of the resource that they are about. */
export type Messages = Readonly<Record<string, readonly string[]>>;

/** What a rule says of the good stack after a change. */
export interface Case {
    /** Ends the sentence "it ...". */
    readonly title: string;
    /** Configuration of the rule; that of the fixture if left out. */
    readonly config?: object;
    /** Nothing if left out. */
    readonly change?: Change;
    /** Violations; none if left out. */
    readonly messages?: Messages;
    /** What is said because a preview does not know something; nothing if left out. */
    readonly advice?: Messages;
    /** What remediation sets in the resource that was changed; nothing if left out. */
    readonly remedy?: readonly { readonly path: Path; readonly value: unknown }[];
}

/** What shows what one rule does. */
export interface RuleFixture {
    /** A stack of which no rule says anything. */
    readonly good: readonly FixtureResource[];
    /** Configuration without which the rule says nothing. */
    readonly config?: object;
    /** Single changes that break the rule. */
    readonly bad: readonly Case[];
    /** Single changes to something that a preview does not know. */
    readonly unknown: readonly Case[];
    readonly configured: readonly Case[];
    /** An exemption that silences the bad case of that title. */
    readonly exempt: { readonly bad: string; readonly resource: string };
    /** Set if the rule is about what only previews of the CLI tell, so that the pack says nothing. */
    readonly isForPreviews?: true;
}

/** Sets one field of a resource. */
export function put(of: string, path: Path, value: unknown): Change {
    return { of, path, value };
}

/** Removes one field of a resource. */
export function drop(of: string, path: Path): Change {
    return { of, path };
}

/** The advice of a rule that needs to know a property. */
export function undecided(rule: string, property: string, title: string): string {
    return `'${property}' is not known before the update, which decides ${rule} for ${title}.`;
}

/** The stack after a change. */
export function changed(stack: readonly FixtureResource[], change: Change | undefined): FixtureResource[] {
    if (change === undefined || "added" in change) {
        return [...stack, ...(change === undefined ? [] : [change.added])];
    }
    if (!stack.some(({ name }) => name === change.of)) {
        throw new Error(`There is no resource ${change.of}.`);
    }
    return stack.map((resource) =>
        resource.name === change.of
            ? { ...resource, props: withValue(resource.props, change.path, change.value) as FixtureResource["props"] }
            : resource,
    );
}

/** A copy in which a value stands at a path; undefined removes what is there. */
export function withValue(tree: unknown, [key, ...rest]: Path, value: unknown): unknown {
    if (key === undefined) {
        return value;
    }
    const copy: unknown = structuredClone(tree ?? {});
    const parent = copy as Record<string | number, unknown>;
    const part = withValue(parent[key], rest, value);
    if (part === undefined) {
        Reflect.deleteProperty(parent, key);
    } else {
        parent[key] = part;
    }
    return Array.isArray(copy) ? copy.filter((_, index) => index in copy) : copy;
}

/** The paths of all parts of a value, from the outside in. */
export function pathsOf(tree: unknown): Path[] {
    return typeof tree === "object" && tree !== null
        ? Object.entries(tree).flatMap(([name, value]): Path[] => {
              const key = Array.isArray(tree) ? Number(name) : name;
              return [[key], ...pathsOf(value).map((path) => [key, ...path])];
          })
        : [];
}
