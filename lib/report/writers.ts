// SPDX-License-Identifier: Apache-2.0
import type { Tree } from "../tree";
import { filledIn } from "./defaults";
import { withoutPart } from "./merge";
import { type KubeObject, nameKey } from "./objects";

/** What one resource or manifest says of an object. */
export interface Layer {
    readonly object: KubeObject;
    /** Whether it has nothing but some keys of an object that belongs to somebody else. */
    readonly isPatch: boolean;
}

/** One resource or manifest: several may write one object. */
export interface Writer {
    /** What it says before the change; undefined if it comes with it. */
    readonly before?: Layer;
    /** What it says after the change; undefined if it goes. */
    readonly after?: Layer;
    /** Whether the change writes or deletes the object. What stays the same leaves an object as the cluster has it. */
    readonly isWritten: boolean;
    /** Whether the object, or its keys, stay where the writer goes. */
    readonly isRetained?: boolean;
}

/** Who writes one object. */
export class Stack {
    constructor(
        readonly object: KubeObject,
        readonly writers = new Set<Writer>(),
    ) {}

    /** What they say of it; patches last, since they are written over what is there. */
    layers(time: "before" | "after", of: (writer: Writer) => boolean = () => true): Layer[] {
        return [...this.writers]
            .filter(of)
            .flatMap((writer) => writer[time] ?? [])
            .filter((layer) => this.isOf(layer))
            .sort((a, b) => Number(a.isPatch) - Number(b.isPatch));
    }

    /** What they take away, be it to write the same again. */
    lost(): Layer[] {
        return this.layers(
            "before",
            ({ after, isWritten, isRetained }) => isWritten && (this.isOf(after) || isRetained !== true),
        );
    }

    /** The same without what they say again as it is on the cluster, but for what the API server has filled in. */
    unlessFilledIn(live: Tree): Stack {
        const rest = [...this.writers].map((writer): Writer => {
            const { before, after } = writer;
            if (before === undefined || after === undefined) {
                return writer;
            }
            const part = filledIn(before.object.tree, after.object.tree, live);
            return { ...writer, before: less(before, part), after: less(after, part) };
        });
        return new Stack(this.object, new Set(rest));
    }

    private isOf(layer: Layer | undefined): boolean {
        return layer !== undefined && keyOf(layer.object) === keyOf(this.object);
    }
}

/** Writers by the key of the object that they write. */
export function stacksOf(writers: readonly Writer[]): ReadonlyMap<string, Stack> {
    const stacks = new Map<string, Stack>();
    for (const writer of writers) {
        for (const { object } of [writer.before, writer.after].filter((layer) => layer !== undefined)) {
            const stack = stacks.get(keyOf(object)) ?? new Stack(object);
            stacks.set(keyOf(object), stack);
            stack.writers.add(writer);
        }
    }
    return stacks;
}

/** What tells an object from all others of its cluster. */
export function keyOf(object: KubeObject): string {
    return `${object.apiVersion} ${object.kind} ${nameKey(object)}`;
}

function less(layer: Layer, part: Tree): Layer {
    return { ...layer, object: { ...layer.object, tree: withoutPart(layer.object.tree, part) } };
}
