// SPDX-License-Identifier: Apache-2.0
// On a real API server: the subcommands work with exactly the rights of their roles, and name what is missing before they
// write anything.
import assert from "node:assert/strict";
import { missingRights } from "../../../cli/cluster/rights";
import { liveCluster } from "../../../cli/cluster/cluster";
import { needsOf } from "../../../cli/rbac/commands";
import type { Need } from "../../../cli/rbac/need";
import { groupOf } from "../../../cli/rbac/rules";
import { CONFIG_MAP, NAMESPACE, POD } from "../../../lib/kinds";
import { writesDuring } from "../../support/audit";
import { ksnet } from "../check/support";
import { rightsOf, somebody } from "../rbac/somebody";
import { MigrationCluster } from "./cluster";

const WRITES: readonly string[] = ["create", "patch"];

describe("The rights of ksnet migrate", function () {
    this.timeout(120_000);
    const on = new MigrationCluster();

    const required = (subcommand: string): Need[] =>
        needsOf(`migrate ${subcommand}`).filter(({ without, option }) => without === undefined && option === undefined);

    const migrate = async (subcommand: string, kubeconfig: string, place = on.names()) => {
        const flags = ["--kubeconfig", kubeconfig, "--state-dir", place.stateDir];
        const yes = ["plan", "status"].includes(subcommand) ? [] : ["--yes"];
        return ksnet(["migrate", subcommand, place.from, place.to, ...flags, ...yes], {});
    };

    for (const subcommand of ["plan", "status"]) {
        it(`are all that its ${subcommand} asks for, and it asks for all of them`, async () => {
            const place = await on.place();
            const who = await somebody(on.cluster, `migrate-${subcommand}`, needsOf(`migrate ${subcommand}`));
            const ended = await migrate(subcommand, who.kubeconfig, place);
            assert.equal(ended.code, 0, ended.stderr);
            assert.deepEqual(await who.asked(), rightsOf(needsOf(`migrate ${subcommand}`)));
            assert.ok(!`${ended.stdout}${ended.stderr}`.includes(who.token));
        });
    }

    for (const subcommand of ["run", "resume", "undo"]) {
        it(`are asked for before its ${subcommand} writes: all that are missing are named at once`, async () => {
            const place = await on.place();
            const reads = required(subcommand).filter(({ verbs }) => !verbs.some((verb) => WRITES.includes(verb)));
            const who = await somebody(on.cluster, `migrate-reading-${subcommand}`, reads);
            const writes = await writesDuring(on.cluster, async () => {
                const ended = await migrate(subcommand, who.kubeconfig, place);
                assert.deepEqual([ended.code, ended.stdout], [2, ""]);
                const missing = required(subcommand).filter((need) => !reads.includes(need));
                const lines = missing.flatMap((need) => need.verbs.map((verb) => `  - ${verb} ${resourceText(need)}`));
                assert.deepEqual(ended.stderr.trimEnd().split("\n"), [
                    "The rights do not suffice. Missing:",
                    ...lines,
                    `All that it needs: ksnet rbac migrate ${subcommand}`,
                ]);
            });
            const own = writes.filter(({ user }) => user.endsWith(`:migrate-reading-${subcommand}`));
            assert.deepEqual(own, []);
        });
    }

    it("are asked for by name, namespace and subresource, each once", async () => {
        const held: readonly Need[] = [
            { kind: NAMESPACE, verbs: ["get"], names: ["kube-system"], to: "test" },
            { kind: CONFIG_MAP, verbs: ["get"], namespace: "default", to: "test" },
        ];
        const { kubeconfig } = await somebody(on.cluster, "migrate-some", held);
        const cluster = await liveCluster({ kubeconfig });
        assert.deepEqual(await missingRights(cluster, held), []);
        assert.deepEqual(
            await missingRights(cluster, [
                { kind: NAMESPACE, verbs: ["get"], names: ["kube-system", "default"], to: "test" },
                { kind: CONFIG_MAP, verbs: ["get", "patch"], namespace: "default", to: "test" },
                { kind: CONFIG_MAP, verbs: ["get"], to: "test" },
                { kind: POD, subresource: "eviction", verbs: ["create"], to: "test" },
                { kind: POD, subresource: "eviction", verbs: ["create"], to: "test once more" },
            ]),
            [
                'get namespaces "default"',
                "patch configmaps in the namespace default",
                "get configmaps",
                "create pods/eviction",
            ],
        );
    });
});

function resourceText(need: Need): string {
    const { kind, subresource } = need;
    const group = groupOf(need);
    return `${kind.plural}${group === "" ? "" : `.${group}`}${subresource === undefined ? "" : `/${subresource}`}`;
}
