// SPDX-License-Identifier: Apache-2.0
// Runs real packs with the SDK's own runner; it does not prove what the engine does about a violation.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { toPolicyEvent, toRemediationEvent } from "../../../../sandbox/engine/policy/diagnostics";
import type { AnalyzedResource } from "../../../../sandbox/engine/policy/messages";
import {
    type PolicyPackOptions,
    type PolicyPackRunner,
    startPolicyPack,
} from "../../../../sandbox/engine/policy/runner";
import { secret, SECRET_SIGNATURE, SIGNATURE, UNKNOWN } from "../../../../sandbox/engine/values";

const POOL_TYPE = "kubernetes:crd.projectcalico.org/v1:IPPool";
const OPTIONS: PolicyPackOptions = {
    project: "probe",
    stack: "dev",
    dryRun: true,
    config: { "probe:region": "north" },
    engineAddress: "127.0.0.1:1",
};

function pack(name: string): string {
    return join(__dirname, "packs", name);
}

function pool(name: string, spec: Record<string, unknown>): AnalyzedResource {
    const urn = `urn:pulumi:dev::probe::${POOL_TYPE}::${name}`;
    return { urn, type: POOL_TYPE, name, properties: { metadata: { name }, spec } };
}

interface Process {
    readonly pid: number;
    readonly parent: number;
}

/** The processes that run this pack, also for other test files. One that has ended and waits for its parent has no arguments. */
function processesOf(folder: string): Process[] {
    const processes = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n");
    return processes
        .filter((line) => line.includes("run-policy-pack") && line.includes(folder))
        .map((line) => line.trim().split(/\s+/))
        .map(([pid, parent]) => ({ pid: Number(pid), parent: Number(parent) }));
}

/** The pack's process that this parent started. */
function packOf(parent: number | undefined, folder: string): Process | undefined {
    return processesOf(folder).find((one) => one.parent === parent);
}

describe("a policy pack that runs", () => {
    let runner: PolicyPackRunner;
    const printed: string[] = [];

    before(async () => {
        runner = await startPolicyPack(pack("rules"), { ...OPTIONS, onOutput: (line) => printed.push(line) });
    });

    after(async () => {
        await runner.close();
        assert.equal(packOf(process.pid, pack("rules")), undefined, "the pack's process is still there");
    });

    it("says who it is and what it prints", () => {
        assert.equal(runner.name, "rules");
        assert.equal(runner.version, "1.2.3", "the version of PulumiPolicy.yaml");
        assert.equal(runner.eventName, `rules|local|${pack("rules")}`);
        assert.deepEqual(printed, ["the pack is loaded"]);
    });

    it("reports violations with their level and severity", async () => {
        const diagnostics = await runner.analyze(pool("pool-a", { cidr: "192.168.0.0/16", blockSize: 29 }));
        assert.deepEqual(
            diagnostics.map(({ policyName, enforcementLevel, severity, message }) => [
                ...[policyName, enforcementLevel, severity, message],
            ]),
            [
                ["cidr", "mandatory", "high", "Pools are private.\npool-a has 192.168.0.0/16"],
                ["max-block-size", "advisory", undefined, "Blocks are small.\n29 is more than 26"],
            ],
        );
    });

    it("lets a rule see a secret's value and says nothing about what is fine", async () => {
        const [seen, ...rest] = await runner.analyze(pool("pool-a", { cidr: secret("192.168.0.0/16"), blockSize: 26 }));
        assert.match(seen?.message ?? "", /192\.168/);
        assert.deepEqual(rest, []);
        assert.deepEqual(await runner.analyze(pool("pool-a", { cidr: "10.0.0.0/16", blockSize: 26 })), []);
    });

    it("turns a mandatory rule into an advisory where it reads what is not known yet", async () => {
        const [unknown] = await runner.analyze(pool("pool-a", { cidr: UNKNOWN, blockSize: 26 }));
        assert.equal(unknown?.enforcementLevel, "advisory");
        assert.equal(
            unknown.message,
            "can't run policy 'cidr' from policy pack 'rules@v0.0.1' during preview: " +
                "string value at .spec.cidr can't be known during preview",
        );
    });

    it("gives back the resource as a remediation left it, secrets and internal keys included", async () => {
        const resource = pool("pool-a", { cidr: secret("10.0.0.0/16") });
        const given = { ...resource, properties: { ...resource.properties, __internal: "kept" } };
        const { properties, remediations, diagnostics } = await runner.remediate(given);
        assert.deepEqual(diagnostics, []);
        assert.deepEqual(properties, {
            __internal: "kept",
            metadata: { name: "pool-a", labels: { owner: "platform" } },
            spec: { cidr: secret("10.0.0.0/16") },
        });
        assert.deepEqual(remediations[0]?.before, given.properties);
        const event = toRemediationEvent(remediations[0]);
        assert.deepEqual(event.after?.["spec"], {
            cidr: { [SIGNATURE]: SECRET_SIGNATURE, ciphertext: "[secret]" },
        });
    });

    it("tells the pack about project, stack, configuration, options and provider", async () => {
        const [seen] = await runner.analyze({
            ...pool("environment", { cidr: "10.0.0.0/16", blockSize: 26 }),
            type: "a:b:C",
            properties: { visible: 1, __internal: "left out" },
            options: { protect: true, deleteBeforeReplace: false, customTimeouts: { create: 5 }, aliases: undefined },
            parent: "urn:parent",
            provider: {
                urn: "urn:provider",
                type: "pulumi:providers:kubernetes",
                name: "p",
                properties: { namespace: "n" },
            },
        });
        const [project, stack, dryRun, region, keys, options, provider] = JSON.parse(
            (seen?.message ?? "").split("\n")[1] ?? "",
        );
        assert.deepEqual([project, stack, dryRun, region, keys], ["probe", "dev", true, "north", ["visible"]]);
        assert.deepEqual(options, {
            protect: true,
            ignoreChanges: [],
            aliases: [],
            customTimeouts: { createSeconds: 5, updateSeconds: 0, deleteSeconds: 0 },
            additionalSecretOutputs: [],
            deleteBeforeReplace: false,
            parent: "urn:parent",
        });
        assert.deepEqual(provider, { namespace: "n" });
    });

    it("looks at the whole stack, with parents and dependencies", async () => {
        const [a, b] = [pool("pool-a", {}), pool("pool-b", {})];
        const diagnostics = await runner.analyzeStack([a, { ...b, parent: a.urn, dependencies: [a.urn] }]);
        assert.deepEqual(
            diagnostics.map(({ message, urn }) => [message, urn]),
            [["A stack has one pool.\npool-b after pool-a under pool-a", b.urn]],
        );
    });

    it("names the rule that failed, without a stack trace", async () => {
        await assert.rejects(runner.analyze({ ...pool("throws", {}), type: "a:b:C" }), (error: Error) => {
            assert.match(
                error.message,
                /policy 'throws' from policy pack 'rules@v0\.0\.1':\nError: the rule itself is broken$/,
            );
            return true;
        });
    });

    it("makes an event that a display understands", async () => {
        const resource = pool("pool-a", { cidr: "192.168.0.0/16", blockSize: 26 });
        const [diagnostic] = await runner.analyze(resource);
        assert.deepEqual(toPolicyEvent(diagnostic!, resource.urn), {
            resourceUrn: resource.urn,
            message: "<{%reset%}>Pools are private.\npool-a has 192.168.0.0/16<{%reset%}>\n",
            color: "raw",
            policyName: "cidr",
            policyPackName: "rules",
            policyPackVersion: "1.2.3",
            policyPackVersionTag: "1.2.3",
            enforcementLevel: "mandatory",
            severity: "high",
        });
    });
});

describe("settings of a policy pack", () => {
    const folder = mkdtempSync(join(tmpdir(), "ksnet-policy-"));
    const file = join(folder, "config.json");

    after(() => {
        rmSync(folder, { recursive: true });
    });

    async function withConfig<Result>(
        config: unknown,
        use: (runner: PolicyPackRunner) => Promise<Result>,
    ): Promise<Result> {
        writeFileSync(file, JSON.stringify(config));
        const runner = await startPolicyPack(pack("rules"), { ...OPTIONS, packConfig: file });
        try {
            return await use(runner);
        } finally {
            await runner.close();
        }
    }

    it("are applied to all rules or to one", async () => {
        const config = { all: "disabled", "max-block-size": { enforcementLevel: "mandatory", max: 28 } };
        const messages = await withConfig(config, async (runner) => {
            const diagnostics = await runner.analyze(pool("pool-a", { cidr: "192.168.0.0/16", blockSize: 29 }));
            return diagnostics.map(({ enforcementLevel, message }) => [enforcementLevel, message]);
        });
        assert.deepEqual(messages, [["mandatory", "Blocks are small.\n29 is more than 28"]]);
    });

    it("are refused with every problem at once", async () => {
        const config = { "max-block-size": { max: "many" }, cdir: "mandatory" };
        await assert.rejects(
            withConfig(config, () => Promise.resolve()),
            (error: Error) => {
                assert.match(error.message, /'cdir' is no rule of this pack\. It has all, cidr, /);
                assert.match(error.message, /'max-block-size\.max' must be number\./);
                return true;
            },
        );
        await assert.rejects(
            withConfig({ cidr: "strict" }, () => Promise.resolve()),
            {
                message: `${file}:\n'cidr.enforcementLevel' ("strict") must be one of advisory, mandatory, remediate, disabled.`,
            },
        );
    });
});

describe("a policy pack that does not run", () => {
    it("is reported with the error that it threw while it was loaded", async () => {
        await assert.rejects(startPolicyPack(pack("throws-at-load"), OPTIONS), (error: Error) => {
            assert.match(
                error.message,
                /^Policy pack '.*throws-at-load' did not start: it ended with exit code 32\.\n/,
            );
            assert.match(error.message, /Error: rules\.yaml is missing/);
            assert.doesNotMatch(error.message, /node:internal|node_modules/);
            return true;
        });
    });

    it("is reported with what the TypeScript compiler says", async () => {
        const folder = mkdtempSync(join(tmpdir(), "ksnet-policy-"));
        try {
            symlinkSync(resolve(__dirname, "../../../../node_modules"), join(folder, "node_modules"));
            writeFileSync(join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\n");
            writeFileSync(join(folder, "index.ts"), 'const levels: string[] = "mandatory";\n');
            await assert.rejects(startPolicyPack(folder, OPTIONS), /index\.ts\(1,7\): error TS2322/);
        } finally {
            rmSync(folder, { recursive: true });
        }
    });

    it("is ended when it does not serve in time", async () => {
        await assert.rejects(
            startPolicyPack(pack("silent"), { ...OPTIONS, startTimeoutSeconds: 1 }),
            /did not start: it did not report its port within 1 s\./,
        );
        assert.equal(packOf(process.pid, pack("silent")), undefined);
    });

    it("is reported with its last words when it ends in the middle", async () => {
        const runner = await startPolicyPack(pack("rules"), OPTIONS);
        await assert.rejects(
            runner.analyze({ ...pool("exits", {}), type: "a:b:C" }),
            /ended while it was in use\.\nout of memory, say$/,
        );
        await runner.close();
    });

    it("does not outlive an engine that was killed", async () => {
        const engine = spawn(process.execPath, ["--import", "tsx", join(__dirname, "packs", "engine.ts")], {
            env: { ...process.env, PACK: pack("rules"), OPTIONS: JSON.stringify(OPTIONS) },
            stdio: ["ignore", "pipe", "inherit"],
        });
        await once(engine.stdout, "data");
        const served = packOf(engine.pid, pack("rules"));
        assert.ok(served);
        const runs = () => processesOf(pack("rules")).some(({ pid }) => pid === served.pid);
        engine.kill("SIGKILL");
        const limit = Date.now() + 10_000;
        while (runs() && Date.now() < limit) {
            await new Promise(setImmediate);
        }
        assert.equal(runs(), false);
    });

    it("is refused in one sentence if it is written in another language, or is no pack", async () => {
        await assert.rejects(
            startPolicyPack(pack("other-runtime"), OPTIONS),
            /'runtime' \("python"\) must be "nodejs"/,
        );
        await assert.rejects(startPolicyPack(__dirname, OPTIONS), /is not a policy pack: it has no PulumiPolicy\.yaml/);
    });

    it("says what to install if its dependencies are missing", async () => {
        const folder = mkdtempSync(join(tmpdir(), "ksnet-policy-"));
        try {
            writeFileSync(join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\n");
            await assert.rejects(startPolicyPack(folder, OPTIONS), /Run 'npm install' in that folder/);
        } finally {
            rmSync(folder, { recursive: true });
        }
    });
});
