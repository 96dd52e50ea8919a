// SPDX-License-Identifier: Apache-2.0
// A stack on a real API server, whose objects somebody changes with kubectl or as the console. Does not prove what
// KubeSphere makes of it: no controller of the network extension runs here.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { dump } from "js-yaml";
import type { Drift, Setting } from "kubesphere-network/lib/drift/drift";
import { findDrift } from "../../../cli/drift/find";
import type { DriftOptions } from "../../../cli/drift/wanted";
import { findBinaries } from "../../../sandbox/control-plane/binaries";
import { silentProgress } from "../../../sandbox/control-plane/progress";
import { describeOnControlPlane, fresh, type Stack } from "../../integration/support/on-control-plane";

const CALICO = "crd.projectcalico.org/v1";
const NETWORK = "network.kubesphere.io/v1alpha1";
const TENANT = "tenant.kubesphere.io/v1beta1";
const LABEL = "ippool.network.kubesphere.io/";
const IPV4 = "cni.projectcalico.org/ipv4pools";
const ISOLATE = "kubesphere.io/network-isolate";
const PLAIN = 'A plain "pulumi up" says "unchanged" and changes nothing.';
const SET_BACK = `${PLAIN} With --refresh it sets it back.`;
const REFRESH = "Run: pulumi up --refresh.";
const conflictWith = (...managers: string[]): string =>
    `${PLAIN} With --refresh it fails with a conflict with ${managers.map((name) => `"${name}"`).join(" and ")}, and the update of the whole stack stops there.`;
const execute = promisify(execFile);

describeOnControlPlane("Drift on a real control plane", (cluster) => {
    const [one, two, foreign] = ["drift-one", "drift-two", "drift-foreign"].map(fresh) as [string, string, string];
    const [shop, web, team] = ["drift-shop", "drift-web", "drift-team"].map(fresh) as [string, string, string];
    const rule = { direction: "ingress", namespaces: [web], ports: [{ protocol: "TCP", port: 80 }] };
    const platform = {
        pools: {
            [one]: { cidr: "10.161.0.0/24", natOutgoing: true },
            [two]: { cidr: "10.161.1.0/24", nodeSelector: "has(zone)" },
        },
        externalPools: [foreign],
        workspaces: { [team]: { isolated: true } },
        projects: { [shop]: { workspace: team, pools: [two, one], isolated: true, allow: { "from-web": rule } } },
    };
    let stack: Stack;
    let path = "";

    /** Runs a command line as a person does: by a shell, with the kubectl of Kubernetes itself. */
    const shell = async (command: string): Promise<void> => {
        const env = { ...process.env, KUBECONFIG: cluster().kubeconfig, PATH: path };
        await execute("sh", ["-c", command], { env });
    };
    /** Applies fields as KubeSphere's console would if it were a client of its own. */
    const byConsole = (apiVersion: string, kind: string, name: string, fields: object): Promise<void> => {
        const { metadata = {}, ...rest } = fields as { metadata?: object };
        return cluster().kubectl.apply({ apiVersion, kind, metadata: { name, ...metadata }, ...rest }, "console");
    };
    const find = async (options: Partial<DriftOptions>): Promise<readonly Drift[]> => {
        const { drifts, notCompared } = await findDrift({ kubeconfig: cluster().kubeconfig, ...options });
        assert.deepEqual(notCompared, []);
        return drifts;
    };
    const ofStack = () => find({ project: stack.path("."), stack: "dev" });
    const ofFile = (name = "network.yaml") => find({ file: stack.path(name) });

    /** A drift without what follows from it and is told elsewhere; times are checked, and gone. */
    function shown({ severity, rule: id, object, wanted, live, message, ...drift }: Drift): object {
        const changedBy = drift.changedBy.map(({ property, how, manager, time = "" }) => {
            assert.ok(how === "unknown" || Math.abs(Date.now() - Date.parse(time)) < 300_000, `${property}: ${time}`);
            // Who wrote last depends on the tests before: that is told by test/lib/drift/trace.spec.ts.
            return how === "hint" ? [property, how] : [property, how, manager];
        });
        const { onUpdate, takeBack, explains } = drift;
        const name = object.namespace === undefined ? object.name : `${object.namespace}/${object.name}`;
        const what = [severity, id, `${object.kind} ${name}`, wanted, live];
        return { what, message, changedBy, onUpdate, update: takeBack.update, ...(explains && { explains }) };
    }

    before(async () => {
        const { kubectl } = await findBinaries(silentProgress());
        path = `${dirname(kubectl)}:${process.env.PATH ?? ""}`;
        await cluster().kubectl.apply({ apiVersion: TENANT, kind: "Workspace", metadata: { name: team } });
        for (const name of [shop, web]) {
            const labels = { "kubesphere.io/workspace": team, "kubesphere.io/namespace": name };
            await cluster().kubectl.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } });
        }
    });

    beforeEach(async () => {
        stack = await cluster().stack('new net.NetworkPlatform("platform", { file: "network.yaml" });');
        await stack.file("network.yaml", dump(platform));
        await stack.succeed("up");
    });

    const NAT = {
        what: ["warning", "drift-pool-nat", `IPPool ${one}`, "true", "false"],
        message: "natOutgoing is false, and true is wanted.",
    };
    const ISOLATED = `The project ${shop} is not isolated: `;
    const PURGED =
        " KubeSphere deletes every NamespaceNetworkPolicy of a project that is not isolated, which explains that these are gone: from-web.";
    const TAKE = `Set projects.${shop}.takeOwnership to true in network.yaml of NetworkPlatform "platform", and run: pulumi up.`;
    const ANNOTATION = `metadata.annotations["${ISOLATE}"]`;
    const LIST = `metadata.annotations["${IPV4}"]`;
    const labelOf = (pool: string): string => `metadata.labels["${LABEL}${pool}"]`;
    const binding = (to: string): string[] => [
        "warning",
        "drift-binding-pools",
        `Namespace ${shop}`,
        `${two}, ${one}`,
        to,
    ];

    const CASES: readonly {
        readonly title: string;
        readonly by: () => Promise<void>;
        readonly drift: object;
        /** What is left until an update of the accepted program; nothing by default. */
        readonly leaves?: readonly string[];
        /** Whether no program can say it. */
        readonly isFinal?: boolean;
    }[] = [
        {
            title: "NAT of a pool, switched off with kubectl",
            by: () => shell(`kubectl patch ippool ${one} --type=merge -p '{"spec":{"natOutgoing":false}}'`),
            drift: {
                ...NAT,
                changedBy: [["spec.natOutgoing", "owner", "kubectl-patch"]],
                onUpdate: SET_BACK,
                update: REFRESH,
            },
        },
        {
            title: "NAT of a pool, switched off in the console",
            by: () => byConsole(CALICO, "IPPool", one, { spec: { natOutgoing: false } }),
            drift: {
                ...NAT,
                changedBy: [["spec.natOutgoing", "owner", "console"]],
                onUpdate: conflictWith("console"),
                update: "Give the field back with kubectl first; from then on an update finds nothing to change.",
            },
        },
        {
            title: "a pool that is disabled",
            by: () => byConsole(CALICO, "IPPool", two, { spec: { disabled: true } }),
            drift: {
                what: ["danger", "drift-pool-disabled", `IPPool ${two}`, "false", "true"],
                message: "disabled is true, and false is wanted.",
                changedBy: [["spec.disabled", "owner", "console"]],
                onUpdate: conflictWith("console"),
                update: "Give the field back with kubectl first; from then on an update finds nothing to change.",
            },
        },
        {
            title: "encapsulation of a pool, one mode of which is gone",
            isFinal: true,
            by: () =>
                shell(`kubectl patch ippool ${one} --type=merge -p '{"spec":{"ipipMode":"Always","vxlanMode":null}}'`),
            drift: {
                what: ["warning", "drift-pool-encapsulation", `IPPool ${one}`, "Never and Never", "Always and nothing"],
                message: "ipipMode is Always, and Never is wanted. vxlanMode is nothing, and Never is wanted.",
                changedBy: [
                    ["spec.ipipMode", "owner", "kubectl-patch"],
                    ["spec.vxlanMode", "hint"],
                ],
                onUpdate: SET_BACK,
                update: REFRESH,
            },
        },
        {
            title: "nodes of a pool",
            by: () => shell(`kubectl patch ippool ${two} --type=merge -p '{"spec":{"nodeSelector":"has(rack)"}}'`),
            drift: {
                what: ["warning", "drift-pool-selector", `IPPool ${two}`, "has(zone)", "has(rack)"],
                message: "nodeSelector is has(rack), and has(zone) is wanted.",
                changedBy: [["spec.nodeSelector", "owner", "kubectl-patch"]],
                onUpdate: SET_BACK,
                update: REFRESH,
            },
        },
        {
            title: "a binding whose keys are gone",
            by: async () => {
                await shell(`kubectl label namespace ${shop} ${LABEL}${one}-`);
                await shell(`kubectl annotate namespace ${shop} --overwrite '${IPV4}=["${two}"]'`);
            },
            drift: {
                what: binding(two),
                message: `${shop} is no longer bound to "${one}".`,
                changedBy: [
                    [labelOf(one), "hint"],
                    [LIST, "owner", "kubectl-annotate"],
                ],
                onUpdate: conflictWith("kubectl-annotate"),
                update: TAKE,
            },
        },
        {
            title: "a label that binds to a further pool",
            leaves: ["drift-binding-half"],
            by: () => shell(`kubectl label namespace ${shop} ${LABEL}${foreign}=`),
            drift: {
                what: ["warning", ...binding(`${two}, ${one}, ${foreign}`).slice(1)],
                message: `${shop} is bound to "${foreign}", which nobody wants.`,
                changedBy: [[labelOf(foreign), "owner", "kubectl-label"]],
                onUpdate:
                    "No update touches it, with --refresh or without: the stack does not own what somebody added.",
                update: "The stack cannot: it does not own what somebody added.",
            },
        },
        {
            title: "the order of pools",
            by: () =>
                byConsole("v1", "Namespace", shop, { metadata: { annotations: { [IPV4]: `["${one}","${two}"]` } } }),
            drift: {
                what: ["notice", "drift-binding-order", `Namespace ${shop}`, `${two}, ${one}`, `${one}, ${two}`],
                message: `The pools of ${shop} are in another order: Calico takes addresses of "${one}" first.`,
                changedBy: [[LIST, "owner", "console"]],
                onUpdate: conflictWith("console"),
                update: TAKE,
            },
        },
        {
            title: "isolation that is switched off, and policies that are gone with it",
            by: async () => {
                await byConsole("v1", "Namespace", shop, { metadata: { annotations: { [ISOLATE]: "disabled" } } });
                await cluster().kubectl.delete(NETWORK, "NamespaceNetworkPolicy", "from-web", shop);
            },
            drift: {
                what: ["danger", "drift-isolation-off", `Namespace ${shop}`, "on", "off"],
                message: `${ISOLATED}the annotation says "disabled".${PURGED}`,
                changedBy: [[ANNOTATION, "owner", "console"]],
                onUpdate: conflictWith("console"),
                update: `${TAKE} Either way run pulumi up --refresh then, which makes the policies again.`,
                explains: [`NamespaceNetworkPolicy "${shop}/from-web"`],
            },
        },
        {
            title: "isolation whose annotation is gone",
            by: () => shell(`kubectl annotate namespace ${shop} ${ISOLATE}-`),
            drift: {
                what: ["warning", "drift-isolation-off", `Namespace ${shop}`, "on", "off"],
                message: `${ISOLATED}the annotation is gone.`,
                changedBy: [[ANNOTATION, "hint"]],
                onUpdate: SET_BACK,
                update: REFRESH,
            },
        },
        {
            title: "isolation of a workspace",
            by: () => byConsole(TENANT, "Workspace", team, { metadata: { annotations: { [ISOLATE]: "disabled" } } }),
            drift: {
                what: ["warning", "drift-isolation-off", `Workspace ${team}`, "on", "off"],
                message: `The workspace ${team} is not isolated: the annotation says "disabled".`,
                changedBy: [[ANNOTATION, "owner", "console"]],
                onUpdate: conflictWith("console"),
                update: TAKE.replace(`projects.${shop}`, `workspaces.${team}`),
            },
        },
        {
            title: "what a policy allows",
            // The label that says where its traffic goes follows from the peers.
            leaves: ["drift-policy-labels"],
            by: () =>
                shell(
                    `kubectl patch namespacenetworkpolicy from-web -n ${shop} --type=merge -p '{"spec":{"ingress":[{"from":[{"ipBlock":{"cidr":"10.0.0.0/8"}}]}]}}'`,
                ),
            drift: {
                what: [
                    "warning",
                    "drift-policy-rules",
                    `NamespaceNetworkPolicy ${shop}/from-web`,
                    `ingress from namespace ${web} on TCP 80`,
                    "ingress from 10.0.0.0/8",
                ],
                message: `NamespaceNetworkPolicy "${shop}/from-web" allows something else: ingress from 10.0.0.0/8.`,
                changedBy: [["spec.ingress", "owner", "kubectl-patch"]],
                onUpdate: SET_BACK,
                update: REFRESH,
            },
        },
        {
            title: "a policy that is deleted",
            by: () => cluster().kubectl.delete(NETWORK, "NamespaceNetworkPolicy", "from-web", shop),
            drift: {
                what: [
                    "warning",
                    "drift-policy-deleted",
                    `NamespaceNetworkPolicy ${shop}/from-web`,
                    `ingress from namespace ${web} on TCP 80`,
                    "deleted",
                ],
                message: `There is no NamespaceNetworkPolicy "${shop}/from-web" any more: what it allows is allowed only if something else allows it.`,
                changedBy: [],
                onUpdate: `${PLAIN} With --refresh it makes the object again.`,
                update: REFRESH,
            },
        },
    ];

    for (const { title, by, drift, leaves = [], isFinal = false } of CASES) {
        it(`is none at first, and then ${title}; taken back or accepted as printed it is gone`, async () => {
            assert.deepEqual([await ofStack(), await ofFile()], [[], []]);
            await by();
            const [found, ...others] = await ofStack();
            assert.ok(found);
            assert.deepEqual([shown(found), others], [drift, []]);
            const [inFile] = await ofFile();
            assert.equal(inFile?.rule, found.rule);
            const { commands } = found.takeBack;

            if (inFile.accept) {
                await stack.file("accepted.yaml", dump(accepted(platform, inFile.accept.settings)));
                const left = (await ofFile("accepted.yaml")).map((each) => each.rule);
                assert.deepEqual(left, leaves);
            }
            assert.equal(inFile.accept === undefined, isFinal);

            for (const command of commands) {
                await shell(command);
            }
            if (commands.length === 0 || found.explains) {
                await stack.succeed("up", { refresh: true });
            }
            assert.deepEqual([await ofStack(), await ofFile()], [[], []]);
        });
    }

    it("is a pool that is deleted, or another one of its name: only the first is made again", async () => {
        await cluster().kubectl.delete(CALICO, "IPPool", one);
        const [deleted, ...others] = await ofStack();
        assert.ok(deleted);
        assert.deepEqual(
            [shown(deleted), others],
            [
                {
                    what: ["danger", "drift-pool-deleted", `IPPool ${one}`, "10.161.0.0/24", "deleted"],
                    message: `There is no pool "${one}" any more.`,
                    changedBy: [],
                    onUpdate: `${PLAIN} With --refresh it makes the object again.`,
                    update: REFRESH,
                },
                [],
            ],
        );
        assert.deepEqual((await stack.succeed("up")).steps, []);
        assert.equal((await ofStack()).length, 1);
        await byConsole(CALICO, "IPPool", one, { spec: { cidr: "10.161.2.0/24", natOutgoing: true } });
        const [replaced] = (await ofStack()).filter(({ rule: id }) => id === "drift-pool-addresses");
        assert.match(
            replaced?.message ?? "",
            /^cidr is 10\.161\.2\.0\/24, and 10\.161\.0\.0\/24 is wanted\. It is another object of the same name, made 20\S+Z\.$/,
        );
        assert.deepEqual(replaced?.takeBack.commands, []);
        await cluster().kubectl.delete(CALICO, "IPPool", one);
        await stack.succeed("up", { refresh: true });
        assert.deepEqual(await ofStack(), []);
    });

    it("is what updates do about it: nothing by themselves, with --refresh what is said, with takeOwnership at once", async () => {
        await byConsole("v1", "Namespace", shop, { metadata: { annotations: { [ISOLATE]: "disabled" } } });
        assert.deepEqual((await stack.succeed("up")).steps, []);
        const { succeeded, errors } = await stack.run("up", { refresh: true });
        assert.equal(succeeded, false);
        assert.match(errors.join("\n"), /"console" owns/);
        assert.deepEqual(
            (await ofStack()).map((drift) => drift.rule),
            [],
            "a failed refresh has put what it read into the state",
        );
        assert.deepEqual(
            (await ofFile()).map((drift) => drift.rule),
            ["drift-isolation-off"],
        );
        const taking = structuredClone(platform) as { projects: Record<string, object> };
        taking.projects[shop] = { ...taking.projects[shop], takeOwnership: true };
        await stack.file("network.yaml", dump(taking));
        await stack.succeed("up");
        assert.deepEqual([await ofStack(), await ofFile()], [[], []]);
    });

    it("of a pool is set back by a refresh if kubectl wrote it, and stops the update if the console did", async () => {
        await shell(`kubectl patch ippool ${one} --type=merge -p '{"spec":{"natOutgoing":false}}'`);
        assert.deepEqual(
            (await ofStack()).map(({ onUpdate }) => onUpdate),
            [SET_BACK],
        );
        await stack.succeed("up", { refresh: true });
        assert.deepEqual(await ofFile(), []);
        await byConsole(CALICO, "IPPool", one, { spec: { natOutgoing: false } });
        const [drift] = await ofStack();
        assert.equal(drift?.onUpdate, conflictWith("console"));
        const { succeeded, errors } = await stack.run("up", { refresh: true });
        assert.equal(succeeded, false);
        assert.match(errors.join("\n"), /"console" owns \.spec\.natOutgoing/);
        await shell(drift.takeBack.commands.join("\n"));
        await stack.succeed("up", { refresh: true });
        assert.deepEqual([await ofStack(), await ofFile()], [[], []]);
    });

    it("is gone from the stack once the program accepts it, without a refresh", async () => {
        await byConsole("v1", "Namespace", shop, { metadata: { annotations: { [IPV4]: `["${one}","${two}"]` } } });
        await byConsole(CALICO, "IPPool", one, { spec: { natOutgoing: false } });
        const settings = (await ofStack()).flatMap(({ accept }) => accept?.settings ?? []);
        await stack.file("network.yaml", dump(accepted(platform, settings)));
        await stack.succeed("up");
        assert.deepEqual([await ofStack(), await ofFile()], [[], []]);
    });
});

/** A network.yaml in which the settings are made. */
function accepted(platform: object, settings: readonly Setting[]): object {
    const changed = structuredClone(platform);
    for (const { path, value } of settings) {
        const last = path.at(-1) ?? "";
        const parent = path
            .slice(0, -1)
            .reduce<Record<string, unknown>>(
                (tree, step) => tree[step] as Record<string, unknown>,
                changed as Record<string, unknown>,
            );
        if (value === undefined) {
            Reflect.deleteProperty(parent, last);
        } else {
            parent[last] = value;
        }
    }
    return changed;
}
