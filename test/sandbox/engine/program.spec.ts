// SPDX-License-Identifier: Apache-2.0
// What becomes of a run whose program goes wrong, or asks for what the sandbox engine does not have.
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { ControlPlane } from "../../../sandbox/control-plane";
import { writesDuring } from "../../support/audit";
import { sharedCluster } from "../../support/cluster";
import { removeStacks, TestStack } from "../../support/test-stack";

describe("Engine: programs that go wrong", () => {
    let cluster: ControlPlane;
    let stack: TestStack;

    before(async () => {
        cluster = await sharedCluster();
        stack = await TestStack.create(cluster.kubeconfig, 'configMap("one", {});');
        await stack.succeed("up");
    });

    after(removeStacks);

    const BROKEN: readonly (readonly [what: string, program: string, message: RegExp])[] = [
        [
            "throws",
            'throw new Error("no such thing");',
            /^Running program '.*' failed with an unhandled exception:\nError: no such thing\n    at /,
        ],
        [
            "throws in an apply",
            'pulumi.output(1).apply(() => { throw new Error("no such thing"); });',
            /^Running program '.*' failed with an unhandled exception:\nError: no such thing\n    at |^Error: no such thing\n    at /,
        ],
        ["has a syntax error", "const = 1;", /SyntaxError: Unexpected token '='/],
        ["ends itself", "process.exit(3);", /^The program ended with exit code 3\.$/],
        ["fails a promise", 'Promise.reject(new Error("nobody waits for me"));', /nobody waits for me/],
        [
            "gives the same name twice",
            'configMap("two", {}); configMap("two", {});',
            /^Duplicate resource URN 'urn:pulumi:dev::probe::kubernetes:core\/v1:ConfigMap::two'; try giving it a unique name\.$/,
        ],
    ];
    for (const [what, program, message] of BROKEN) {
        it(`a program that ${what} fails the run with one message and deletes nothing`, async () => {
            await stack.program(program);
            const writes = await writesDuring(cluster, async () => {
                const ran = await stack.run("up");
                assert.equal(ran.result, "failed");
                assert.equal(ran.errors.length, 1, ran.errors.join("\n---\n"));
                assert.match(ran.errors[0] ?? "", message);
                assert.deepEqual(ran.said, []);
            });
            assert.deepEqual(
                writes.filter(({ verb }) => verb === "delete"),
                [],
            );
        });
    }

    it("a program that ends itself too early is not taken for one that names nothing", async () => {
        await stack.program("process.exit(0);");
        const ran = await stack.run("up");
        assert.match(ran.errors.join("\n"), /^The program ended /);
        assert.deepEqual(ran.steps, []);
    });

    it("a step that fails is told once, without the stack of the program", async () => {
        await stack.program(
            'configMap("one", {}); patch("two", "none", {}); configMap("three", {}, { dependsOn: [] });',
        );
        const ran = await stack.run("up");
        assert.equal(ran.result, "failed");
        assert.deepEqual(ran.errors, [
            `ConfigMap "default/${stack.own("none")}" does not exist, so there is nothing to patch. Create it first, or use a ConfigMap resource instead of ConfigMapPatch.`,
        ]);
        assert.deepEqual(ran.said, []);
    });

    const UNSUPPORTED: readonly (readonly [what: string, program: string, message: RegExp])[] = [
        [
            "a resource of another package",
            'new pulumi.CustomResource("random:index/randomId:RandomId", "id", {});',
            /The sandbox engine has no provider for package 'random' \(random:index\/randomId:RandomId\)/,
        ],
        [
            "a stack reference",
            'new pulumi.StackReference("org/other/dev");',
            /The sandbox engine has no provider for package 'pulumi' \(pulumi:pulumi:StackReference\)/,
        ],
        [
            "a remote component",
            'new pulumi.ComponentResource("probe:index:Remote", "r", {}, {}, true);',
            /does not support remote components, used by probe:index:Remote 'r'/,
        ],
        [
            "hideDiffs",
            'configMap("two", {}, { hideDiffs: ["data"] });',
            /does not support hideDiffs, used by kubernetes:core\/v1:ConfigMap 'two'/,
        ],
        [
            "replaceWith",
            'const a = configMap("two", {}); configMap("three", {}, { replaceWith: [a] });',
            /does not support replaceWith/,
        ],
        [
            "an invoke",
            'pulumi.runtime.invoke("kubernetes:yaml:decode", { text: "" });',
            /The function kubernetes:yaml:decode is not supported by the sandbox engine/,
        ],
        ["a call", 'pulumi.runtime.call("kubernetes:index:call", {});', /The sandbox engine does not support 'call'/],
        [
            "an asset",
            'configMap("two", { a: new pulumi.asset.StringAsset("x") });',
            /Assets and archives are not supported by the sandbox engine/,
        ],
        [
            "a helm chart",
            'new pulumi.CustomResource("kubernetes:helm.sh/v3:Release", "r", { chart: "x" });',
            /kubernetes:helm.sh\/v3:Release is not supported by the sandbox engine/,
        ],
    ];
    for (const [what, program, message] of UNSUPPORTED) {
        it(`${what} is refused by name`, async () => {
            await stack.program(`configMap("one", {}); ${program}`);
            assert.match(await stack.fail("preview"), message);
        });
    }

    it("without the SDK says how to install it", async () => {
        const bare = await TestStack.create(cluster.kubeconfig, "");
        await rm(join(bare.folder, "node_modules"));
        assert.match(
            await bare.fail("up"),
            /^The Pulumi SDK is not installed for the program in .*\. Run `npm install` there/,
        );
    });

    it("finds what the SDK is spared at its start when it asks for it", async () => {
        await stack.program(`
            exports.code = pulumi.runtime.serializeFunction(() => 1).then(({ text }) => text.includes('() => 1'));
            exports.paths = pulumi.runtime.computeCodePaths({}).then((paths) => paths instanceof Map);
            exports.debug = pulumi.log.debug("nobody reads this").then(() => true);
            exports.limit = Error.stackTraceLimit > 0;
        `);
        const { result, outputs } = await stack.run("preview");
        assert.deepEqual([result, outputs], ["succeeded", { code: true, paths: true, debug: true, limit: true }]);
    });

    it("has no process left when the run is over", async () => {
        await stack.program(`
            require("fs").writeFileSync("pid", String(process.pid));
            setInterval(() => {}, 1000);
            patch("two", "none", {});
        `);
        await stack.fail("up");
        const pid = Number(await stack.read("pid"));
        assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
    });
});
