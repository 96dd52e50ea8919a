// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { programFiles, type ProgramOptions } from "../../../cli/adopt/program/files";
import { adoptionText } from "../../../cli/adopt/outputs/text";
import { pageFor } from "../../../cli/text/page";
import { adopt } from "../../../lib/adoption/adopt";
import { EVERYTHING } from "../../../lib/adoption/selection";
import { readPlatform } from "../../../lib/platform/read";
import { cluster, live } from "../../lib/adoption/clusters";
import { adopted, contents } from "./adopted";
import { assertGolden } from "./golden";

const OPTIONS: ProgramOptions = {
    form: "yaml",
    project: "network",
    context: "production",
    kubernetesVersion: "4.34.2",
};

const textOf = (name: string, options: Partial<ProgramOptions> = {}, adoption = adopted()): string | undefined =>
    programFiles(adoption, { ...OPTIONS, ...options }).find((file) => file.name === name)?.text;

const member = (name: string) =>
    cluster({
        name,
        context: `production-${name}`,
        host: undefined,
        pools: [
            live("IPPool", { name: "edge" }, { spec: { cidr: "10.9.0.0/16", ipipMode: "Never", vxlanMode: "Never" } }),
        ],
    });

describe("The files of an adoption", () => {
    it("are a description by workspace, a program that reads it, and a project with the context that was asked for", () => {
        assertGolden("network.yaml", textOf("network.yaml") ?? "");
        assertGolden("Pulumi.yaml", textOf("Pulumi.yaml") ?? "");
        assertGolden("package-of-program.json", textOf("package.json") ?? "");
        assertGolden("program-of-file.ts", textOf("index.ts") ?? "");
    });

    it("are a program with everything in it, on request", () => {
        assert.deepEqual(
            programFiles(adopted(), { ...OPTIONS, form: "typescript" }).map(({ name }) => name),
            ["index.ts", "Pulumi.yaml", "package.json", "import.json"],
        );
        assertGolden("program.ts", textOf("index.ts", { form: "typescript" }) ?? "");
    });

    it("leave the context to the kubeconfig where none was asked for", () => {
        assert.equal(
            textOf("Pulumi.yaml", { context: undefined }),
            "name: network\ndescription: The network of a KubeSphere platform.\nruntime: nodejs\n",
        );
    });

    it("reach every cluster by its own context where there are several", () => {
        const adoption = adopt([contents(), member("east"), member("west")], {
            platform: "platform",
            selection: EVERYTHING,
        });
        assertGolden("members.yaml", textOf("network.yaml", {}, adoption) ?? "");
        assertGolden("members.ts", textOf("index.ts", {}, adoption) ?? "");
    });

    it("keep names and texts that YAML and TypeScript would take for something else", () => {
        const names = ["1e3", "on", "007", "null", "a.b"];
        const pools = names.map((name, index) =>
            live("IPPool", { name }, { spec: { cidr: `10.${index}.0.0/16`, ipipMode: "Never", vxlanMode: "Never" } }),
        );
        const adoption = adopt([cluster({ pools })], { platform: "platform", selection: EVERYTHING });
        const { platform } = readPlatform(textOf("network.yaml", {}, adoption) ?? "", "network.yaml");
        assert.deepEqual(platform, adoption.spec);
        assert.deepEqual(Object.keys(platform.pools ?? {}).sort(), [...names].sort());
        assert.match(textOf("index.ts", { form: "typescript" }, adoption) ?? "", /^ {12}"1e3": \{ cidr: /m);
    });

    it("are the same in a second run, byte for byte", () => {
        assert.deepEqual(programFiles(adopted(), OPTIONS), programFiles(adopted(), OPTIONS));
    });
});

describe("What is told of an adoption", () => {
    const page = pageFor({ hasColours: false });

    it("is what was adopted, what was left out and why, and what comes next", () => {
        assertGolden("told.txt", adoptionText(adopted(), [], page));
    });

    it("is the next commands in order, once the files are written", () => {
        const files = ["network.yaml", "index.ts"].map((name) => ({ path: `out/${name}`, state: "written" as const }));
        assertGolden("told-written.txt", adoptionText(adopted(), files, page));
    });
});
