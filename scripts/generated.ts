// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { PRESETS } from "../policy/presets";
import { doctorPage } from "./doctor-page";
import { policiesPage, presetFile } from "./policies-page";
import { findingsPage } from "./findings-page";
import { poolsPage } from "./pools-page";
import { rbacPage } from "./rbac-page";
import { reportSchema } from "./report-schema";
import { rulesPage } from "./rules-page";
import { pluginSchema } from "./schema";

/** Every file that is made from the code, with its text: path from the root and content. */
export async function generated(): Promise<[file: string, text: string][]> {
    const pages: [string, string][] = [
        ["docs/rules.md", rulesPage()],
        ["docs/policies.md", policiesPage()],
        ["docs/findings.md", findingsPage()],
        ["docs/doctor.md", doctorPage()],
        ["docs/pools.md", poolsPage()],
        ["docs/rbac.md", rbacPage()],
        ["schema.json", await pluginSchema()],
        ["cli/report.schema.json", reportSchema()],
        ...PRESETS.map((preset): [string, string] => [`policy/presets/${preset}.json`, presetFile(preset)]),
    ];
    return Promise.all(
        pages.map(async ([file, text]): Promise<[string, string]> => {
            const filepath = join(__dirname, "..", file);
            return [file, await format(text, { ...(await resolveConfig(filepath)), filepath })];
        }),
    );
}
