// SPDX-License-Identifier: Apache-2.0
import { kindOf } from "./kinds";
import { isMapping } from "../mapping";
import { propertyOf } from "../report/extension/values";
import type { KubeObject } from "../report/objects";
import type { DriftField, Found, TakeBack } from "./drift";
import { isConflict, type Traced } from "./on-update";
import { argumentsOf, canTakeOwnership, sourceTitle } from "./source";
import { isPatched, type Target, wantedAt } from "./wanted";

/** How to have again what is wanted: by the stack, and by kubectl. */
export function takeBack(target: Target, found: Found, traced: readonly Traced[]): TakeBack {
    return { update: byUpdate(target, found, traced), commands: commandsFor(target, found) };
}

function byUpdate(target: Target, { rule, fields, explains = [] }: Found, traced: readonly Traced[]): string {
    if (target.live === undefined) {
        return isPatched(target)
            ? "Make the object again, or take it out of the program. Then run: pulumi up --refresh."
            : "Run: pulumi up --refresh.";
    }
    if (rule === "drift-deleting") {
        return isPatched(target)
            ? "No deletion can be called off. Once the object is gone, make it again, and run: pulumi up --refresh."
            : "No deletion can be called off. Once the object is gone, run: pulumi up --refresh.";
    }
    if (rule === "drift-pool-addresses") {
        return 'A pool of other addresses is no change that can be undone: move the pods to a pool of the wanted addresses and another name. See "ksnet migrate plan".';
    }
    if (fields.every(({ path }) => wantedAt(target, path) === undefined)) {
        return "The stack cannot: it does not own what somebody added.";
    }
    const again =
        explains.length > 0 ? " Either way run pulumi up --refresh then, which makes the policies again." : "";
    const isMore = fields.some(({ path }) => wantedAt(target, path) === undefined);
    const rest = isMore ? " What somebody added goes only with kubectl." : "";
    const held = traced.filter(({ field, trace }) => isConflict(target, field, trace));
    return `${held.length === 0 ? "Run: pulumi up --refresh." : byForce(target, held)}${rest}${again}`;
}

/** Where somebody else holds a key. */
function byForce(target: Target, held: readonly Traced[]): string {
    const owners = held.flatMap(({ field }) => wantedAt(target, field.path) ?? []);
    const source = owners.map((each) => each.source).find(canTakeOwnership);
    const path = source && argumentsOf(source, target.object);
    return path && owners.every(({ isPatch }) => isPatch)
        ? `Set ${propertyOf([...path, "takeOwnership"])} to true in ${sourceTitle(source)}, and run: pulumi up.`
        : "Give the field back with kubectl first; from then on an update finds nothing to change.";
}

/** Labels and annotations have commands of their own; all other fields are patched. None for what may be secret. */
function commandsFor(target: Target, { rule, fields }: Found): string[] {
    if (
        target.live === undefined ||
        rule === "drift-pool-addresses" ||
        fields.some(({ isHidden }) => isHidden === true)
    ) {
        return [];
    }
    const keys = (section: string): DriftField[] =>
        fields.filter(({ path }) => path[0] === "metadata" && path[1] === section);
    const others = fields.filter(({ path }) => path[0] !== "metadata");
    return [
        ...keyCommand("label", target.object, keys("labels")),
        ...keyCommand("annotate", target.object, keys("annotations")),
        ...(others.length === 0 ? [] : [patchCommand(target.object, others)]),
    ];
}

function keyCommand(verb: "label" | "annotate", object: KubeObject, fields: readonly DriftField[]): string[] {
    const keys = fields.map(({ path, wanted }) => {
        const key = path.at(-1) ?? "";
        return typeof wanted === "string" ? `${key}=${wanted}` : `${key}-`;
    });
    return keys.length === 0 ? [] : [`kubectl ${verb} ${placeOf(object)} --overwrite ${keys.map(quoted).join(" ")}`];
}

function patchCommand(object: KubeObject, fields: readonly DriftField[]): string {
    const patch = fields.reduce<object>((whole, { path, wanted }) => withAt(whole, path, wanted ?? null), {});
    return `kubectl patch ${placeOf(object)} --type=merge -p ${quoted(JSON.stringify(patch))}`;
}

function placeOf(object: KubeObject): string {
    const { apiVersion, plural } = kindOf(object);
    const [group] = apiVersion.includes("/") ? apiVersion.split("/") : [undefined];
    const namespace = object.namespace === undefined ? "" : ` -n ${object.namespace}`;
    return `${group === undefined ? plural : `${plural}.${group}`} ${object.name}${namespace}`;
}

function withAt(tree: object, [step = "", ...rest]: readonly string[], value: unknown): object {
    const below = (tree as Readonly<Record<string, unknown>>)[step];
    return { ...tree, [step]: rest.length === 0 ? value : withAt(isMapping(below) ? below : {}, rest, value) };
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
    return /^[\w./:=@-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
