// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";
import { isMapping } from "../mapping";
import { valuesOf } from "../report/extension/values";
import { at, type Tree, UNKNOWN } from "../tree";
import type { Found, NotCompared } from "./drift";
import { fieldAt } from "./fields";
import { titleOf, type Target, wantedAt } from "./wanted";

/** Secret values that differ, where the state has them in the clear. None of them is ever told. */
export function secretDrifts(target: Target): Found[] {
    return secretsOf(target)
        .filter((path) => isRevealed(target, path) && !isSame(target, path))
        .map((path) => ({
            rule: "drift-secret",
            severity: "warning",
            leadsTo: [],
            message: `A secret value differs: ${path.join(".")} of ${titleOf(target.object)}. Neither value is shown.`,
            fields: [{ path: fieldAt(target, path).path, isHidden: true }],
        }));
}

/** Secret values that cannot be compared, because they are encrypted. */
export function secretsNotCompared(target: Target): NotCompared[] {
    return secretsOf(target)
        .filter((path) => !isRevealed(target, path))
        .map((path) => ({
            what: titleOf(target.object),
            why: `${path.join(".")} is a secret of the stack, which only an export with --show-secrets has in the clear.`,
        }));
}

function secretsOf({ object, live }: Target): string[][] {
    return live === undefined ? [] : unknownPaths(object.tree);
}

function unknownPaths(tree: Tree, above: readonly string[] = []): string[][] {
    if (tree === UNKNOWN) {
        return [[...above]];
    }
    return isMapping(tree) ? Object.entries(tree).flatMap(([key, part]) => unknownPaths(part, [...above, key])) : [];
}

function revealedAt(target: Target, path: readonly string[]): Tree {
    const revealed = at(wantedAt(target, path)?.revealed, ...path);
    return revealed === UNKNOWN ? undefined : revealed;
}

function isRevealed(target: Target, path: readonly string[]): boolean {
    return revealedAt(target, path) !== undefined;
}

/** Texts of values are the same if their values are. */
function isSame(target: Target, path: readonly string[]): boolean {
    const [wanted, live] = [revealedAt(target, path), at(target.live?.tree, ...path)];
    return (
        isDeepStrictEqual(wanted, live) ||
        (typeof wanted === "string" &&
            typeof live === "string" &&
            valuesOf(wanted) !== undefined &&
            isDeepStrictEqual(valuesOf(wanted), valuesOf(live)))
    );
}
