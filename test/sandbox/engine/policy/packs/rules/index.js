// SPDX-License-Identifier: Apache-2.0
// A pack with one rule of each kind, run by the SDK's own runner in the tests.
const { PolicyPack } = require("@pulumi/policy");

const POOL = "kubernetes:crd.projectcalico.org/v1:IPPool";

console.log("the pack is loaded");

new PolicyPack(
    "rules",
    {
        policies: [
            {
                name: "cidr",
                description: "Pools are private.",
                enforcementLevel: "mandatory",
                severity: "high",
                validateResource: (args, report) => {
                    if (args.type === POOL && !args.props.spec.cidr.startsWith("10.")) {
                        report(`${args.name} has ${args.props.spec.cidr}`);
                    }
                },
            },
            {
                name: "max-block-size",
                description: "Blocks are small.",
                enforcementLevel: "advisory",
                configSchema: { properties: { max: { type: "number", default: 26 } } },
                validateResource: (args, report) => {
                    if (args.type === POOL && args.props.spec.blockSize > args.getConfig().max) {
                        report(`${args.props.spec.blockSize} is more than ${args.getConfig().max}`);
                    }
                },
            },
            {
                name: "owner",
                description: "Every pool has an owner.",
                enforcementLevel: "remediate",
                remediateResource: (args) => {
                    if (args.type === POOL && args.props.metadata.labels === undefined) {
                        args.props.metadata.labels = { owner: "platform" };
                        return args.props;
                    }
                    return undefined;
                },
            },
            {
                name: "environment",
                description: "Tells what it sees.",
                enforcementLevel: "advisory",
                validateResource: (args, report) => {
                    if (args.name === "environment") {
                        const { getProject, getStack, Config, runtime } = require("@pulumi/pulumi");
                        const region = new Config("probe").get("region");
                        const seen = [getProject(), getStack(), runtime.isDryRun(), region, Object.keys(args.props)];
                        report(JSON.stringify([...seen, args.opts, args.provider?.props]));
                    }
                },
            },
            {
                name: "throws",
                description: "Fails on one resource.",
                enforcementLevel: "mandatory",
                validateResource: (args) => {
                    if (args.name === "throws") {
                        throw new Error("the rule itself is broken");
                    }
                },
            },
            {
                name: "exits",
                description: "Ends the pack.",
                enforcementLevel: "mandatory",
                validateResource: (args) => {
                    if (args.name === "exits") {
                        console.error("out of memory, say");
                        process.exit(3);
                    }
                },
            },
            {
                name: "one-pool-a-stack",
                description: "A stack has one pool.",
                enforcementLevel: "mandatory",
                validateStack: (args, report) => {
                    const pools = args.resources.filter((resource) => resource.type === POOL);
                    for (const pool of pools.slice(1)) {
                        const [first] = pool.dependencies;
                        report(`${pool.name} after ${first?.name} under ${pool.parent?.name}`, pool.urn);
                    }
                },
            },
        ],
    },
    { cidr: "mandatory" },
);
