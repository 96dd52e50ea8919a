// SPDX-License-Identifier: Apache-2.0
// On a real API server: every command works with exactly the rights that its role has, and says what is missing with none.
import assert from "node:assert/strict";
import { needsOf } from "../../../cli/rbac/commands";
import type { Need } from "../../../cli/rbac/need";
import { Folder, ksnet } from "../check/support";
import { sharedKubeSphere } from "../../support/cluster";
import { rightsOf, somebody } from "./somebody";

interface Case {
    readonly command: string;
    readonly args: readonly string[];
}

const CASES: readonly Case[] = [
    { command: "check", args: ["check", "--live"] },
    { command: "snapshot", args: ["snapshot"] },
    { command: "report", args: ["report", "--before", "before.yaml", "--after", "after.yaml", "--live"] },
    { command: "reach", args: ["reach", "--all", "--live"] },
];

const ISOLATED = "apiVersion: v1\nkind: Namespace\nmetadata: { name: rbac, annotations: { a: b } }\n";

describe("The rights of a command, on a cluster", function () {
    this.timeout(120_000);
    const folder = new Folder();

    before(() => {
        folder.write("before.yaml", ISOLATED);
        folder.write("after.yaml", ISOLATED.replace("b }", "c }"));
    });

    for (const { command, args } of CASES) {
        const name = `rbac-${command.replaceAll(" ", "-")}`;
        const run = (kubeconfig: string) => ksnet([...args, "--kubeconfig", kubeconfig], { cwd: folder.path });

        it(`are all that ksnet ${command} asks for, and it asks for all of them`, async () => {
            const who = await somebody(await sharedKubeSphere(), name, needsOf(command));
            const ended = await run(who.kubeconfig);
            // What others have on the cluster may be against a rule.
            assert.ok(ended.code < 2, ended.stderr);
            assert.deepEqual(await who.asked(), rightsOf(needsOf(command)));
            assert.ok(!`${ended.stdout}${ended.stderr}`.includes(who.token));
        });

        it(`are named by ksnet ${command} where they are missing`, async () => {
            const optional = needsOf(command).filter(({ without }) => without !== undefined);
            const who = await somebody(await sharedKubeSphere(), `${name}-less`, optional);
            const ended = await run(who.kubeconfig);
            assert.equal(ended.code, 2);
            assert.deepEqual(missing(ended.stderr), rightsOf(required(command)));
            assert.match(ended.stderr, new RegExp(`All that it needs: ksnet rbac ${command}\n$`));
        });
    }
});

function required(command: string): Need[] {
    return needsOf(command).filter(({ without }) => without === undefined);
}

function missing(stderr: string): string[] {
    return [...stderr.matchAll(/^ {2}- (\S+ \S+)/gm)].map(([, right = ""]) => right).sort();
}
