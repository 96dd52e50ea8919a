// SPDX-License-Identifier: Apache-2.0
// What the Pulumi CLI does for a program in another language: it starts the plugin and has it construct components.
const assert = require("node:assert/strict");
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const { readFileSync, writeFileSync } = require("node:fs");
const { join, resolve } = require("node:path");
const { createInterface } = require("node:readline");
const grpc = require("@grpc/grpc-js");
const pulumi = require("@pulumi/pulumi");
const { ResourceProviderClient } = require("@pulumi/pulumi/proto/provider_grpc_pb");
const { ConfigureRequest, ConstructRequest, GetSchemaRequest } = require("@pulumi/pulumi/proto/provider_pb");
const { specialOutputValueSig, specialSigKey, unknownValue } = require("@pulumi/pulumi/runtime/rpc");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb");
const { load } = require("js-yaml");

const ROOT = resolve(__dirname, "../../..");

/** The plugin goes when this pipe closes, which is when the program ends, in whatever way. */
const EXIT_WITH_PROGRAM = `data:text/javascript,
import { Socket } from "node:net";
new Socket({ fd: 3, readable: true }).on("close", () => process.exit()).resume().unref();
`;

/** The plugin as a process of its own, started as Pulumi's host for Node.js starts it: in the folder of the program. */
class Plugin {
    static async start() {
        assert.deepEqual(load(readFileSync(join(ROOT, "PulumiPlugin.yaml"), "utf8")), { runtime: "nodejs" });
        const runner = require.resolve("@pulumi/pulumi/cmd/run-plugin", { paths: [ROOT] });
        const args = ["--import", EXIT_WITH_PROGRAM, runner, ROOT, process.env.PULUMI_NODEJS_ENGINE];
        const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit", "pipe"] });
        writeFileSync("plugin.pid", String(child.pid));
        const ended = once(child, "exit").then(() => {
            throw new pulumi.RunError("The plugin ended before it had told its port.");
        });
        const [port] = await Promise.race([once(createInterface({ input: child.stdout }), "line"), ended]);
        // It stays for the hooks of what is deleted after the program's end, but the program does not stay for it.
        [child, child.stdout, child.stdio[3]].forEach((handle) => handle.unref());
        const plugin = new Plugin(new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure()));
        await plugin.call("configure", new ConfigureRequest());
        return plugin;
    }

    constructor(client) {
        this.client = client;
        this.answers = {};
    }

    async version() {
        return (await this.call("getPluginInfo", new Empty())).getVersion();
    }

    async schema() {
        return (await this.call("getSchema", new GetSchemaRequest())).getSchema();
    }

    /**
     * Constructs a component of the stack from arguments as they are on the wire and the providers of packages. Gives its
     * outputs as arguments for others. The state or the error that came back is left in answers.json, by the component's
     * name.
     */
    async construct(type, name, args, providers = {}) {
        const request = new ConstructRequest();
        request.setProject(pulumi.getProject());
        request.setStack(pulumi.getStack());
        request.setDryrun(pulumi.runtime.isDryRun());
        request.setParallel(8);
        Object.entries(pulumi.runtime.allConfig()).forEach(([key, value]) => request.getConfigMap().set(key, value));
        request.setMonitorendpoint(process.env.PULUMI_NODEJS_MONITOR);
        request.setType(`kubesphere-network:index:${type}`);
        request.setName(name);
        request.setParent(await pulumi.runtime.getStackResource().urn.promise());
        request.setInputs(Struct.fromJavaScript(args));
        for (const [pkg, provider] of Object.entries(providers)) {
            const [urn, id = unknownValue] = await Promise.all([provider.urn.promise(), provider.id.promise()]);
            request.getProvidersMap().set(pkg, `${urn}::${id}`);
        }
        const response = await this.call("construct", request).catch((error) => {
            this.answered(name, error.message);
            throw error;
        });
        const state = response.getState().toJavaScript();
        this.answered(name, state);
        const dependencies = response.getStatedependenciesMap();
        const outputs = Object.entries(state).map(([key, value]) => [
            key,
            outputValue(value, dependencies.get(key)?.getUrnsList()),
        ]);
        return Object.fromEntries(outputs);
    }

    answered(name, answer) {
        this.answers[name] = answer;
        writeFileSync("answers.json", JSON.stringify(this.answers));
    }

    /** Calls a method of the plugin. Its error ends the program as one message, as the CLI ends the run. */
    call(method, request) {
        return new Promise((resolve, reject) => {
            this.client[method](request, (error, response) => {
                if (error) {
                    reject(new pulumi.RunError(error.details));
                } else {
                    resolve(response);
                }
            });
        });
    }
}

/** What the SDKs of other languages send for the output of a resource; without a value where it is not known. */
function outputValue(value, dependencies = []) {
    const known = value === unknownValue ? {} : { value };
    return { [specialSigKey]: specialOutputValueSig, ...known, dependencies };
}

/** An output whose value a preview does not know. */
function knownLate(value) {
    return outputValue(pulumi.runtime.isDryRun() ? unknownValue : value);
}

module.exports = { Plugin, knownLate };
