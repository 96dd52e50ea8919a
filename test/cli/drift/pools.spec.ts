// SPDX-License-Identifier: Apache-2.0
// Pools of a stack on a real API server, changed with kubectl or as the console. Does not prove what Calico makes of it.
import assert from "node:assert/strict";
import { pool } from "../cluster/objects";
import { describeDrift, itTells, type Shown, shown } from "./cases";
import { conflictWith, GIVE_BACK, MADE_AGAIN, REFRESH, SET_BACK } from "./sentences";

const CALICO = "crd.projectcalico.org/v1";

describeDrift("Drift of pools on a real control plane", (platform) => {
    const { one, two } = platform;

    const nat = {
        what: ["warning", "drift-pool-nat", `IPPool ${one}`, "true", "false"],
        message: "natOutgoing is false, and true is wanted.",
    };
    const byKubectl = { onUpdate: SET_BACK, update: REFRESH };
    const byConsole = { onUpdate: conflictWith("console"), update: GIVE_BACK };

    itTells(platform, [
        {
            title: "NAT of a pool, switched off with kubectl",
            by: () => platform.shell(`kubectl patch ippool ${one} --type=merge -p '{"spec":{"natOutgoing":false}}'`),
            drift: { ...nat, changedBy: [["spec.natOutgoing", "owner", "kubectl-patch"]], ...byKubectl },
        },
        {
            title: "NAT of a pool, switched off in the console",
            by: () => platform.byConsole(pool(one, { natOutgoing: false })),
            drift: { ...nat, changedBy: [["spec.natOutgoing", "owner", "console"]], ...byConsole },
        },
        {
            title: "a pool that is disabled",
            by: () => platform.byConsole(pool(two, { disabled: true })),
            drift: {
                what: ["danger", "drift-pool-disabled", `IPPool ${two}`, "false", "true"],
                message: "disabled is true, and false is wanted.",
                changedBy: [["spec.disabled", "owner", "console"]],
                ...byConsole,
            },
        },
        {
            title: "encapsulation of a pool, one mode of which is gone",
            isFinal: true,
            by: () =>
                platform.shell(
                    `kubectl patch ippool ${one} --type=merge -p '{"spec":{"ipipMode":"Always","vxlanMode":null}}'`,
                ),
            drift: {
                what: ["warning", "drift-pool-encapsulation", `IPPool ${one}`, "Never and Never", "Always and nothing"],
                message: "ipipMode is Always, and Never is wanted. vxlanMode is nothing, and Never is wanted.",
                changedBy: [
                    ["spec.ipipMode", "owner", "kubectl-patch"],
                    ["spec.vxlanMode", "hint"],
                ],
                ...byKubectl,
            },
        },
        {
            title: "nodes of a pool",
            by: () =>
                platform.shell(`kubectl patch ippool ${two} --type=merge -p '{"spec":{"nodeSelector":"has(rack)"}}'`),
            drift: {
                what: ["warning", "drift-pool-selector", `IPPool ${two}`, "has(zone)", "has(rack)"],
                message: "nodeSelector is has(rack), and has(zone) is wanted.",
                changedBy: [["spec.nodeSelector", "owner", "kubectl-patch"]],
                ...byKubectl,
            },
        },
    ]);

    it("is a pool that is deleted, or another one of its name: only the first is made again", async () => {
        await platform.kubectl.delete(CALICO, "IPPool", one);
        const [deleted, ...others] = await platform.ofStack();
        assert.ok(deleted);
        const expected: Shown = {
            what: ["danger", "drift-pool-deleted", `IPPool ${one}`, "10.161.0.0/24", "deleted"],
            message: `There is no pool "${one}" any more.`,
            changedBy: [],
            onUpdate: MADE_AGAIN,
            update: REFRESH,
        };
        assert.deepEqual([shown(deleted), others], [expected, []]);
        assert.deepEqual((await platform.stack.succeed("up")).steps, []);
        assert.equal((await platform.ofStack()).length, 1);
        await platform.byConsole(pool(one, { cidr: "10.161.2.0/24", natOutgoing: true }));
        const [replaced] = (await platform.ofStack()).filter(({ rule }) => rule === "drift-pool-addresses");
        assert.match(
            replaced?.message ?? "",
            /^cidr is 10\.161\.2\.0\/24, and 10\.161\.0\.0\/24 is wanted\. It is another object of the same name, made 20\S+Z\.$/,
        );
        assert.deepEqual(replaced?.takeBack.commands, []);
        await platform.kubectl.delete(CALICO, "IPPool", one);
        await platform.stack.succeed("up", { refresh: true });
        assert.deepEqual(await platform.ofStack(), []);
    });

    it("of a pool is set back by a refresh if kubectl wrote it, and stops the update if the console did", async () => {
        const { stack } = platform;
        await platform.shell(`kubectl patch ippool ${one} --type=merge -p '{"spec":{"natOutgoing":false}}'`);
        assert.deepEqual(
            (await platform.ofStack()).map(({ onUpdate }) => onUpdate),
            [SET_BACK],
        );
        await stack.succeed("up", { refresh: true });
        assert.deepEqual(await platform.ofFile(), []);
        await platform.byConsole(pool(one, { natOutgoing: false }));
        const [drift] = await platform.ofStack();
        assert.equal(drift?.onUpdate, conflictWith("console"));
        const { succeeded, errors } = await stack.run("up", { refresh: true });
        assert.equal(succeeded, false);
        assert.match(errors.join("\n"), /"console" owns \.spec\.natOutgoing/);
        await platform.shell(drift.takeBack.commands.join("\n"));
        await stack.succeed("up", { refresh: true });
        await platform.assertNone();
    });
});
