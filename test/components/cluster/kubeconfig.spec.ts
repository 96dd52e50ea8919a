// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import fc from "fast-check";
import { dump } from "js-yaml";
import { apiServer } from "../../../components/cluster/kubeconfig";
import { plainServer } from "../../../components/cluster/plain-kubeconfig";

const data = fc.stringMatching(/^[a-z]{1,12}$/).map((text) => Buffer.from(text).toString("base64"));

/** Settings of a cluster or a user: some that are plain, some that are not, some that are nonsense. */
function settings(plain: readonly string[], others: readonly string[]) {
    const value = fc.oneof({ weight: 6, arbitrary: data }, { weight: 1, arbitrary: fc.constantFrom("", 7, null) });
    const of = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, value]));
    return fc.tuple(
        fc.record(of(plain), { requiredKeys: [] }),
        fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, fc.record(of(others), { requiredKeys: [] })),
    );
}

const kubeconfigs = fc.record({
    cluster: settings(["certificate-authority-data"], ["tls-server-name", "proxy-url", "disable-compression"]),
    user: settings(
        ["client-certificate-data", "client-key-data", "token"],
        ["username", "password", "as", "client-key", "unheard-of"],
    ),
    server: fc.constantFrom("https://one:6443", "https://two/k8s/clusters/c-1", "http://three:8080", "four"),
    names: fc.uniqueArray(fc.constantFrom("a", "b", "c"), { minLength: 1 }),
    current: fc.constantFrom("a", "b", "nobody", undefined),
});

type Generated = typeof kubeconfigs extends fc.Arbitrary<infer T> ? T : never;

function text({ cluster, user, server, names, current }: Generated): string {
    return dump({
        clusters: names.map((name) => ({ name, cluster: { server, ...cluster[0], ...cluster[1] } })),
        users: names.map((name) => ({ name, user: { ...user[0], ...user[1] } })),
        contexts: names.map((name) => ({ name, context: { cluster: name, user: name } })),
        ...(current !== undefined && { "current-context": current }),
    });
}

function minimal(name: string, token: string): string {
    const plain = { server: `https://${name}`, "certificate-authority-data": "Y2E=" };
    return dump({
        clusters: [{ name, cluster: plain }],
        users: [{ name: "me", user: { token } }],
        contexts: [{ name, context: { cluster: name, user: "me" } }],
        "current-context": name,
    });
}

describe("A kubeconfig whose credentials are in itself", () => {
    it("is read as the Kubernetes client reads it, or left to the client", async () => {
        const { KubeConfig } = await import("@kubernetes/client-node");
        let seen = 0;
        await fc.assert(
            fc.asyncProperty(kubeconfigs, async (generated) => {
                const server = plainServer([{ text: text(generated) }], {});
                if (server === undefined) {
                    return;
                }
                seen += 1;
                const config = new KubeConfig();
                config.loadFromString(text(generated));
                const expected: Record<string, unknown> = {};
                await config.applyToHTTPSOptions(expected);
                const { ca, cert, key, headers } = (await server.authorized()) as Record<string, unknown>;
                assert.deepEqual(
                    { ca, cert, key, headers: headers ?? {} },
                    {
                        ca: expected.ca,
                        cert: expected.cert,
                        key: expected.key,
                        headers: expected.headers ?? {},
                    },
                );
                assert.equal(server.url.href, new URL(config.getCurrentCluster()?.server ?? "").href);
            }),
            { numRuns: 500 },
        );
        assert.ok(seen > 20, `only ${seen} were plain`);
    });

    it("is left to the client where a setting means more than its text", () => {
        const plain = minimal("one", "secret");
        assert.equal(plainServer([{ text: plain }], {})?.url.href, "https://one/");
        for (const [from, to] of [
            ["token: secret", "exec: { command: login }"],
            ["token: secret", "username: me"],
            ["certificate-authority-data: Y2E=", "certificate-authority: ca.crt"],
            ["certificate-authority-data: Y2E=", "insecure-skip-tls-verify: true"],
        ] as const) {
            assert.equal(plainServer([{ text: plain.replace(from, to) }], {}), undefined, to);
        }
    });

    it("is read in the context, and for the cluster, that the provider names", () => {
        const [one, two] = ["one", "two"].map((name) => minimal(name, "secret")) as [string, string];
        const both = one.replace("users:", `${two.split("users:")[0]?.replace("clusters:\n", "") ?? ""}users:`);
        assert.equal(plainServer([{ text: both }], { cluster: "two" })?.url.href, "https://two/");
        assert.equal(plainServer([{ text: both }], { context: "two" }), undefined);
    });
});

describe("The files of KUBECONFIG", () => {
    let folder = "";
    const ambient = process.env.KUBECONFIG;

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), "kubeconfig-"));
        await writeFile(join(folder, "one"), minimal("one", "first"));
        await writeFile(join(folder, "two"), minimal("two", "second"));
    });

    afterEach(() => {
        process.env.KUBECONFIG = ambient;
        if (ambient === undefined) {
            delete process.env.KUBECONFIG;
        }
    });

    after(() => rm(folder, { recursive: true }));

    async function read(files: readonly string[], context?: string) {
        process.env.KUBECONFIG = files.map((file) => join(folder, file)).join(delimiter);
        const { url, authorized } = await apiServer({ context });
        return [url.href, ((await authorized()).headers as Record<string, string>).Authorization];
    }

    it("count in their order, as for the provider: the first that says something", async () => {
        assert.deepEqual(await read(["one", "two"]), ["https://one/", "Bearer first"]);
        assert.deepEqual(await read(["two", "one"]), ["https://two/", "Bearer second"]);
    });

    it("complete each other", async () => {
        assert.deepEqual(await read(["one", "two"], "two"), ["https://two/", "Bearer first"]);
    });

    it("may be missing but for one", async () => {
        assert.deepEqual(await read(["nobody", "two"]), ["https://two/", "Bearer second"]);
        await assert.rejects(read(["nobody"]), {
            name: "CannotRead",
            message: "the kubeconfig cannot be used: there is none. Set KUBECONFIG, or say which one to use",
        });
    });

    it("are refused with what is missing in them", async () => {
        await assert.rejects(read(["one", "two"], "three"), {
            message: 'the kubeconfig cannot be used: it has no context "three". It has: one, two',
        });
    });
});
