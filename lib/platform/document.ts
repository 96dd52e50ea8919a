// SPDX-License-Identifier: Apache-2.0
import { load, type State, YAMLException } from "js-yaml";

/** A place in a file, both counted from 1. */
export interface Position {
    readonly line: number;
    readonly column: number;
}

/** A YAML text that was read, and where in it each property stands. */
export interface YamlDocument {
    readonly value: unknown;
    /** Place of a property such as "pools.a.cidr"; that of what contains it where it is missing. */
    readonly locate: (property: string) => Position;
}

/** A text that is no YAML. */
export class YamlSyntaxError extends Error {
    constructor(
        message: string,
        public readonly position: Position,
    ) {
        super(message);
        this.name = "YamlSyntaxError";
    }
}

/** A node as the parser closes it: where it begins, its value, and the nodes met on the way. */
interface Node {
    readonly offset: number;
    readonly children: Node[];
    value?: unknown;
}

/** Reads YAML with js-yaml, whose events also tell where the nodes begin. */
export function readYaml(text: string): YamlDocument {
    const open: Node[] = [];
    let root: Node | undefined;
    const listener = (event: string, state: State): void => {
        if (event === "open") {
            open.push({ offset: state.position, children: [] });
            return;
        }
        const node = open.pop();
        if (node !== undefined) {
            node.value = state.result as unknown;
            open.at(-1)?.children.push(node);
            root = node;
        }
    };
    try {
        const value = load(text, { listener });
        const offsets = new Map<string, number>();
        if (root !== undefined) {
            locateChildren(root, "", offsets);
        }
        return { value, locate: (property) => positionOf(text, nearest(property, offsets)) };
    } catch (error) {
        if (error instanceof YAMLException) {
            const { line, column } = error.mark as { line: number; column: number };
            throw new YamlSyntaxError(error.reason, { line: line + 1, column: column + 1 });
        }
        throw error;
    }
}

/** How a property is written below another: "pools" and "a" make "pools.a", "clusters" and 0 make "clusters[0]". */
export function below(path: string, key: string | number): string {
    return typeof key === "number" ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
}

/** Whether a property is another one or below it. */
export function isWithin(inner: string, outer: string): boolean {
    return inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
}

function locateChildren({ value, children }: Node, path: string, offsets: Map<string, number>): void {
    if (Array.isArray(value)) {
        children.forEach((child, index) => {
            locate(child, child, below(path, index), offsets);
        });
    } else if (typeof value === "object" && value !== null) {
        const members = value as Readonly<Record<string, unknown>>;
        children.forEach((child, index) => {
            const next = children[index + 1];
            const isKey = typeof child.value === "string" && Object.hasOwn(members, child.value);
            if (isKey && next !== undefined && Object.is(next.value, members[child.value as string])) {
                locate(child, next, below(path, child.value as string), offsets);
            }
        });
    }
}

/** A member of a mapping is shown at its key. */
function locate(at: Node, node: Node, path: string, offsets: Map<string, number>): void {
    if (!offsets.has(path)) {
        offsets.set(path, at.offset);
        locateChildren(node, path, offsets);
    }
}

function nearest(property: string, offsets: ReadonlyMap<string, number>): number {
    for (let path = property; path !== ""; path = path.replace(/(?:^|\.)[^.[\]]*$|\[\d+\]$/, "")) {
        const offset = offsets.get(path);
        if (offset !== undefined) {
            return offset;
        }
    }
    return 0;
}

/** The parser opens a node before the blanks, line breaks and comments in front of it. */
function positionOf(text: string, offset: number): Position {
    const skipped = /^(?:\s|#[^\n]*)*/.exec(text.slice(offset))?.[0].length ?? 0;
    const before = text.slice(0, offset + skipped).split("\n");
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
