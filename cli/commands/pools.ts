// SPDX-License-Identifier: Apache-2.0
import { Command, Option } from "commander";
import type { LiveOptions } from "../cluster/cluster";
import type { KapisOptions } from "../kapis/kapis";
import { type Source, SOURCES } from "../pools/sources";
import { type FailOn, reaches } from "../report/severity";
import { terminal } from "../text/terminal";
import { endingWith } from "./ended";
import { addKubeSphereOptions, failOn } from "./options";

interface PoolsFlags extends LiveOptions, KapisOptions {
    readonly json?: boolean;
    readonly source: Source;
    readonly failOn: FailOn;
}

const HELP = `
Without POOL: all pools of a cluster, how full they are, who is bound to them, and what somebody should know. With POOL:
who has its addresses, by namespace, node, block and pod. The numbers are those of KubeSphere's own API where it answers,
else of Calico's IPAM blocks; where both can be read they are compared.

The kubeconfig may lead to KubeSphere's API server. If it leads to Kubernetes, --kubesphere names KubeSphere's, and a token
for it comes from --kubesphere-token-file or $KUBESPHERE_TOKEN, never from an argument.

Exit codes
  0  told, and nothing in it is as bad as --fail-on says
  1  something in it is
  2  something cannot be read, or is not asked right

Examples
  ksnet pools
  ksnet pools team-a --json
  ksnet pools --fail-on danger
  ksnet pools for shop
  ksnet pools targets team-a
  ksnet pools --kubesphere https://ks.example.com --cluster member-1 --kubesphere-token-file token`;

/** Adds `ksnet pools`. */
export function addPoolsCommand(program: Command): void {
    const pools = new Command("pools")
        .description("say how full the IP pools are, who uses them, and which ones can be used")
        .argument("[pool]", "one pool in detail")
        .option("--json", "print JSON")
        .option("--context <name>", "context of the kubeconfig")
        .option("--kubeconfig <file>", "kubeconfig to use in place of KUBECONFIG")
        .addOption(
            new Option("--source <name>", "who is asked: KubeSphere's API, Calico's IPAM blocks, or both")
                .choices(SOURCES)
                .default("auto"),
        );
    addKubeSphereOptions(pools).addOption(failOn()).addHelpText("after", HELP);
    program.addCommand(endingWith(pools, overview));
    pools.addCommand(
        endingWith(question("for", "namespace", "which pools new pods of a namespace get addresses of"), poolsFor),
    );
    pools.addCommand(endingWith(question("targets", "pool", "which pools the pods of a pool can move to"), targetsOf));
}

/** A subcommand, whose options are those of `pools`. */
function question(name: string, argument: string, description: string): Command {
    return new Command(name)
        .description(description)
        .argument(`<${argument}>`)
        .configureHelp({ showGlobalOptions: true });
}

async function overview(name: string | undefined, flags: PoolsFlags): Promise<number> {
    const [{ liveCluster }, { poolNamed, readPools }, { progressLine }, { poolText, poolsText }, json] =
        await Promise.all([
            import("../cluster/cluster.js"),
            import("../pools/state.js"),
            import("../text/progress.js"),
            import("../pools/text.js"),
            import("../pools/json.js"),
        ]);
    const line = progressLine();
    const cluster = await liveCluster(flags);
    const state = await readPools(cluster, flags, line).finally(() => {
        line.clear();
    });
    if (name === undefined) {
        process.stdout.write(flags.json ? json.poolsJson(state) : poolsText(state, terminal()));
        return reaches(state.findings, flags.failOn) ? 1 : 0;
    }
    const pool = poolNamed(name, state.pools, (each) => each.pool.name);
    const findings = state.findings.filter((finding) => finding.pool === name);
    process.stdout.write(flags.json ? json.poolJson(state, pool) : poolText(state, pool, terminal()));
    return reaches(findings, flags.failOn) ? 1 : 0;
}

async function poolsFor(namespace: string, _flags: unknown, command: Command): Promise<number> {
    const { choicesFor } = await import("../pools/choices.js");
    return tell(choicesFor, namespace, command);
}

async function targetsOf(pool: string, _flags: unknown, command: Command): Promise<number> {
    const { targetChoices } = await import("../pools/choices.js");
    return tell(targetChoices, pool, command);
}

async function tell(
    choose: typeof import("../pools/choices.js").choicesFor,
    name: string,
    command: Command,
): Promise<number> {
    const flags = command.optsWithGlobals<PoolsFlags>();
    const [{ liveCluster }, { choicesText }, { choicesJson }] = await Promise.all([
        import("../cluster/cluster.js"),
        import("../pools/text.js"),
        import("../pools/json.js"),
    ]);
    const choices = await choose(await liveCluster(flags), name, flags);
    process.stdout.write(flags.json ? choicesJson(choices) : choicesText(choices, terminal()));
    return 0;
}
