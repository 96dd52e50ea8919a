// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { COMMAND_NEEDS } from "../../../cli/rbac/catalogue";
import { needsOf } from "../../../cli/rbac/commands";
import { BadInput } from "../../../cli/inputs/bad-input";
import { NAMESPACE, POD } from "../../../lib/kinds";

const PLAN = { kind: NAMESPACE, verbs: ["list"], to: "plan" } as const;
const RUN = { kind: POD, verbs: ["list"], to: "run" } as const;
const ALL = [
    { command: "migrate plan", needs: [PLAN] },
    { command: "migrate run", needs: [PLAN, RUN] },
    { command: "pools", needs: [RUN] },
    { command: "pools for", needs: [PLAN] },
];

describe("The rights of a command", () => {
    it("are those of the command, or of all subcommands of one that is nothing else", () => {
        assert.deepEqual(needsOf("migrate plan", ALL), [PLAN]);
        assert.deepEqual(needsOf("pools", ALL), [RUN]);
        assert.deepEqual(needsOf("migrate", ALL), [PLAN, PLAN, RUN]);
    });

    it("are refused for what is no command, with the nearest one", () => {
        assert.throws(
            () => needsOf("pool", ALL),
            new BadInput([
                '"pool" is no command that needs rights. Did you mean "pools"? There are: migrate plan, migrate run, pools, pools for.',
            ]),
        );
    });

    it("are those that a role can have: no list of single names, words for each", () => {
        for (const { command, needs } of COMMAND_NEEDS) {
            assert.ok(needs.length > 0, command);
            for (const { names, verbs, to } of needs) {
                assert.ok(names === undefined || !verbs.some((verb) => ["list", "create", "watch"].includes(verb)), to);
                assert.match(to, /^[a-z].*[^.]$/, command);
            }
        }
    });
});
