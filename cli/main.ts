#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module";
import { Command } from "commander";
import { addAdoptCommand } from "./commands/adopt";
import { addCheckCommand } from "./commands/check";
import { addDoctorCommand } from "./commands/doctor";
import { addDriftCommand } from "./commands/drift";
import { addMigrateCommand } from "./commands/migrate";
import { addOperationCommands } from "./commands/operations";
import { addPoolsCommand } from "./commands/pools";
import { addRbacCommand } from "./commands/rbac";
import { addReachCommand } from "./commands/reach";
import { addReportCommand } from "./commands/report";
import { addLifecycleCommands } from "./commands/sandbox-lifecycle";
import { addSnapshotCommand } from "./commands/snapshot";
import { addStateCommands } from "./commands/state";

const { version } = createRequire(__filename)("ksnet/package.json") as { version: string };

const program = new Command("ksnet")
    .description("KubeSphere's network extension as code")
    .version(version)
    .showHelpAfterError();
const sandbox = program
    .command("sandbox")
    .description(
        "a throw-away Kubernetes control plane with a simulated KubeSphere, and an engine for Pulumi programs",
    );
addLifecycleCommands(sandbox);
addOperationCommands(sandbox);
addStateCommands(sandbox);
addCheckCommand(program);
addReportCommand(program);
addReachCommand(program);
addSnapshotCommand(program);
addAdoptCommand(program);
addPoolsCommand(program);
addDoctorCommand(program);
addDriftCommand(program);
addMigrateCommand(program);
addRbacCommand(program);

program.parseAsync().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
});
