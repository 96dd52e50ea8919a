// SPDX-License-Identifier: Apache-2.0
import { Command, Option } from "commander";
import type { ChangeOptions } from "../change/read";
import { terminal } from "../text/terminal";
import { endingWith } from "./ended";
import { addWorldOptions, collected } from "./options";

interface ReachFlags extends ChangeOptions {
    readonly port?: string;
    readonly all?: boolean;
    readonly cluster?: string;
    readonly format: "text" | "json";
}

const HELP = `
FROM and TO are
  shop                       all pods of a namespace
  shop/api, shop/deploy/api  a workload, a pod, or a service, by its name or its kind and name
  10.0.0.7                   an address

Only NetworkPolicies of Kubernetes and what KubeSphere makes of isolation count: no routes, no firewalls, no policies of
Calico's own. Of a service, its pods are asked about, at the ports behind those of the service.

Exit codes
  0  everybody who was meant gets through; with --all always
  1  somebody does not
  2  something cannot be read, or is not asked right

Examples
  ksnet reach shop-web shop-api/svc/cart --port 80 --live
  ksnet reach 192.168.0.7 shop-api --snapshot production.json
  ksnet reach shop kube-system/kube-dns --port 53/UDP --preview preview.json --snapshot production.json
  ksnet reach --all --snapshot production.json`;

/** Adds `ksnet reach`. */
export function addReachCommand(program: Command): void {
    const command = new Command("reach")
        .description("say whether one reaches another, and which policies decide it")
        .argument("[from]", "who reaches out")
        .argument("[to]", "who is reached")
        .option("--port <port>", "ask about one port, such as 8080 or 53/UDP")
        .option("--all", "list who may talk to whom, instead")
        .option("--preview <file>", "answer for before and after a change, too")
        .addOption(collected("--before <path...>", "manifests or stacks as they are"))
        .addOption(collected("--after <path...>", "manifests or stacks as they will be"));
    addWorldOptions(command)
        .option("--cluster <provider>", "the cluster that is meant, where a change is of several")
        .addOption(new Option("--format <name>", "how to write the answers").choices(["text", "json"]).default("text"))
        .addHelpText("after", HELP);
    program.addCommand(endingWith(command, perform));
}

async function perform(from: string | undefined, to: string | undefined, flags: ReachFlags): Promise<number> {
    const [{ readPlace }, { answered }, { answersJson, answersText, isYes }] = await Promise.all([
        import("../reach/place.js"),
        import("../reach/question.js"),
        import("../reach/outputs.js"),
    ]);
    const isJson = flags.format === "json";
    const place = await readPlace(flags);
    if (!isJson) {
        process.stderr.write(place.notes.map((note) => `note: ${note}\n`).join(""));
    }
    if (flags.all === true) {
        const { allConnections, allJson, allText } = await import("../reach/all.js");
        const connections = allConnections(place.after ?? place.now);
        process.stdout.write(isJson ? allJson(connections, place.notes) : allText(connections));
        return 0;
    }
    const answers = answered({ from, to, port: flags.port }, place);
    process.stdout.write(isJson ? answersJson(answers, place.notes) : answersText(answers, terminal().hasColours));
    return answers.every(isYes) ? 0 : 1;
}
