// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { dump } from "js-yaml";
import type { Drift } from "kubesphere-network/lib/drift/drift";
import { describeOnControlPlane } from "../../integration/support/on-control-plane";
import { LivePlatform } from "./platform";

/** One thing that somebody does by hand, and what is told of it. */
export interface Case {
    readonly title: string;
    readonly by: () => Promise<void>;
    readonly drift: Shown;
    /** What is left until an update of the accepted program; nothing by default. */
    readonly leaves?: readonly string[];
    /** Whether no program can say it. */
    readonly isFinal?: boolean;
}

/** A drift without what follows from it and is told elsewhere. */
export interface Shown {
    /** Severity, rule, object, and what is wanted and live. */
    readonly what: readonly (string | undefined)[];
    readonly message: string;
    readonly changedBy: readonly (readonly (string | undefined)[])[];
    readonly onUpdate: string;
    readonly update: string;
    readonly explains?: readonly string[];
}

/** A suite whose tests change one platform on a real control plane, and leave it as it was. */
export function describeDrift(title: string, tests: (platform: LivePlatform) => void): void {
    describeOnControlPlane(title, (cluster) => {
        const platform = new LivePlatform(cluster);
        before(() => platform.up());
        after(() => platform.down());
        tests(platform);
    });
}

/** A test for each case: what is told, that it can be accepted, and that it can be taken back. */
export function itTells(platform: LivePlatform, cases: readonly Case[]): void {
    for (const { title, by, drift, leaves = [], isFinal = false } of cases) {
        it(`is none at first, and then ${title}; taken back or accepted as printed it is gone`, async () => {
            await platform.assertNone();
            await by();
            const [found, ...others] = await platform.ofStack();
            assert.ok(found);
            assert.deepEqual([shown(found), others], [drift, []]);
            const [inFile] = await platform.ofFile();
            assert.equal(inFile?.rule, found.rule);
            const { commands } = found.takeBack;

            if (inFile.accept) {
                await platform.stack.file("accepted.yaml", dump(platform.accepting(inFile.accept.settings)));
                const left = (await platform.ofFile("accepted.yaml")).map(({ rule }) => rule);
                assert.deepEqual(left, leaves);
            }
            assert.equal(inFile.accept === undefined, isFinal);

            for (const command of commands) {
                await platform.shell(command);
            }
            if (commands.length === 0 || found.explains) {
                await platform.stack.succeed("up", { refresh: true });
            }
            await platform.assertNone();
        });
    }
}

/** Times are checked, and gone. */
export function shown({ severity, rule, object, wanted, live, message, ...drift }: Drift): Shown {
    const changedBy = drift.changedBy.map(({ property, how, manager, time = "" }) => {
        assert.ok(how === "unknown" || Math.abs(Date.now() - Date.parse(time)) < 300_000, `${property}: ${time}`);
        // Who wrote last depends on the tests before: that is told by test/lib/drift/trace.spec.ts.
        return how === "hint" ? [property, how] : [property, how, manager];
    });
    const { onUpdate, takeBack, explains } = drift;
    const name = object.namespace === undefined ? object.name : `${object.namespace}/${object.name}`;
    const what = [severity, rule, `${object.kind} ${name}`, wanted, live];
    return { what, message, changedBy, onUpdate, update: takeBack.update, ...(explains && { explains }) };
}
