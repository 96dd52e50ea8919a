// SPDX-License-Identifier: Apache-2.0
import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { skip } from "../support/skip";

const KSNET = resolve(__dirname, "../../cli/bin/main.js");

/** What the commands that a script calls do here. */
const FAKES: Readonly<Record<string, string>> = {
    // Writes a report where it is told to, and fails where the test says so; drift takes what Pulumi exports.
    npx: `line="$*"
        [[ $line == "ksnet drift"* ]] && { cat > exported; echo "Drift: A & B"; exit "\${DRIFT_ENDS_WITH:-0}"; }
        while (($#)); do [[ $1 == --output ]] && printf '<!-- ksnet-report -->\\nA & B\\n' > "$2"; shift; done
        [[ -z $FAILING || ! $line =~ $FAILING ]]`,
    pulumi: `echo '{ "diagnostics": [{ "message": "Pool a has no CIDR." }] }'; exit "\${PULUMI_ENDS_WITH:-0}"`,
    // Answers with pages, of which it prints what its filter takes.
    gh: `while (($#)); do [[ $1 == --jq ]] && filter=$2; shift; done
        [[ -z $filter ]] || jq --raw-output "$filter" pages.json`,
};

export interface Ended {
    readonly code: number;
    readonly stdout: string;
    readonly stderr: string;
    /** How npx, pulumi and gh were called, in order. */
    readonly calls: readonly (readonly string[])[];
}

/** A folder in which scripts run, with commands that only note how they were called; removed after the suite around. */
export class Runner {
    path = "";

    constructor() {
        before(function () {
            for (const command of ["jq", "curl"]) {
                if (spawnSync(command, ["--version"]).error) {
                    skip(this, `there is no ${command}`);
                }
            }
        });
        beforeEach(() => {
            this.path = mkdtempSync(join(tmpdir(), "ksnet-examples-"));
            for (const [name, does] of Object.entries(FAKES)) {
                const notes = `printf '%s\\0' ${name} "$@" $'\\1' >> calls`;
                writeFileSync(join(this.path, name), `#!/usr/bin/env bash\n${notes}\n${does}\n`, { mode: 0o755 });
            }
        });
        afterEach(() => {
            rmSync(this.path, { recursive: true });
        });
    }

    /** Runs a script as GitHub and GitLab do: in bash, which ends at the first command that fails. */
    async run(script: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
        writeFileSync(join(this.path, "calls"), "");
        const ended = await execute("bash", ["-eo", "pipefail", "-c", script], {
            cwd: this.path,
            env: { ...process.env, PATH: `${this.path}${delimiter}${process.env.PATH ?? ""}`, ...env },
        });
        const calls = this.read("calls").split("\u0001\0").slice(0, -1);
        return { ...ended, calls: calls.map((call) => call.split("\0").slice(0, -1)) };
    }

    write(name: string, content: unknown): void {
        writeFileSync(join(this.path, name), typeof content === "string" ? content : JSON.stringify(content));
    }

    read(name: string): string {
        return readFileSync(join(this.path, name), "utf8");
    }
}

/** What bash has against a script; empty if it can be read. */
export function syntaxErrors(script: string): string {
    return spawnSync("bash", ["-n"], { input: script, encoding: "utf8" }).stderr;
}

/** Command lines of ksnet in a script, with a level where a variable has one. */
export function ksnetLines(script: string): string[] {
    return [...script.matchAll(/\bnpx ksnet ([^|\n]*)/g)].map(([, line = ""]) =>
        line
            .replace(/ > \S+/, "")
            .trim()
            .replace('"$FAIL_ON"', "danger"),
    );
}

/** What the real parser has against a command line; empty if it takes it. Nothing is there to be read or asked. */
export async function refusalOf(line: string): Promise<string> {
    const cwd = mkdtempSync(join(tmpdir(), "ksnet-examples-"));
    const env = { ...process.env, KUBECONFIG: join(cwd, "none") };
    const { stderr } = await execute(process.execPath, [KSNET, ...line.split(" ")], { cwd, env });
    rmSync(cwd, { recursive: true });
    return /^error: .*/m.exec(stderr)?.[0] ?? "";
}

function execute(
    file: string,
    args: readonly string[],
    options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<Omit<Ended, "calls">> {
    return new Promise((done) => {
        const child = execFile(file, args, options, (error, stdout, stderr) => {
            done({ code: error ? Number(error.code) : 0, stdout, stderr });
        });
        child.stdin?.end();
    });
}
