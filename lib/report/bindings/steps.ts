// SPDX-License-Identifier: Apache-2.0
import type { PhasedStep } from "../report";
import { listed, numbered, quoted } from "../words";
import type { Move } from "./moves";
import { needsRestart } from "./rebound";

/** What the update does with bindings, and what has to be restarted after it; of namespaces that do the same at once. */
export function stepsOf(moves: readonly Move[]): PhasedStep[] {
    return [
        ...together(moves, ({ from, to }) => [from, to]).map((alike): PhasedStep => ({
            phase: "bindings",
            by: "update",
            text: bindingText(alike),
        })),
        ...together(moves.filter(needsRestart), ({ to }) => [to]).map((alike): PhasedStep => ({
            phase: "after the update",
            by: "you",
            text: restartText(alike),
        })),
    ];
}

type Alike = readonly [Move, ...Move[]];

function together(moves: readonly Move[], keyOf: (move: Move) => unknown): Alike[] {
    const groups = new Map<string, [Move, ...Move[]]>();
    for (const move of moves) {
        const key = JSON.stringify(keyOf(move));
        const group = groups.get(key);
        if (group) {
            group.push(move);
        } else {
            groups.set(key, [move]);
        }
    }
    return [...groups.values()];
}

function bindingText(moves: Alike): string {
    const [{ from, to, gained, lost }] = moves;
    const names = listed(moves.map(({ name }) => name));
    if (gained.length === 0) {
        return `Unbind ${names} from ${quoted(lost)}.`;
    }
    const beside = from.length === 0 ? "" : lost.length === 0 ? " too" : ` instead of ${quoted(from)}`;
    return `Bind ${names} to ${quoted(lost.length === 0 ? gained : to)}${beside}.`;
}

function restartText(moves: Alike): string {
    const [{ to }] = moves;
    const pools = numbered(to.length, "", " one of");
    return `Restart the workloads of ${listed(moves.map(({ name }) => name))}, so that their pods get addresses of${pools} ${quoted(to)}.`;
}
