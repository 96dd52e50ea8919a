// SPDX-License-Identifier: Apache-2.0
// Proves how project and stack files are read; does not prove that every file Pulumi takes is taken.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programCommand } from "../../../../sandbox/engine/project/program-command";
import { loadProject } from "../../../../sandbox/engine/project/project";
import { passphraseCrypter } from "../../../../sandbox/engine/project/secrets/passphrase";
import { loadStackConfig, type StackConfig } from "../../../../sandbox/engine/project/stack-config";

describe("project", () => {
    let folder = "";
    beforeEach(() => {
        folder = realpathSync(mkdtempSync(join(tmpdir(), "ksnet-test-")));
    });
    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    function write(name: string, text: string): void {
        mkdirSync(join(folder, name, ".."), { recursive: true });
        writeFileSync(join(folder, name), text);
    }

    const MINIMAL = "name: probe\nruntime: nodejs\n";

    describe("project file", () => {
        it("is found upwards from a folder, whatever its ending", () => {
            mkdirSync(join(folder, "deep/er"), { recursive: true });
            for (const [name, text] of [
                ["Pulumi.yml", MINIMAL],
                ["Pulumi.yaml", MINIMAL],
                ["Pulumi.json", '\uFEFF{"name": "probe", "runtime": "nodejs"}'],
            ] as const) {
                write(name, text);
                assert.equal(loadProject(join(folder, "deep/er")).file, join(folder, name));
            }
            assert.throws(() => loadProject("/"), /There is no Pulumi\.yaml in \/ or in a folder above it/);
        });

        it("has the defaults that Pulumi has", () => {
            write("Pulumi.yaml", MINIMAL);
            assert.deepEqual(loadProject(folder), {
                name: "probe",
                file: join(folder, "Pulumi.yaml"),
                root: folder,
                programFolder: folder,
                entryPoint: ".",
                runtime: { typescript: true, tsconfig: undefined, nodeargs: "" },
                config: [],
                stackConfigFolder: folder,
                refreshAlways: false,
                warnings: [],
            });
        });

        it("runs a main that is a file in its folder and one that is a folder in itself", () => {
            write("app/program.ts", "");
            write("Pulumi.yaml", `${MINIMAL}main: app/program.ts\n`);
            const file = loadProject(folder);
            assert.deepEqual([file.programFolder, file.entryPoint], [join(folder, "app"), "program.ts"]);
            write("Pulumi.yaml", `${MINIMAL}main: app/\n`);
            const directory = loadProject(folder);
            assert.deepEqual([directory.programFolder, directory.entryPoint], [join(folder, "app"), "."]);
        });

        it("names each key that has no effect, and is silent about those that only describe", () => {
            write(
                "Pulumi.yaml",
                `${MINIMAL}description: x\nauthor: x\nwebsite: x\nlicense: x\ntemplate: {}\nbackend: {url: "file://x"}\nrequiredPulumiVersion: ">=3"\npackages: {a: b}\nfoo: 1\n`,
            );
            assert.deepEqual(loadProject(folder).warnings, [
                "'backend' has no effect: the sandbox keeps its state in the project's folder .ksnet.",
                "'requiredPulumiVersion' is not checked: no Pulumi CLI takes part.",
                "'packages' has no effect: the sandbox installs nothing. Run `pulumi install` or `npm install` before.",
                "'foo' is not a key of Pulumi's project files and has no effect.",
            ]);
        });

        it("reports everything that is wrong at once", () => {
            write(
                "Pulumi.yaml",
                "name: 'a b'\nruntime: python\nmain: none\nplugins: {providers: []}\noptions: {refresh: never}\nconfig:\n" +
                    "  n: {type: integer, default: x}\n  l: {type: array}\n  t: {type: date}\n  kubernetes:context: {default: x}\n",
            );
            assert.throws(
                () => loadProject(folder),
                (error: Error) => {
                    for (const part of [
                        "'name' (a b) must be 1 to 100 letters",
                        "'main' (none) does not exist.",
                        "'runtime' (python) is not one that the sandbox runs: it runs nodejs. Use the Pulumi CLI for this project.",
                        "'plugins' names plugins to load in place of others",
                        "'options' ({\"refresh\":\"never\"}) can only hold 'refresh: always'.",
                        "'config.n' has the default x, which is not of the type integer.",
                        "'config.l' is an array whose 'items' have no type.",
                        "'config.t' has the type 'date'. Use one of string, integer, boolean, array, object.",
                        "'config.kubernetes:context' belongs to another namespace and must not define a 'default'.",
                    ]) {
                        assert.ok(error.message.includes(`- ${part}`), `${part}\nis not in\n${error.message}`);
                    }
                    return true;
                },
            );
        });

        it("says where its file cannot be understood", () => {
            write("Pulumi.yaml", "name: [\n");
            assert.throws(() => loadProject(folder), /Pulumi\.yaml cannot be understood: .*2:1/s);
        });
    });

    describe("stack configuration", () => {
        function load(project: string, stack: string, env: NodeJS.ProcessEnv = {}): StackConfig {
            write("Pulumi.yaml", MINIMAL + project);
            write("Pulumi.dev.yaml", stack);
            return loadStackConfig(loadProject(folder), "dev", env);
        }

        it("gives plain values as text, others as JSON, and bare keys the project's namespace", () => {
            const { config, secretKeys } = load(
                "",
                "config:\n  a: text\n  b: 42\n  c: true\n  probe:d: {x: [1, two], when: 2024-01-02}\n  kubernetes:config:context: old\n  e: '007'\n",
            );
            assert.deepEqual(config, {
                "probe:a": "text",
                "probe:b": "42",
                "probe:c": "true",
                "probe:d": '{"x":[1,"two"],"when":"2024-01-02"}',
                "kubernetes:context": "old",
                "probe:e": "007",
            });
            assert.deepEqual(secretKeys, []);
        });

        it("adds what the project sets and lets the stack override it", () => {
            const { config } = load(
                "config:\n  a: {type: integer, default: 1}\n  b: two\n  kubernetes:context: foo\n  list: {type: array, items: {type: string}, default: [x]}\n",
                "config:\n  probe:a: 5\n",
            );
            assert.deepEqual(config, {
                "probe:a": "5",
                "probe:b": "two",
                "kubernetes:context": "foo",
                "probe:list": '["x"]',
            });
        });

        it("need not exist, and is looked for in stackConfigDir", () => {
            write("Pulumi.yaml", `${MINIMAL}stackConfigDir: stacks\n`);
            write("stacks/Pulumi.dev.yaml", "config: {a: b}\n");
            const project = loadProject(folder);
            assert.deepEqual(loadStackConfig(project, "dev").config, { "probe:a": "b" });
            assert.deepEqual(loadStackConfig(project, "prod").config, {});
            write("Pulumi.yaml", `${MINIMAL}config: stacks\n`);
            assert.equal(loadProject(folder).stackConfigFolder, join(folder, "stacks"));
        });

        it("decrypts secrets, also within objects, and says which keys hold one", () => {
            const crypter = passphraseCrypter(() => "p");
            const text = crypter.encrypt("hidden");
            const stack = `encryptionsalt: ${crypter.salt}\nconfig:\n  s: {secure: "${text}"}\n  o: {list: [{secure: "${text}"}], plain: 1}\n  n: 1\n`;
            const loaded = load("", stack, { PULUMI_CONFIG_PASSPHRASE: "p" });
            assert.deepEqual(loaded.config, {
                "probe:s": "hidden",
                "probe:o": '{"list":["hidden"],"plain":1}',
                "probe:n": "1",
            });
            assert.deepEqual(loaded.secretKeys, ["probe:s", "probe:o"]);
            assert.equal(loaded.encryptionSalt, crypter.salt);
            assert.throws(
                () => load("", stack),
                /The secret 'probe:s' cannot be read\. .*Pulumi\.dev\.yaml holds secrets: set/,
            );
            assert.throws(
                () => load("", stack, { PULUMI_CONFIG_PASSPHRASE: "q" }),
                /'probe:s' cannot be read\. The passphrase is not/,
            );
        });

        it("does not ask for a passphrase where nothing is secret", () => {
            assert.deepEqual(load("", "encryptionsalt: v1:x:y\nconfig: {a: b}\n").config, { "probe:a": "b" });
        });

        const refused: [string, string, string, RegExp][] = [
            [
                "a cloud secrets provider",
                "",
                "secretsprovider: awskms://x\n",
                /'secretsprovider' \(awskms:\/\/x\) is not one/,
            ],
            [
                "a Pulumi ESC environment",
                "",
                "environment: [base]\n",
                /'environment' \(\["base"\]\) imports from Pulumi ESC/,
            ],
            ["a missing value", "config:\n  a: {type: string}\n", "", /'probe:a' has no value in the stack 'dev'/],
            [
                "a wrong type",
                "config:\n  a: {type: integer}\n",
                "config: {a: x}\n",
                /'probe:a' \(x\) must be of the type integer/,
            ],
            [
                "a bad item",
                "config:\n  a: {type: array, items: {type: boolean}}\n",
                "config: {a: [x]}\n",
                /array<boolean>/,
            ],
            [
                "an open secret",
                "config:\n  a: {type: string, secret: true}\n",
                "config: {a: x}\n",
                /must be encrypted, since/,
            ],
            [
                "a number too long",
                "",
                "config: {a: 12345678901234567890}\n",
                /'config.probe:a' holds a number with more digits/,
            ],
            ["a key of three parts", "", "config: {'a:b:c': 1}\n", /must be of the form <namespace>:<name>/],
            ["secrets without a salt", "", "config: {a: {secure: x}}\n", /has secrets but no 'encryptionsalt'/],
        ];
        for (const [what, project, stack, message] of refused) {
            it(`refuses ${what}`, () => {
                assert.throws(() => load(project, stack), message);
            });
        }

        it("does not show a secret of the wrong type", () => {
            const crypter = passphraseCrypter(() => "p");
            const stack = `config: {a: {secure: "${crypter.encrypt("hidden")}"}}\nencryptionsalt: ${crypter.salt}\n`;
            assert.throws(
                () => load("config:\n  a: {type: integer}\n", stack, { PULUMI_CONFIG_PASSPHRASE: "p" }),
                (error: Error) =>
                    error.message.includes("'probe:a' must be of the type integer.") &&
                    !error.message.includes("hidden"),
            );
        });

        it("refuses a stack name that could lead out of the folder", () => {
            write("Pulumi.yaml", MINIMAL);
            for (const name of ["..", "a/b", ""]) {
                assert.throws(() => loadStackConfig(loadProject(folder), name), /is not a name for a stack/, name);
            }
        });
    });

    describe("program command", () => {
        const run = {
            stack: "dev",
            config: { config: { "probe:a": "1" }, secretKeys: ["probe:a"], encryptionSalt: undefined, warnings: [] },
            monitor: "127.0.0.1:1",
            engine: "127.0.0.1:2",
            dryRun: true,
            parallel: 8,
            env: { HOME: "/home" },
        };

        function install(at: string): string {
            write(`${at}/@pulumi/pulumi/package.json`, '{"name": "@pulumi/pulumi", "version": "0.0.0"}');
            write(`${at}/@pulumi/pulumi/cmd/run/index.js`, "");
            return join(folder, at, "@pulumi/pulumi/cmd/run/index.js");
        }

        it("is that of Pulumi's language host", () => {
            const runner = install("node_modules");
            write(
                "Pulumi.yaml",
                "name: probe\nruntime:\n  name: nodejs\n  options: {nodeargs: --a --b='c d', tsconfig: t.json}\n",
            );
            assert.deepEqual(programCommand(loadProject(folder), run), {
                command: process.execPath,
                args: [
                    "--a",
                    "--b=c d",
                    runner,
                    ...["--monitor", "127.0.0.1:1", "--engine", "127.0.0.1:2", "--organization", "organization"],
                    ...["--project", "probe", "--root-directory", folder, "--stack", "dev", "--pwd", folder],
                    ...["--dry-run", "--parallel", "8", "."],
                ],
                cwd: folder,
                env: {
                    HOME: "/home",
                    PULUMI_CONFIG: '{"probe:config:a":"1"}',
                    PULUMI_CONFIG_SECRET_KEYS: '["probe:a"]',
                    PULUMI_NODEJS_TYPESCRIPT: "true",
                    PULUMI_NODEJS_TSCONFIG_PATH: "t.json",
                },
            });
        });

        it("leaves TypeScript out where the project says so, and the dry run where it is none", () => {
            install("node_modules");
            write("Pulumi.yaml", "name: probe\nruntime: {name: nodejs, options: {typescript: false}}\n");
            const { args, env } = programCommand(loadProject(folder), { ...run, dryRun: false });
            assert.equal(args.includes("--dry-run"), false);
            assert.equal("PULUMI_NODEJS_TYPESCRIPT" in env, false);
        });

        it("takes the SDK that the program itself would load", () => {
            install("node_modules");
            const nearer = install("app/node_modules");
            write("Pulumi.yaml", `${MINIMAL}main: app\n`);
            assert.ok(programCommand(loadProject(folder), run).args.includes(nearer));
        });

        it("says how to install the SDK where there is none", () => {
            write("Pulumi.yaml", MINIMAL);
            assert.throws(() => programCommand(loadProject(folder), run), {
                message: `The Pulumi SDK is not installed for the program in ${folder}. Run \`npm install\` there; if package.json does not name it yet, \`npm install @pulumi/pulumi\`.`,
            });
        });
    });
});
