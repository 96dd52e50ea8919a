// SPDX-License-Identifier: Apache-2.0
// The stacks of all fixtures, for what holds for any stack.
import type { Settings } from "../../policy/check";
import { rules } from "../../policy/rules";
import { strictly } from "./checked";
import { changed, type FixtureResource, type Path, pathsOf } from "./fixture";
import { FIXTURES } from "./fixtures";

interface Stack {
    readonly title: string;
    readonly stack: readonly FixtureResource[];
    /** Configuration of the rule that the fixture is of. */
    readonly config: object;
    /** Settings of all rules. */
    readonly settings: Settings;
}

/** One part of one resource. */
export interface Part {
    readonly name: string;
    readonly path: Path;
}

const SETTINGS = strictly(rules);

/** Good stacks and those of all cases. */
export const STACKS: readonly Stack[] = Object.entries(FIXTURES).flatMap(([rule, { good, ...fixture }]) =>
    [{ title: "good" }, ...fixture.bad, ...fixture.unknown, ...fixture.configured].map((each): Stack => {
        const { title, change, config = fixture.config ?? {} } = { change: undefined, config: undefined, ...each };
        return {
            title: `${rule}, ${title}`,
            stack: changed(good, change),
            config,
            settings: new Map(SETTINGS).set(rule, { level: "mandatory", config }),
        };
    }),
);

/** All parts of a stack's resources; of what is about to be deleted none, since nothing writes it. */
export function partsOf(stack: readonly FixtureResource[]): Part[] {
    return stack
        .filter(({ isDeleted }) => !isDeleted)
        .flatMap(({ name, props }) => pathsOf(props).map((path) => ({ name, path })));
}
