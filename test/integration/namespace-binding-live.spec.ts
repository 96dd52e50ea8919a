// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { describeOnControlPlane, fresh, type Stack } from "./support/on-control-plane";

const CALICO = "crd.projectcalico.org/v1";
const LABEL = "ippool.network.kubesphere.io/";
const IPV4 = "cni.projectcalico.org/ipv4pools";
const IPV6 = "cni.projectcalico.org/ipv6pools";

const binding = (name: string, args: object, options: string = "{}") =>
    `new net.NamespaceBinding("${name}", ${JSON.stringify(args)}, ${options});\n`;

describeOnControlPlane("A NamespaceBinding among what is on its cluster", (cluster) => {
    // One update shows that it refuses as previews do; more would only repeat that.
    let operations: ("preview" | "up")[] = ["preview", "up"];

    const [enabled, other, disabled, six] = ["live-enabled", "live-other", "live-disabled", "live-six"] as const;
    const POOLS = [
        { name: enabled, spec: { cidr: "10.212.0.0/24" } },
        { name: other, spec: { cidr: "10.212.2.0/24" } },
        { name: disabled, spec: { cidr: "10.212.1.0/24", disabled: true } },
        { name: six, spec: { cidr: "fd00:10:212::/112" } },
    ];
    /** Namespaces that somebody else has bound, which must not be an example to other tests. */
    const boundByOthers: [string, string][] = [];

    before(async () => {
        for (const { name, spec } of POOLS) {
            const { kubectl } = cluster();
            await kubectl.apply({ apiVersion: CALICO, kind: "IPPool", metadata: { name }, spec } as object);
            cluster().atTheEnd(() => kubectl.delete(CALICO, "IPPool", name));
        }
    });

    afterEach(async () => {
        for (const [name, manager] of boundByOthers.splice(0)) {
            await cluster().kubectl.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name } }, manager);
        }
    });

    /** Binds a namespace as somebody else. */
    async function bound(
        pools: Record<string, string>,
        annotations: Record<string, string> = {},
        { name = fresh("project"), manager = "console" } = {},
    ): Promise<string> {
        const labels = Object.fromEntries(Object.entries(pools).map(([pool, value]) => [`${LABEL}${pool}`, value]));
        const metadata = { name, labels, annotations };
        await cluster().kubectl.apply({ apiVersion: "v1", kind: "Namespace", metadata }, manager);
        boundByOthers.push([name, manager]);
        return name;
    }

    const metadata = async (name: string) => {
        const live = await cluster().kubectl.get("v1", "Namespace", name);
        const { "kubernetes.io/metadata.name": _, ...labels } = live?.metadata?.labels ?? {};
        return { labels, annotations: live?.metadata?.annotations ?? {} };
    };

    /** Refused in preview and update with these lines. */
    async function refused(stack: Stack, subject: string, ...lines: string[]): Promise<void> {
        const expected = `NamespaceBinding "${subject}":\n${lines.map((line) => `  - ${line}`).join("\n")}`;
        for (const operation of operations) {
            assert.equal(await stack.refused(operation), expected, operation);
        }
        operations = ["preview"];
    }

    const about = (messages: readonly string[], part: string) => messages.filter((message) => message.includes(part));

    it("follows the format that most bound namespaces have, says so once, and keeps it", async () => {
        const theirs = await bound({ [enabled]: "true" });
        const [a, b] = [await cluster().namespace(), await cluster().namespace()];
        const program =
            binding("a", { namespace: a, pools: [enabled] }) + binding("b", { namespace: b, pools: [enabled, six] });
        const stack = await cluster().stack(program);
        const { messages } = await stack.succeed("preview");
        assert.deepEqual(about(messages, "bound"), [
            `Namespaces are bound here as "${theirs}" is: label value "true", without Calico's annotation.`,
        ]);
        await stack.succeed("up");
        assert.deepEqual(await metadata(a), { labels: { [`${LABEL}${enabled}`]: "true" }, annotations: {} });
        assert.deepEqual(await metadata(b), {
            labels: { [`${LABEL}${enabled}`]: "true", [`${LABEL}${six}`]: "true" },
            annotations: {},
        });
        // Others change, and outnumber the format: what is bound stays as it is.
        for (let more = 0; more < 4; more++) {
            await bound({ [enabled]: "" }, { [IPV4]: JSON.stringify([enabled]) });
        }
        const again = await stack.succeed("up");
        assert.deepEqual(again.steps, []);
        assert.deepEqual(about(again.messages, "bound"), []);
        const third = await cluster().namespace();
        await stack.program(program + binding("c", { namespace: third, pools: [enabled] }));
        assert.match(about((await stack.succeed("preview")).messages, "bound").join("\n"), /label value "", with/);

        await stack.program(
            binding("a", { namespace: a, pools: [enabled], calicoAnnotation: true }) +
                binding("b", { namespace: b, pools: [enabled, six], labelValue: "mine", calicoAnnotation: true }),
        );
        await stack.succeed("up");
        assert.deepEqual(await metadata(a), {
            labels: { [`${LABEL}${enabled}`]: "true" },
            annotations: { [IPV4]: JSON.stringify([enabled]) },
        });
        assert.deepEqual(await metadata(b), {
            labels: { [`${LABEL}${enabled}`]: "mine", [`${LABEL}${six}`]: "mine" },
            // The pool is not of this program: its family is that of the pool on the cluster.
            annotations: { [IPV4]: JSON.stringify([enabled]), [IPV6]: JSON.stringify([six]) },
        });
    });

    it("leaves a list of the same pools the text that it is, and writes its own for others", async () => {
        const theirs = `[ "${enabled}", "${other}" ]`;
        const namespace = await bound({ [enabled]: "", [other]: "" }, { [IPV4]: theirs });
        const stack = await cluster().stack(binding("a", { namespace, pools: [enabled, other] }));
        await stack.succeed("up");
        assert.equal((await metadata(namespace)).annotations[IPV4], theirs);
        assert.deepEqual((await stack.succeed("preview")).steps, []);
        await stack.program(binding("a", { namespace, pools: [other, enabled], takeOwnership: true }));
        await stack.succeed("up");
        assert.equal((await metadata(namespace)).annotations[IPV4], JSON.stringify([other, enabled]));
    });

    it("writes the pool's own name where labels have that", async () => {
        await bound({ [enabled]: enabled, [disabled]: disabled });
        const namespace = await cluster().namespace();
        const stack = await cluster().stack(binding("a", { namespace, pools: [six] }));
        await stack.succeed("up");
        assert.deepEqual((await metadata(namespace)).labels, { [`${LABEL}${six}`]: six });
    });

    it("is refused for a namespace that does not exist, and guesses what was meant", async () => {
        const namespace = await cluster().namespace();
        const stack = await cluster().stack(binding("a", { namespace: `${namespace}x`, pools: [enabled] }));
        const said = await stack.refused("preview");
        assert.match(
            said,
            new RegExp(
                `^NamespaceBinding "a":\n {2}- 'namespace' \\(${namespace}x\\) must exist, and the cluster has no such namespace\\. Did you mean .*\\? Create it first\\. If this program does, pass its metadata\\.name instead of text, or name it in dependsOn\\.$`,
            ),
        );
        assert.equal(await stack.refused("up"), said);
    });

    it("may be for a namespace that the same program makes, by its output or by dependsOn", async () => {
        const [a, b] = [fresh("own"), fresh("own")];
        const stack = await cluster().stack(
            'const { Namespace } = require("@pulumi/kubernetes/core/v1");\n' +
                `const a = new Namespace("a", { metadata: { name: "${a}" } });\n` +
                `const b = new Namespace("b", { metadata: { name: "${b}" } });\n` +
                `new net.NamespaceBinding("a", { namespace: a.metadata.name, pools: ["${enabled}"] });\n` +
                binding("b", { namespace: b, pools: [enabled] }, "{ dependsOn: [b] }"),
        );
        await stack.succeed("preview");
        await stack.succeed("up");
        for (const name of [a, b]) {
            assert.deepEqual(Object.keys((await metadata(name)).labels), [`${LABEL}${enabled}`]);
        }
    });

    it("is refused with a pool that nobody has, and let through with one that the program makes", async () => {
        const namespace = await cluster().namespace();
        const own = fresh("pool");
        const stack = await cluster().stack(
            binding("a", { namespace, pools: ["live-enable", own] }) +
                `new net.IPPool("${own}", { cidr: "10.213.0.0/24" });\n`,
        );
        await refused(
            stack,
            "a",
            `'pools[0]' (live-enable) must be a pool, and neither the cluster nor this program has one of that name. Did you mean ${enabled}? Make it first, or every new pod of the namespace fails.`,
        );
        assert.deepEqual((await metadata(namespace)).labels, {});
    });

    it("is refused with a disabled pool, unless it is bound to that already", async () => {
        const line = `'pools[1]' (${disabled}) must not be disabled, or every new pod of the namespace fails. Set disabled: false on the pool, or take it off this list.`;
        const namespace = await cluster().namespace();
        const stack = await cluster().stack(binding("a", { namespace, pools: [enabled, disabled] }));
        await refused(stack, "a", line);
        const pools = { [enabled]: "", [disabled]: "" };
        const before = await bound(pools, { [IPV4]: JSON.stringify([enabled, disabled]) });
        const other = await cluster().stack(binding("a", { namespace: before, pools: [enabled, disabled] }));
        assert.deepEqual(about((await other.succeed("preview")).messages, "disabled"), [
            `NamespaceBinding "a": ${line}`,
        ]);
    });

    it("says that no pod asks for a pool of a family which no node has", async () => {
        const { kubectl } = cluster();
        const node = { apiVersion: "v1", kind: "Node", metadata: { name: "v4-only" } };
        const status = { addresses: [{ type: "InternalIP", address: "192.0.2.17" }] };
        await kubectl.apply({ ...node, status } as object);
        try {
            const namespace = await cluster().namespace();
            const stack = await cluster().stack(binding("a", { namespace, pools: [six] }));
            assert.deepEqual(about((await stack.succeed("preview")).messages, "IPv6"), [
                `NamespaceBinding "a": 'pools[0]' (${six}) is a pool of IPv6 addresses, which no node of the cluster has. Pods get addresses of the other family, and of any pool. List a pool of that family.`,
            ]);
        } finally {
            await kubectl.delete("v1", "Node", "v4-only");
        }
    });

    it("is refused where somebody else's list has a pool of the wrong family", async () => {
        const namespace = await cluster().namespace({ annotations: { [IPV6]: JSON.stringify([enabled]) } });
        const stack = await cluster().stack(binding("a", { namespace, pools: [enabled] }));
        await refused(
            stack,
            "a",
            `'namespace' (${namespace}) has an annotation ${IPV6} (["${enabled}"]) that lists ${enabled}, which has no IPv6 addresses: every new pod of the namespace fails. Remove it: kubectl annotate namespace ${namespace} ${IPV6}-`,
        );
    });

    it("takes a label that somebody else holds only when asked to, and leaves those of other pools alone", async () => {
        const namespace = await bound({ [enabled]: "theirs", [six]: "theirs" });
        const args = { namespace, pools: [enabled], labelValue: "mine", calicoAnnotation: false };
        const stack = await cluster().stack(binding("a", args));
        await refused(
            stack,
            "a",
            `'pools[0]' (${enabled}) has the label ${LABEL}${enabled} on the namespace already, with the value "theirs" of "console". Set labelValue: "theirs", or takeOwnership: true to take it over.`,
        );
        const theirs = { labels: { [`${LABEL}${enabled}`]: "theirs", [`${LABEL}${six}`]: "theirs" }, annotations: {} };
        assert.deepEqual(await metadata(namespace), theirs);

        await stack.program(binding("a", { ...args, takeOwnership: true }));
        const { messages } = await stack.succeed("up");
        assert.deepEqual(about(messages, "somebody else"), [
            `NamespaceBinding "a": 'pools' (["${enabled}"]) is not all that the namespace "${namespace}" is bound to: somebody else has given it the labels of ${six}. They stay, and KubeSphere shows them. Add these pools to the list, or have the labels removed.`,
        ]);
        assert.deepEqual((await metadata(namespace)).labels, {
            [`${LABEL}${enabled}`]: "mine",
            [`${LABEL}${six}`]: "theirs",
        });
        await stack.succeed("destroy");
        assert.deepEqual((await metadata(namespace)).labels, { [`${LABEL}${six}`]: "theirs" });
    });

    it("changes and gives back what an earlier run wrote, without a word about it", async () => {
        const namespace = await cluster().namespace();
        const stack = await cluster().stack(binding("a", { namespace, pools: [enabled, six] }));
        await stack.succeed("up");
        await stack.program(binding("a", { namespace, pools: [enabled] }));
        const { messages } = await stack.succeed("up");
        assert.deepEqual(about(messages, "somebody else"), []);
        assert.deepEqual((await metadata(namespace)).labels, { [`${LABEL}${enabled}`]: "" });
    });
});
