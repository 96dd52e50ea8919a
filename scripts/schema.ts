// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { ComponentProvider, getPulumiComponents } from "@pulumi/pulumi/provider/experimental";
import * as root from "../index";

const REPOSITORY = resolve(__dirname, "..");

/** The schema that the plugin gives to programs in other languages, made as its host makes it. */
export async function pluginSchema(): Promise<string> {
    const { name } = JSON.parse(readFileSync(resolve(REPOSITORY, "package.json"), "utf8")) as { name: string };
    const plugin = new ComponentProvider({ name, dirname: REPOSITORY, components: getPulumiComponents(root) });
    return plugin.getSchema();
}
