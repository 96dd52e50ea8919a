// SPDX-License-Identifier: Apache-2.0
import { Command } from "commander";
import { BadInput } from "../inputs/bad-input";
import type { RoleSubject } from "../rbac/manifests";
import { endingWith } from "./ended";
import { jsonText } from "../text/json";

interface RbacFlags {
    readonly name?: string;
    readonly serviceAccount?: string;
    readonly user?: string;
    readonly group?: string;
    readonly withoutOptional?: boolean;
    readonly json?: boolean;
}

const HELP = `
Writes the roles with exactly the rights that a command needs in a cluster, and says of each what it is for. Rights that
a command can do without are marked. Apply them in every cluster that the command is to read.

Examples
  ksnet rbac pools | kubectl apply -f -
  ksnet rbac migrate run --service-account platform/network-bot | kubectl apply -f -
  ksnet rbac doctor --group network-team --without-optional`;

/** Adds `ksnet rbac`. */
export function addRbacCommand(program: Command): void {
    const command = new Command("rbac")
        .description("write the roles that a command needs, and no more")
        .argument("<command...>", 'such as "pools" or "migrate run"')
        .option("--name <name>", 'name of the roles (default: "ksnet-" and the command)')
        .option("--service-account <namespace/name>", "bind the roles to a service account")
        .option("--user <name>", "bind them to a user")
        .option("--group <name>", "bind them to a group")
        .option("--without-optional", "leave out what the command can do without")
        .option("--json", "print a List as JSON")
        .addHelpText("after", HELP);
    program.addCommand(endingWith(command, perform));
}

async function perform(words: readonly string[], flags: RbacFlags): Promise<number> {
    const [{ needsOf }, { roleManifests, rolesText }] = await Promise.all([
        import("../rbac/commands.js"),
        import("../rbac/manifests.js"),
    ]);
    const command = words.join(" ");
    const needs = needsOf(command).filter(({ without }) => without === undefined || flags.withoutOptional !== true);
    const name = flags.name ?? `ksnet-${words.join("-")}`;
    const subject = subjectOf(flags);
    if (flags.json === true) {
        const list = { apiVersion: "v1", kind: "List", items: roleManifests(name, needs, subject) };
        process.stdout.write(jsonText(list));
    } else {
        process.stdout.write(rolesText(name, needs, subject));
    }
    return 0;
}

function subjectOf({ serviceAccount, user, group }: RbacFlags): RoleSubject | undefined {
    const given = [serviceAccount, user, group].filter((each) => each !== undefined);
    if (given.length > 1) {
        throw new BadInput(["--service-account, --user and --group: give at most one of them."]);
    }
    if (serviceAccount !== undefined) {
        const [namespace = "", name = "", ...rest] = serviceAccount.split("/");
        if (namespace === "" || name === "" || rest.length > 0) {
            throw new BadInput([`--service-account ${serviceAccount}: must be NAMESPACE/NAME, such as platform/bot.`]);
        }
        return { kind: "ServiceAccount", namespace, name };
    }
    if (user !== undefined) {
        return { kind: "User", name: user };
    }
    return group === undefined ? undefined : { kind: "Group", name: group };
}
